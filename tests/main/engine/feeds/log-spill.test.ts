import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startFeed } from '../../../support/feed-server'
import { type Seat, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

const MIB = 1024 * 1024
const FRAMES = 2_000
/** Each in a chunk of its own. */
const NEEDLE_EVERY = 50

/** A connection whose 2,000 frames of 100 kB are on disk but for the last; one in fifty is a needle. */
async function openSpilled(): Promise<{ seat: Seat; id: number; send(text: string): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-log-spill-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const seat = takeSeat({
    storage: {
      folder,
      limits: { memoryBytes: 16 * MIB, diskBytes: 1_000 * MIB, whenDiskIsSlow: 'hold-back' as const },
    },
  })
  const feed = await startFeed()
  const id = await seat.open(feed.url)
  const socket = await feed.socket()
  const received = async () => (await seat.call('connection.health', { id })).counters.received
  for (let n = 0; n < FRAMES; n++) {
    const name = n % NEEDLE_EVERY === 0 ? 'needle' : 'straw'
    socket.send(`${name} ${n} `.padEnd(100_000, '.'))
    if (n % 100 === 99) await until(async () => (await received()) === n + 1, `frame ${n} has come`)
  }
  return { seat, id, send: (text) => socket.send(text) }
}

const nameOf = ({ text }: { text: string }) => text.replace(/ \.*$/, '')

describe('a log whose rows are on disk', () => {
  it('is filtered through, and a window of rows that are each in another chunk comes whole', async () => {
    const { seat, id } = await openSpilled()
    const needles = Array.from({ length: FRAMES / NEEDLE_EVERY }, (_, at) => `needle ${at * NEEDLE_EVERY}`)
    const log = await seat.watch({ kind: 'connection', id }, { text: 'needle' }, { rowCount: 40 })
    await log.until((rows) => rows.length === needles.length && log.window.progress === 1, 'all are found')
    expect(log.rows.map(nameOf)).toEqual(needles)
    expect(log.window.counters).toMatchObject({ received: FRAMES, stored: FRAMES, dropped: 0 })
    // The time since the row before, also where that one is in another file.
    await log.move({ firstRow: log.window.availableFrom + 10, rowCount: 2, follow: false })
    await log.until((rows) => rows.length === 2, 'it has moved')
    expect(log.rows.map(nameOf)).toEqual(['needle 500', 'needle 550'])
    for (const { deltaMs } of log.rows) expect(deltaMs).toBeGreaterThanOrEqual(0)
  })

  it('is scrolled anywhere, while more comes', async () => {
    const { seat, id, send } = await openSpilled()
    const log = await seat.watch({ kind: 'connection', id }, { types: ['text'] }, { rowCount: 10 })
    await log.until((rows) => rows.length === 10 && log.window.progress === 1, 'the newest are shown')
    const first = log.window.availableFrom
    for (const at of [0, 1_234, 777, 1_989, 3]) {
      send('more')
      await log.move({ firstRow: first + at, rowCount: 10, follow: false })
      await log.until((rows) => rows[0]?.row === first + at, `row ${at} is shown`)
      expect(log.rows.map(({ text }) => Number(/\d+/.exec(text)?.[0]))).toEqual(
        Array.from({ length: 10 }, (_, row) => at + row),
      )
    }
  })

  it('is one of a dozen, each looked through and scrolled to its beginning at once', async () => {
    const { seat, id } = await openSpilled()
    const logs = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        seat.watch({ kind: 'connection', id }, { text: `${at}5`, types: ['text'] }, { rowCount: 30 }),
      ),
    )
    for (const [at, log] of logs.entries()) {
      await log.until(() => log.window.progress === 1, `log ${at} is looked through`, 9_000)
      await log.move({ firstRow: log.window.availableFrom, rowCount: 30, follow: false })
    }
    for (const [at, log] of logs.entries()) {
      const expected = Array.from({ length: FRAMES }, (_, n) => n).filter((n) => String(n).includes(`${at}5`))
      await log.until((rows) => rows[0]?.row === log.window.availableFrom, `log ${at} has moved`, 9_000)
      expect(log.rows.map(({ text }) => Number(/\d+/.exec(text)?.[0]))).toEqual(expected.slice(0, 30))
    }
  })

  it('opens a row by its number', async () => {
    const { seat } = await openSpilled()
    const { payload, byteLength } = await seat.call('frame.read', { seq: 500 })
    expect(byteLength).toBe(100_000)
    expect(Buffer.from(payload as Uint8Array).toString()).toMatch(/^(needle|straw) \d+ \.*$/)
  })

  it('is searched both ways, while it is filtered and more comes, and the rows stay', async () => {
    const { seat, id, send } = await openSpilled()
    const log = await seat.watch({ kind: 'connection', id }, { types: ['text'] }, { rowCount: 1 })
    const { viewId } = log
    await log.until((rows) => rows.length === 1, 'the newest is shown')
    const last = log.window.availableTo - 1
    const find = (text: string, row: number, direction: 'next' | 'previous') =>
      seat.call('log.find', { viewId, text, row, direction })
    const read = async (seq: number | undefined) => {
      const { payload } = await seat.call('frame.read', { seq: seq ?? 0 })
      return nameOf({ text: new TextDecoder().decode(payload as Uint8Array) })
    }
    // Far back, where the view itself has not looked yet.
    const oldest = await find('"needle 100 "', last, 'previous')
    expect(await read(oldest.seq)).toBe('needle 100')
    expect(oldest.row).toBe(last - (FRAMES - 1 - 100))
    send('more')
    let row = oldest.row as number
    for (const n of [150, 200, 250]) {
      const found = await find('needle', row + 1, 'next')
      expect(await read(found.seq)).toBe(`needle ${n}`)
      row = found.row as number
    }
    const back = await find('needle', row - 1, 'previous')
    expect(await read(back.seq)).toBe('needle 200')
    expect(await find('type:binary', last - 100, 'next')).toEqual({ row: undefined, seq: undefined })
    await log.until(() => log.window.availableTo - log.window.availableFrom > FRAMES, 'no row is gone')
    expect(await find('needle', 0, 'previous')).toEqual({ row: undefined, seq: undefined })
    expect((await find('needle', 0, 'next')).row).toBe(last - (FRAMES - 1))
  })

  it('is searched for one thing at a time: the next search ends the one before it', async () => {
    const { seat, id } = await openSpilled()
    const { viewId } = await seat.watch({ kind: 'connection', id }, {}, { rowCount: 10 })
    // Wherever that is.
    const last = Number.MAX_SAFE_INTEGER
    const first = seat.refusal('log.find', { viewId, text: 'nowhere', row: last, direction: 'previous' })
    const wrong = await seat.refusal('log.find', { viewId, text: 'a and', row: last, direction: 'previous' })
    expect(wrong).toMatchObject({ code: 'ERR_FILTER_INVALID', at: { from: 2, to: 5 } })
    const second = seat.call('log.find', { viewId, text: 'needle', row: last, direction: 'previous' })
    expect((await first).code).toBe('ERR_CANCELLED')
    expect((await second).seq).toBeGreaterThan(0)
    const third = seat.refusal('log.find', { viewId, text: 'nowhere', row: last, direction: 'previous' })
    await seat.call('log.unwatch', { viewId })
    expect((await third).code).toBe('ERR_CANCELLED')
    const gone = await seat.refusal('log.find', { viewId, text: 'needle', row: last, direction: 'previous' })
    expect(gone.code).toBe('ERR_NOT_FOUND')
  })
})
