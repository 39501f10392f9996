import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import type * as FsPromises from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { CHUNK_MAX_ROWS, CHUNK_PAYLOAD_BYTES, type Chunk } from '../../../../src/main/engine/frames/chunk'
import { SPILL_BACKLOG_BYTES } from '../../../../src/main/engine/frames/chunk-shelf'
import { ClearedRows } from '../../../../src/main/engine/frames/cleared-rows'
import { DISK_RETRY_MS } from '../../../../src/main/engine/frames/disk-trouble'
import { FrameStore, type FrameStoreOptions } from '../../../../src/main/engine/frames/frame-store'
import { frameKind, frameTypeOf } from '../../../../src/shared/protocol/frame'
import type { StorageLimits } from '../../../../src/shared/protocol/storage'
import { FakeClock } from '../../../support/fake-clock'
import { seededRandom } from '../../../support/seeded-random'
import { balance, frameOf } from '../../../support/stored-frames'
import { until } from '../../../support/until'

const MIB = 1024 * 1024
const RECEIVED = frameKind('text', 'received')
const SENT = frameKind('text', 'sent')

/** What the disk does when it is written to, for tests of a bad one; otherwise it is a real one. */
const disk = vi.hoisted(() => ({
  writev: undefined as ((write: (parts: Uint8Array[]) => Promise<unknown>, parts: Uint8Array[]) => unknown) | undefined,
}))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof FsPromises>()
  return {
    ...fs,
    open: async (...args: Parameters<typeof fs.open>) => {
      const file = await fs.open(...args)
      const real = file.writev.bind(file)
      file.writev = ((parts: Uint8Array[], position: number) =>
        disk.writev === undefined
          ? real(parts, position)
          : disk.writev((some) => real(some, position), parts)) as typeof file.writev
      return file
    },
  }
})
afterEach(() => {
  disk.writev = undefined
  vi.useRealTimers()
})

interface Bench {
  store: FrameStore
  folder: string
  clock: FakeClock
  /** Appends, then lets the disk do what it can. */
  fill(frames: number, bytes: number, id?: number): Promise<void>
}

function bench(limits: Partial<StorageLimits> = {}, more: Partial<FrameStoreOptions> = {}): Bench {
  const folder = join(mkdtempSync(join(tmpdir(), 'feedscope-spill-')), 'frames')
  const clock = new FakeClock()
  const store = new FrameStore({
    now: clock.now,
    folder,
    limits: { memoryBytes: 8 * MIB, diskBytes: 4_000 * MIB, ...limits },
    ...more,
  })
  onTestFinished(async () => {
    await store.dispose()
    rmSync(join(folder, '..'), { recursive: true, force: true })
  })
  const fill = async (frames: number, bytes: number, id = 1) => {
    for (let i = 0; i < frames; i++) {
      clock.advance(1)
      store.append(id, RECEIVED, payloadOf(store.endSeq, bytes))
      if (store.state().memoryBytes > store.state().limits.memoryBytes + 16 * MIB) await settled(store)
    }
    await settled(store)
  }
  return { store, folder, clock, fill }
}

function settled(store: FrameStore): Promise<unknown> {
  const limit = () => store.state().limits.memoryBytes + 8 * MIB
  return until(() => store.state().memoryBytes <= limit(), 'what no longer fits memory is on disk')
}

/** Looks at what is stored while nothing is evicted: the disk may still be at work. */
async function atRest(store: FrameStore, look: () => Promise<void>): Promise<void> {
  for (;;) {
    const { firstSeq } = store
    const fault = await look().catch((error: unknown) => error)
    if (store.firstSeq !== firstSeq) continue
    if (fault !== undefined) throw fault
    return
  }
}

/** Known by the frame's number, and different in every byte's place. */
function payloadOf(seq: number, bytes: number): Buffer {
  const payload = Buffer.alloc(bytes, seq % 251)
  if (bytes >= 4) payload.writeUInt32LE(seq, bytes - 4)
  return payload
}

const readBack = async (store: FrameStore, seq: number) => frameOf(await store.fetch(seq), seq)

const filesIn = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
const bytesIn = (folder: string) => filesIn(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)

describe('what no longer fits memory', () => {
  it('goes to disk, and every column of every row comes back as it was', async () => {
    const { store, clock, fill, folder } = bench()
    const startMs = clock.nowMs
    await fill(2_000, 20_000)
    expect(store.state().memoryBytes).toBeLessThan(17 * MIB)
    expect(store.state().diskBytes).toBeGreaterThan(20 * MIB)
    expect(bytesIn(folder)).toBeGreaterThanOrEqual(store.state().diskBytes)
    expect(store.accounts.sum()).toEqual({ received: 2_000, stored: 2_000, evicted: 0, dropped: 0, sent: 0 })
    for (let seq = 1; seq <= 2_000; seq += 37) {
      const { payload, ...columns } = (await readBack(store, seq)) ?? {}
      expect(columns).toEqual({ timeMs: startMs + seq, connectionId: 1, kind: RECEIVED, byteLength: 20_000 })
      expect(payload?.equals(payloadOf(seq, 20_000)), `payload of ${seq}`).toBe(true)
    }
  })

  it('is away at first, sent for when it is asked for, and its readers are woken when it is there', async () => {
    let loads = 0
    const { store, fill } = bench({}, { onLoaded: () => loads++ })
    await fill(300, 100_000)
    expect(store.chunkOf(1)).toBe('away')
    expect(store.chunkOf(1)).toBe('away')
    await until(() => loads > 0, 'the chunk is read')
    const chunk = store.chunkOf(1) as Chunk
    expect(chunk.payloadAt(0)).toEqual(payloadOf(1, 100_000))
    expect(loads, 'one read serves both').toBe(1)
  })

  it('may be a frame larger than a chunk, among small ones', async () => {
    const { store, fill } = bench({ memoryBytes: 16 * MIB })
    await fill(3, 10)
    await fill(1, 3 * CHUNK_PAYLOAD_BYTES)
    await fill(3, 10)
    await fill(400, 100_000)
    for (const [seq, bytes] of [
      [3, 10],
      [4, 3 * CHUNK_PAYLOAD_BYTES],
      [5, 10],
    ] as const) {
      expect(store.chunkOf(seq), `${seq}`).toBe('away')
      expect((await readBack(store, seq))?.payload?.equals(payloadOf(seq, bytes))).toBe(true)
    }
  })

  it('may be many tiny frames: a chunk full of rows rather than bytes', async () => {
    const { store, fill } = bench()
    await fill(CHUNK_MAX_ROWS * 12, 4)
    expect(store.chunkOf(CHUNK_MAX_ROWS)).toBe('away')
    for (const seq of [1, CHUNK_MAX_ROWS, CHUNK_MAX_ROWS + 1]) {
      expect((await readBack(store, seq))?.payload).toEqual(payloadOf(seq, 4))
    }
  })

  it('is evicted by removing its file when the disk limit is reached', async () => {
    const { store, folder, fill } = bench({ diskBytes: 20 * MIB })
    await fill(1_000, 100_000)
    expect(store.state().diskBytes).toBeLessThanOrEqual(20 * MIB)
    await until(() => bytesIn(folder) <= 25 * MIB, 'the files are removed')
    const { stored, evicted, dropped } = store.accounts.sum()
    expect([stored, evicted, dropped]).toEqual([store.endSeq - store.firstSeq, store.firstSeq - 1, 0])
    expect(evicted).toBeGreaterThan(500)
    await atRest(store, async () => {
      const { firstSeq } = store
      expect(await store.fetch(firstSeq - 1)).toBeUndefined()
      expect((await readBack(store, firstSeq))?.payload).toEqual(payloadOf(firstSeq, 100_000))
    })
  })

  it('is written, not dropped, when the user lowers the memory limit, however much it is', async () => {
    const { store, fill } = bench({ memoryBytes: 300 * MIB })
    for (let i = 0; i < 20; i++) await fill(100, 100_000)
    expect(store.state().diskBytes).toBe(0)
    const { limits } = store.state()
    store.configure({ ...limits, memoryBytes: 8 * MIB })
    await settled(store)
    expect(store.accounts.sum()).toEqual({ received: 2_000, stored: 2_000, evicted: 0, dropped: 0, sent: 0 })
    expect((await readBack(store, 1_000))?.payload?.equals(payloadOf(1_000, 100_000))).toBe(true)
  })

  it('may be frames larger than all the backlog there may be', async () => {
    const { store, fill } = bench({ memoryBytes: 64 * MIB })
    for (let i = 0; i < 5; i++) await fill(1, 60 * MIB)
    await fill(1, 1)
    expect(store.accounts.sum()).toMatchObject({ stored: 6, evicted: 0, dropped: 0 })
    expect((await readBack(store, 2))?.payload?.equals(payloadOf(2, 60 * MIB))).toBe(true)
  })

  it('is evicted at once when the user lowers the limits', async () => {
    const { store, folder, fill } = bench()
    await fill(500, 100_000)
    const { limits } = store.state()
    store.configure({ ...limits, diskBytes: 0 })
    await until(() => filesIn(folder).length === 0, 'the files are removed')
    expect(store.state()).toMatchObject({ diskBytes: 0 })
    expect(store.state().memoryBytes).toBeLessThan(13 * MIB)
    expect(balance(store)).toBe(0)
    expect(store.accounts.sum().evicted).toBeGreaterThan(300)
  })

  it('is read by nobody else, and gone when the store is', async () => {
    const { store, folder, fill } = bench()
    await fill(300, 100_000)
    expect(statSync(folder).mode & 0o077).toBe(0)
    for (const name of filesIn(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    expect(filesIn(folder).length).toBeGreaterThan(0)
    await store.dispose()
    expect(filesIn(folder)).toEqual([])
  })

  it('is removed when the next run begins, and nothing else in the folder is', () => {
    const { folder } = bench()
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, '1.chunk'), 'of a run that crashed')
    writeFileSync(join(folder, 'notes.txt'), 'of the user')
    new FrameStore({ now: new FakeClock().now, folder })
    expect(filesIn(folder)).toEqual(['notes.txt'])
  })

  it('keeps the numbers of its connections through clearing and undoing', async () => {
    const { store, fill } = bench()
    const cleared = new ClearedRows(store)
    await fill(200, 100_000, 1)
    await fill(200, 100_000, 2)
    const clearId = cleared.clear([1])
    expect(store.accounts.sum([1])).toMatchObject({ received: 0, stored: 0 })
    await fill(200, 100_000, 2)
    cleared.restore(clearId)
    expect(store.accounts.sum([1])).toMatchObject({ received: 200, stored: 200 })
    cleared.settle(cleared.clear([1, 2]))
    expect(store.firstSeq).toBe(store.endSeq)
    expect(store.state()).toMatchObject({ diskBytes: 0, memoryBytes: 0 })
  })
})

describe('a disk that writes less than it is asked to', () => {
  it('is asked again for the rest', async () => {
    disk.writev = (write, parts) => {
      const [first] = parts as [Uint8Array]
      return write([first.subarray(0, Math.ceil(first.byteLength / 3))])
    }
    const { store, fill } = bench()
    await fill(300, 100_000)
    expect(store.chunkOf(1)).toBe('away')
    for (const seq of [1, 40, 41, 42, 43, 100]) {
      expect((await readBack(store, seq))?.payload?.equals(payloadOf(seq, 100_000))).toBe(true)
    }
  })
})

describe('a disk that is full', () => {
  const full = () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))

  it('is said, and costs content, not rows: each is counted as dropped', async () => {
    let troubles = 0
    disk.writev = full
    const { store, folder } = bench({ memoryBytes: 20 * MIB }, { onTrouble: () => troubles++ })
    for (let i = 0; i < 600; i++) {
      store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
      if (i % 20 === 0) await new Promise(setImmediate)
      expect(balance(store)).toBe(0)
    }
    await until(() => store.state().trouble !== undefined, 'the trouble is said')
    await settled(store)
    expect(store.state().trouble?.code).toBe('ERR_DISK_FULL')
    expect(troubles).toBe(1)
    const { received, stored, evicted, dropped } = store.accounts.sum()
    expect([received, stored + dropped, evicted]).toEqual([600, 600, 0])
    expect(dropped).toBeGreaterThan(300)
    expect(await readBack(store, 1)).toMatchObject({ byteLength: 100_000, payload: undefined, connectionId: 1 })
    expect((await readBack(store, 600))?.payload).toEqual(payloadOf(600, 100_000))
    expect(filesIn(folder), 'no half of a file is left').toEqual([])
  })

  it('is tried again, and used again when there is room', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    disk.writev = full
    const { store, folder } = bench({ memoryBytes: 20 * MIB })
    const patiently = async (condition: () => boolean) => {
      for (let turns = 0; !condition(); turns++) {
        if (turns > 100_000) throw new Error('It does not come.')
        await new Promise(setImmediate)
      }
    }
    for (let i = 0; i < 300; i++) store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
    await patiently(() => store.state().trouble !== undefined)
    disk.writev = undefined
    vi.advanceTimersByTime(DISK_RETRY_MS)
    await patiently(() => store.state().trouble === undefined)
    expect(filesIn(folder).length).toBeGreaterThan(0)
    const { dropped } = store.accounts.sum()
    for (let i = 0; i < 100; i++) store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
    await patiently(() => store.state().memoryBytes <= 28 * MIB)
    expect(store.accounts.sum().dropped, 'nothing more is dropped').toBe(dropped)
  })

  it('is said also when it is so from the beginning: the folder cannot be made', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'feedscope-spill-')), 'file')
    writeFileSync(file, '')
    onTestFinished(() => rmSync(join(file, '..'), { recursive: true, force: true }))
    let troubles = 0
    const now = new FakeClock().now
    const store = new FrameStore({ now, folder: join(file, 'frames'), onTrouble: () => troubles++ })
    await until(() => troubles === 1, 'it is said')
    expect(store.state().trouble?.code).toBe('ERR_DISK_FAILED')
    await store.dispose()
  })

  it('lets rows go too when they alone fill memory, and keeps the numbers of all that follow', async () => {
    disk.writev = full
    const { store } = bench({ memoryBytes: 6 * MIB })
    for (let i = 0; i < CHUNK_MAX_ROWS * 6; i++) {
      store.append(1, RECEIVED, payloadOf(store.endSeq, 60))
      if (i % 1_000 === 0) await new Promise(setImmediate)
    }
    await until(() => store.state().memoryBytes <= 16 * MIB, 'memory is within its limit')
    expect(balance(store)).toBe(0)
    expect((await readBack(store, store.endSeq - 1))?.payload).toEqual(payloadOf(store.endSeq - 1, 60))
  })
})

describe('a disk that is slower than what comes', () => {
  /** Writes that wait until they are let through. */
  function slowDisk() {
    const waiting: (() => void)[] = []
    disk.writev = async (write, parts) => {
      await new Promise<void>((resolve) => waiting.push(resolve))
      return write(parts)
    }
    return () => {
      disk.writev = undefined
      for (const resolve of waiting) resolve()
    }
  }

  it('has a backlog in memory, then costs content', async () => {
    const letThrough = slowDisk()
    const { store } = bench({ memoryBytes: 8 * MIB })
    const backlogFrames = Math.floor((8 * MIB + SPILL_BACKLOG_BYTES) / 100_000)
    for (let i = 0; i < backlogFrames; i++) store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
    expect(store.accounts.sum().dropped, 'the backlog takes it').toBe(0)
    for (let i = 0; i < 1_000; i++) store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
    expect(store.state().trouble?.code).toBe('ERR_DISK_SLOW')
    expect(store.state().memoryBytes).toBeLessThan(8 * MIB + SPILL_BACKLOG_BYTES + 12 * MIB)
    expect(store.accounts.sum().dropped).toBeGreaterThan(300)
    expect(balance(store)).toBe(0)
    letThrough()
    await settled(store)
    expect((await readBack(store, 1))?.payload, 'the oldest was being written').toEqual(payloadOf(1, 100_000))
  })

  it('holds the senders back instead if the user prefers it, until it has caught up', async () => {
    const letThrough = slowDisk()
    const holds: boolean[] = []
    const { store } = bench({ whenDiskIsSlow: 'hold-back' }, { onHold: (isHeld) => holds.push(isHeld) })
    for (let i = 0; holds.length === 0 && i < 2_000; i++) {
      store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
    }
    expect(holds).toEqual([true])
    expect(store.state().isHeldBack).toBe(true)
    letThrough()
    await until(() => holds.length === 2, 'reading goes on')
    expect(holds).toEqual([true, false])
    expect(store.accounts.sum()).toMatchObject({ dropped: 0, evicted: 0 })
  })

  it('may have what it is writing evicted meanwhile', async () => {
    const letThrough = slowDisk()
    const { store, folder } = bench()
    for (let i = 0; i < 200; i++) store.append(1, RECEIVED, payloadOf(store.endSeq, 100_000))
    store.evictBefore(store.endSeq)
    expect(store.accounts.sum()).toMatchObject({ stored: 0, evicted: 200 })
    letThrough()
    await until(() => filesIn(folder).length === 0, 'no file is left behind')
    expect(store.state()).toMatchObject({ diskBytes: 0, memoryBytes: 0 })
  })
})

describe('a file that cannot be read back', () => {
  it.each<[string, (path: string) => void]>([
    ['is gone', (path) => rmSync(path)],
    ['is shorter than it was', (path) => truncateSync(path, 1_000)],
  ])('since it %s: its rows say so, its frames are counted as dropped, all others stay', async (_, spoil) => {
    const { store, folder, fill } = bench()
    await fill(500, 100_000)
    spoil(join(folder, '1.chunk'))
    const lost = await readBack(store, 1)
    expect(frameTypeOf(lost?.kind ?? -1)).toBe('event')
    expect(lost?.payload?.toString()).toMatch(/could not be/)
    const { dropped } = store.accounts.sum()
    expect(dropped).toBeGreaterThan(0)
    expect(balance(store)).toBe(0)
    expect(store.firstSeq === 1 || store.firstSeq === dropped + 1).toBe(true)
    expect((await readBack(store, dropped + 1))?.payload).toEqual(payloadOf(dropped + 1, 100_000))
  })
})

it.each([1, 2, 3])('the books balance after every step of a random run with a disk (%i)', async (seed) => {
  const random = seededRandom(seed)
  const { store } = bench({ memoryBytes: 12 * MIB, diskBytes: 40 * MIB })
  const cleared = new ClearedRows(store)
  let clearId = 0
  for (let step = 0; step < 1_500; step++) {
    const dice = random()
    if (dice < 0.004) clearId = cleared.clear([0, 1, 2].filter(() => random() < 0.6))
    else if (dice < 0.008) cleared.restore(clearId)
    else if (dice < 0.01) cleared.settle(clearId)
    else if (dice < 0.03) store.chunkOf(store.firstSeq + Math.floor(random() * (store.endSeq - store.firstSeq)))
    else if (dice < 0.2) await new Promise(setImmediate)
    else {
      const bytes = Math.floor(random() ** 3 * 400_000)
      store.append(Math.floor(random() * 3), random() < 0.8 ? RECEIVED : SENT, payloadOf(store.endSeq, bytes))
    }
    if (balance(store) !== 0) throw new Error(`After step ${step} the books are off by ${balance(store)}.`)
  }
  // What the books call stored are the received frames that are there, whole, and not hidden.
  await atRest(store, async () => {
    const visible = [0, 0, 0]
    for (let seq = store.firstSeq; seq < store.endSeq; seq++) {
      const frame = await readBack(store, seq)
      if (frame === undefined) throw new Error(`${seq} is missing`)
      if (frame.payload === undefined) continue
      expect(frame.payload.equals(payloadOf(seq, frame.byteLength))).toBe(true)
      if (frame.kind === RECEIVED && seq >= cleared.floorOf(frame.connectionId)) visible[frame.connectionId]!++
    }
    expect([0, 1, 2].map((id) => store.accounts.of(id).stored)).toEqual(visible)
  })
})
