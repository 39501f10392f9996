import { describe, expect, it } from 'vitest'
import { CHUNK_MAX_ROWS, CHUNK_PAYLOAD_BYTES } from '../../../../src/main/engine/frames/chunk'
import { FrameStore, type FrameStoreOptions } from '../../../../src/main/engine/frames/frame-store'
import { type FrameType, frameKind } from '../../../../src/shared/protocol/frame'
import { FakeClock } from '../../../support/fake-clock'
import { seededRandom } from '../../../support/seeded-random'
import { balance, frameOf } from '../../../support/stored-frames'

const KIB = 1024
const MIB = 1024 * KIB
const RECEIVED = frameKind('text', 'received')
const SENT = frameKind('text', 'sent')
const EVENT = frameKind('event', 'received')

function makeStore(options: Partial<FrameStoreOptions> = {}) {
  const clock = new FakeClock()
  return { clock, store: new FrameStore({ now: clock.now, ...options }) }
}

const read = (store: FrameStore, seq: number) => frameOf(store.chunkOf(seq), seq)

describe('a frame store', () => {
  it('numbers frames from 1 and never gives a number twice, whatever is evicted', () => {
    const { store } = makeStore({ limits: { memoryBytes: 5 * MIB } })
    const payload = Buffer.alloc(MIB)
    const seqs = Array.from({ length: 20 }, () => store.append(1, RECEIVED, payload))
    expect(seqs).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
    expect(store.endSeq).toBe(21)
    expect(store.firstSeq).toBeGreaterThan(1)
    store.evictBefore(store.endSeq)
    expect(store.append(1, RECEIVED, payload)).toBe(21)
  })

  it('reads every column back as it was appended: empty, small, full chunk and larger than a chunk', () => {
    const { store, clock } = makeStore()
    const random = seededRandom(1)
    const lengths = [0, 1, 125, 65_536, CHUNK_PAYLOAD_BYTES, 0, CHUNK_PAYLOAD_BYTES + 1, 3, 9 * MIB, 0, 7]
    const types: FrameType[] = ['text', 'binary', 'ping', 'pong', 'close', 'event']
    const appended = lengths.map((length, at) => {
      clock.advance(1.25)
      const payload = Buffer.alloc(length, Math.floor(random() * 256))
      if (length > 0) payload[length - 1] = at
      const kind = frameKind(types[at % types.length] as FrameType, at % 2 === 0 ? 'received' : 'sent')
      const seq = store.append(at * 1_000_003, kind, payload)
      return { seq, expected: { timeMs: clock.nowMs, connectionId: at * 1_000_003, kind, byteLength: length, payload } }
    })
    for (const { seq, expected } of appended) {
      const { payload, ...columns } = expected
      const { payload: stored, ...storedColumns } = read(store, seq) ?? {}
      expect(storedColumns).toEqual(columns)
      expect(stored?.equals(payload), `payload of ${seq}`).toBe(true)
    }
  })

  it('copies the payload, so that the lender may use its buffer again', () => {
    const { store } = makeStore()
    const lent = Buffer.from('mine')
    const seq = store.append(1, RECEIVED, lent)
    lent.fill('x')
    expect(read(store, seq)?.payload?.toString()).toBe('mine')
  })

  it('goes on in a new chunk when the rows of one are full', () => {
    const { store } = makeStore()
    for (let i = 0; i < CHUNK_MAX_ROWS + 2; i++) store.append(7, RECEIVED, Buffer.from(String(i)))
    for (const seq of [1, CHUNK_MAX_ROWS, CHUNK_MAX_ROWS + 1, CHUNK_MAX_ROWS + 2]) {
      expect(read(store, seq)?.payload?.toString()).toBe(String(seq - 1))
    }
  })

  it('has nothing at numbers it has not given', () => {
    const { store } = makeStore()
    store.append(1, RECEIVED, Buffer.from('only'))
    expect(store.chunkOf(0)).toBeUndefined()
    expect(store.chunkOf(1)).toBeDefined()
    expect(store.chunkOf(2)).toBeUndefined()
  })

  it('evicts the oldest frames when the limit is reached, counts them, and answers undefined for them', () => {
    const { store } = makeStore({ limits: { memoryBytes: 8 * MIB } })
    const payload = Buffer.alloc(MIB, 1)
    for (let i = 0; i < 40; i++) store.append(i % 2 === 0 ? 1 : 2, RECEIVED, payload)
    const { received, stored, evicted, dropped } = store.accounts.sum()
    expect(received).toBe(40)
    expect(dropped).toBe(0)
    expect(evicted).toBe(store.firstSeq - 1)
    expect(stored).toBe(store.endSeq - store.firstSeq)
    expect(evicted).toBeGreaterThan(20)
    expect(store.accounts.of(1).evicted + store.accounts.of(2).evicted).toBe(evicted)
    expect(read(store, store.firstSeq - 1)).toBeUndefined()
    expect(read(store, store.firstSeq)?.payload?.equals(payload)).toBe(true)
  })

  it('stays below its limit whatever comes, but for the chunk that is being filled', () => {
    const memoryLimitBytes = 16 * MIB
    const { store } = makeStore({ limits: { memoryBytes: memoryLimitBytes } })
    const random = seededRandom(2)
    const source = Buffer.alloc(17 * MIB)
    let highest = 0
    for (let i = 0; i < 600; i++) {
      const length = Math.floor(random() ** 8 * source.byteLength)
      store.append(1, RECEIVED, source.subarray(0, length))
      highest = Math.max(highest, store.state().memoryBytes)
    }
    expect(store.accounts.sum().evicted).toBeGreaterThan(0)
    expect(highest).toBeLessThanOrEqual(memoryLimitBytes + CHUNK_PAYLOAD_BYTES + 2 * MIB)
  })

  it('drops a payload that alone is larger than the limit, counts it, and keeps its row', () => {
    const { store } = makeStore({ limits: { memoryBytes: MIB } })
    store.append(1, RECEIVED, Buffer.from('before'))
    const seq = store.append(1, RECEIVED, Buffer.alloc(MIB + 1))
    store.append(1, RECEIVED, Buffer.from('after'))
    expect(read(store, seq)).toMatchObject({ byteLength: MIB + 1, payload: undefined })
    expect(read(store, seq - 1)?.payload?.toString()).toBe('before')
    expect(read(store, seq + 1)?.payload?.toString()).toBe('after')
    expect(store.accounts.sum()).toMatchObject({ received: 3, stored: 2, evicted: 0, dropped: 1 })
    expect(store.accounts.of(1).receivedBytes).toBe(MIB + 1 + 'beforeafter'.length)
  })

  it('keeps a payload as large as the limit', () => {
    const { store } = makeStore({ limits: { memoryBytes: 6 * MIB } })
    const seq = store.append(1, RECEIVED, Buffer.alloc(6 * MIB, 5))
    expect(read(store, seq)?.payload?.equals(Buffer.alloc(6 * MIB, 5))).toBe(true)
    expect(store.accounts.sum()).toMatchObject({ stored: 1, dropped: 0 })
  })

  it('counts what was sent apart, and events not at all', () => {
    const { store } = makeStore({ limits: { memoryBytes: 1 * MIB } })
    store.append(1, EVENT, Buffer.from('Open'))
    store.append(1, SENT, Buffer.from('ping?'))
    store.append(1, SENT, Buffer.alloc(2 * MIB))
    store.append(1, RECEIVED, Buffer.from('pong!'))
    expect(store.accounts.sum()).toEqual({ received: 1, stored: 1, evicted: 0, dropped: 0, sent: 2 })
    store.evictBefore(store.endSeq)
    expect(store.accounts.sum()).toEqual({ received: 1, stored: 0, evicted: 1, dropped: 0, sent: 2 })
    expect(store.accounts.of(1)).toMatchObject({ receivedBytes: 5, sentBytes: 5 + 2 * MIB })
  })

  it.each([1, 2, 3])('keeps its books balanced after every append of a random run (%i)', (seed) => {
    const memoryLimitBytes = 6 * MIB
    const { store, clock } = makeStore({ limits: { memoryBytes: memoryLimitBytes } })
    const random = seededRandom(seed)
    const source = Buffer.alloc(memoryLimitBytes + MIB)
    const kinds = (['text', 'binary', 'ping', 'pong', 'close', 'event'] as const).flatMap((type) => [
      frameKind(type, 'received'),
      frameKind(type, 'sent'),
    ])
    for (let i = 0; i < 3_000; i++) {
      clock.advance(random())
      const length = Math.floor(random() ** 14 * source.byteLength)
      const kind = kinds[Math.floor(random() * kinds.length)] as number
      store.append(Math.floor(random() * 5), kind, source.subarray(0, length))
      if (random() < 0.002)
        store.evictBefore(store.firstSeq + Math.floor(random() * (store.endSeq - store.firstSeq + 1)))
      if (balance(store) !== 0) throw new Error(`After frame ${i} the books are off by ${balance(store)}.`)
    }
    const { evicted, dropped, stored } = store.accounts.sum()
    for (const [name, count] of Object.entries({ evicted, dropped, stored })) {
      expect(count, name).toBeGreaterThan(0)
    }
    // What the books call stored is what is there.
    let there = 0
    for (let seq = store.firstSeq; seq < store.endSeq; seq++) {
      const frame = read(store, seq)
      if (frame !== undefined && frame.payload !== undefined && (frame.kind & 0x1f) <= 0xa && frame.kind !== 0) there++
    }
    expect(there).toBe(stored)
  })

  it('never shows bytes of an evicted frame in a chunk that is used again', () => {
    const { store } = makeStore({ limits: { memoryBytes: 9 * MIB } })
    const old = Buffer.alloc(64 * KIB, 0xaa)
    for (let i = 0; i < 300; i++) store.append(1, RECEIVED, old)
    expect(store.accounts.sum().evicted).toBeGreaterThan(64)
    const fresh = Array.from({ length: 200 }, (_, at) => Buffer.alloc(at * 37, 0x55))
    const seqs = fresh.map((payload) => store.append(1, RECEIVED, payload))
    for (const [at, seq] of seqs.entries()) {
      const payload = read(store, seq)?.payload
      expect(payload?.byteLength).toBe(at * 37)
      expect(payload?.includes(0xaa)).toBe(false)
    }
    const chunk = store.chunkOf(store.endSeq - 1)
    expect(chunk).toMatchObject({ endSeq: store.endSeq })
  })

  it('evicts on request, the chunk being filled too, and goes on', () => {
    const { store } = makeStore()
    for (let i = 0; i < 10; i++) store.append(1, RECEIVED, Buffer.from(String(i)))
    store.evictBefore(5)
    expect(store.firstSeq, 'a chunk goes as a whole').toBe(1)
    store.evictBefore(11)
    expect(store.firstSeq).toBe(11)
    expect(store.state().memoryBytes).toBe(0)
    expect(store.state().oldestTimeMs).toBeUndefined()
    expect(store.accounts.sum()).toMatchObject({ received: 10, stored: 0, evicted: 10 })
    expect(read(store, store.append(1, RECEIVED, Buffer.from('next')))?.payload?.toString()).toBe('next')
  })

  it('evicts on request what fills the limit alone', () => {
    const { store } = makeStore({ limits: { memoryBytes: 5 * MIB } })
    store.append(1, RECEIVED, Buffer.alloc(5 * MIB))
    store.evictBefore(store.endSeq)
    expect(store.accounts.sum()).toMatchObject({ stored: 0, evicted: 1 })
    expect(store.append(1, RECEIVED, Buffer.from('next'))).toBe(2)
    expect(store.firstSeq).toBe(2)
  })

  it('knows the time of the oldest frame, also when that one was larger than a chunk', () => {
    const { store, clock } = makeStore()
    expect(store.state().oldestTimeMs).toBeUndefined()
    const firstMs = clock.nowMs
    store.append(1, RECEIVED, Buffer.alloc(CHUNK_PAYLOAD_BYTES + 1))
    clock.advance(5)
    store.append(1, RECEIVED, Buffer.from('second'))
    expect(store.state().oldestTimeMs).toBe(firstMs)
  })

  it('wakes its readers once, with the first frame after they went to sleep', () => {
    let wakes = 0
    const { store } = makeStore({ onWake: () => wakes++ })
    store.append(1, RECEIVED, Buffer.from('nobody sleeps'))
    expect(wakes).toBe(0)
    store.sleep()
    expect(wakes).toBe(0)
    store.append(1, RECEIVED, Buffer.from('wake up'))
    store.append(1, RECEIVED, Buffer.from('they are awake'))
    expect(wakes).toBe(1)
    store.sleep()
    store.append(1, EVENT, Buffer.from('again'))
    expect(wakes).toBe(2)
  })

  it('has the frame already when it wakes its readers', () => {
    const ends: number[] = []
    const { store } = makeStore({ onWake: () => ends.push(store.endSeq) })
    store.sleep()
    store.append(1, RECEIVED, Buffer.from('wake up'))
    expect(ends).toEqual([2])
  })
})
