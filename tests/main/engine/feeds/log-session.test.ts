/** Logs as a window gets them: through a session, of real sockets. */
import { describe, expect, it } from 'vitest'
import { everything } from '../../../../src/shared/filter/filter'
import { startFeed } from '../../../support/feed-server'
import { type Seat, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

const MIB = 1024 * 1024

async function openFeed(seat: Seat) {
  const feed = await startFeed()
  const id = await seat.open(feed.url)
  return { id, socket: await feed.socket() }
}

/** Many in one turn of the event loop: the pushes of the test shall not be its bottleneck. */
function sendMany(socket: { send(data: string): void; _socket?: unknown }, from: number, to: number): void {
  for (let i = from; i < to; i++) socket.send(`frame ${i}`)
}

describe('a log of 100,000 frames', () => {
  it('has them all, in their order, and shows the first, the last and any in between', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    const log = await seat.watch({ kind: 'connection', id }, { types: ['text'] }, { rowCount: 50 })
    const filtered = await seat.watch({ kind: 'all' }, { text: '"FRAME 9999"' })
    sendMany(socket, 0, 100_000)
    await log.until((rows) => rows.at(-1)?.text === 'frame 99999', 'the last frame is shown')
    const first = log.window.availableFrom
    expect(log.window).toMatchObject({
      availableTo: first + 100_000,
      firstRow: first + 99_950,
      progress: 1,
      counters: { received: 100_000, stored: 100_000, evicted: 0, dropped: 0 },
    })
    // Ticks follow the screen, not the feed.
    expect(log.tickCount).toBeLessThan(1_000)
    await log.move({ firstRow: first, rowCount: 3, follow: false })
    await log.until((rows) => rows[0]?.row === first, 'it has moved')
    expect(log.rows.map(({ text }) => text)).toEqual(['frame 0', 'frame 1', 'frame 2'])
    await log.move({ firstRow: first + 61_234, rowCount: 1, follow: false })
    await log.until((rows) => rows[0]?.row === first + 61_234, 'it has moved again')
    expect(log.rows.map(({ text }) => text)).toEqual(['frame 61234'])
    await filtered.until((rows) => rows.at(-1)?.text === 'frame 99999', 'the filter has seen all')
    expect(filtered.rows.map(({ text }) => text)).toEqual([
      'frame 9999',
      ...Array.from({ length: 10 }, (_, at) => `frame ${99_990 + at}`),
    ])
    const { seq } = log.rows[0] as { seq: number }
    expect(await seat.call('log.locate', { viewId: log.viewId, seq })).toEqual({ row: first + 61_234 })
    expect(await seat.call('log.locate', { viewId: filtered.viewId, seq })).toEqual({ row: undefined })
  })
})

describe('a filter that cannot be read', () => {
  it.each(['/(/', '/a', '$.price is', '$100'])(
    '%j is refused before and when it is watched, and the engine goes on',
    async (text) => {
      const seat = takeSeat()
      const { socket } = await openFeed(seat)
      expect((await seat.refusal('filter.check', { text })).code).toBe('ERR_FILTER_INVALID')
      const window = { firstRow: 0, rowCount: 5, follow: true }
      const refusal = await seat.refusal('log.watch', {
        scope: { kind: 'all' },
        filter: { ...everything, text },
        ...window,
      })
      expect(refusal.code).toBe('ERR_FILTER_INVALID')
      await seat.call('filter.check', { text: '$.price > 1' })
      const log = await seat.watch({ kind: 'all' }, { text: '$.price > 1' })
      socket.send('{"price":1}')
      socket.send('{"price":2}')
      await log.untilLine('received text: {"price":2}')
      expect(log.rows).toHaveLength(1)
    },
  )
})

describe('the ticks of a log', () => {
  it('wait for the acknowledgement of the last one, however much comes', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    const slow = await seat.watchConnection(id)
    const quick = await seat.watchConnection(id)
    await slow.until((rows) => rows.length > 0, 'the first tick came')
    slow.isHolding = true
    sendMany(socket, 0, 1)
    await slow.untilLine('received text: frame 0')
    const { tickCount } = slow
    sendMany(socket, 1, 5_000)
    await quick.until((rows) => rows.at(-1)?.text === 'frame 4999', 'the other log has them all')
    expect(slow.tickCount).toBe(tickCount)
    slow.isHolding = false
    await slow.acknowledge()
    await slow.until((rows) => rows.at(-1)?.text === 'frame 4999', 'it has them all, too')
    expect(slow.tickCount - tickCount).toBeLessThanOrEqual(2)
  })

  it('rest while nothing of it is new, though others are busy', async () => {
    const seat = takeSeat()
    const quiet = await openFeed(seat)
    const busy = await openFeed(seat)
    const quietLog = await seat.watchConnection(quiet.id)
    const busyLog = await seat.watchConnection(busy.id)
    await quietLog.untilLine(/^Open/)
    const { tickCount } = quietLog
    for (let round = 0; round < 10; round++) {
      busy.socket.send(`round ${round}`)
      await busyLog.untilLine(`received text: round ${round}`)
    }
    expect(quietLog.tickCount).toBe(tickCount)
  })

  it('do not come any more once it is not watched', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    const left = await seat.watchConnection(id)
    const stayed = await seat.watchConnection(id)
    await left.untilLine(/^Open/)
    await seat.call('log.unwatch', { viewId: left.viewId })
    const { tickCount } = left
    socket.send('unseen')
    await stayed.untilLine('received text: unseen')
    expect(left.tickCount).toBe(tickCount)
  })

  it('that nobody knows are no harm: a window may be behind', async () => {
    const seat = takeSeat()
    const viewId = 4_711
    await seat.call('log.acknowledge', { viewId })
    await seat.call('log.move', { viewId, firstRow: 0, rowCount: 1, follow: true })
    await seat.call('log.unwatch', { viewId })
    expect(await seat.call('log.locate', { viewId, seq: 1 })).toEqual({ row: undefined })
  })
})

describe('clearing a log', () => {
  it('empties every window’s logs of that scope, and no other; undoing brings the rows back', async () => {
    const seat = takeSeat()
    const server = await seat.serve('echo')
    const { id, socket } = await openFeed(seat)
    const own = await seat.open(server.url)
    await seat.call('frame.send', { connectionId: own, type: 'text', payload: 'to the server' })
    socket.send('from the feed')
    const serverLog = await seat.watch({ kind: 'server', id: server.id }, { types: ['text'] })
    const feedLog = await seat.watch({ kind: 'connection', id }, { types: ['text'] })
    const all = await seat.watch({ kind: 'all' }, { types: ['text'] })
    const serverLines = ['received text: to the server', 'sent text: to the server']
    await all.until((rows) => rows.length === 5, 'all rows are there')
    await until(() => serverLog.lines.length === 2 && feedLog.lines.length === 1, 'in each log')

    const { clearId } = await seat.call('log.clear', { scope: { kind: 'server', id: server.id } })
    await serverLog.until((rows) => rows.length === 0, 'the server’s log is empty')
    expect(serverLog.window.counters).toEqual({ received: 0, stored: 0, evicted: 0, dropped: 0, sent: 0 })
    await all.until((rows) => rows.length === 3, 'its rows are gone from the log of all')
    expect(feedLog.lines).toEqual(['received text: from the feed'])

    await seat.call('log.restore', { clearId })
    await serverLog.until((rows) => rows.length === 2, 'the rows are back')
    expect(serverLog.lines.sort()).toEqual(serverLines)
    await all.until((rows) => rows.length === 5, 'in the log of all, too')
    expect((await seat.refusal('log.restore', { clearId })).code).toBe('ERR_NOT_FOUND')
  })

  it('of everything goes on with what comes, and the books say so', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    const log = await seat.watch({ kind: 'all' })
    sendMany(socket, 0, 500)
    await log.until((rows) => rows.at(-1)?.text === 'frame 499', 'all are there')
    await seat.call('log.clear', { scope: { kind: 'all' } })
    await log.until((rows) => rows.length === 0, 'it is empty')
    socket.send('new')
    await log.untilLine('received text: new')
    expect(log.rows).toHaveLength(1)
    expect(log.window.counters).toMatchObject({ received: 1, stored: 1, evicted: 0 })
    const health = await seat.call('connection.health', { id })
    expect(health.receivedBytes).toBeGreaterThan(500)
  })
})

it('rows keep their numbers when older ones are evicted, and what is gone is said to be', async () => {
  const seat = takeSeat({ storage: { limits: { memoryBytes: 8 * MIB } } })
  const { id, socket } = await openFeed(seat)
  const log = await seat.watch({ kind: 'connection', id }, { types: ['binary'] }, { rowCount: 5 })
  const send = (count: number) => {
    for (let i = 0; i < count; i++) socket.send(Buffer.alloc(MIB))
  }
  send(8)
  await log.until(() => log.window.counters.received === 8, 'eight are there')
  const first = log.window.availableFrom
  const newest = log.rows.at(-1)
  expect(newest?.row).toBe(first + 7)
  await log.move({ firstRow: first + 7, rowCount: 1, follow: false })
  await log.until((rows) => rows.length === 1, 'it holds still')
  send(4)
  await log.until(() => log.window.counters.received === 12, 'four more came')
  expect(log.rows).toMatchObject([{ row: first + 7, seq: newest?.seq, timeMs: newest?.timeMs }])
  const evicted = log.window.availableFrom - first
  expect(evicted).toBeGreaterThan(0)
  expect(log.window.counters).toMatchObject({ stored: 12 - evicted, evicted, dropped: 0 })
})

it('a window has at most 16 logs; another window has its own', async () => {
  const seat = takeSeat()
  const watch = { scope: { kind: 'all' as const }, filter: { text: '', directions: [], types: [] } }
  const window = { firstRow: 0, rowCount: 1, follow: true }
  for (let i = 0; i < 16; i++) await seat.call('log.watch', { ...watch, ...window })
  expect((await seat.refusal('log.watch', { ...watch, ...window })).code).toBe('ERR_TOO_MANY')
  expect((await seat.refusal('log.watch', { ...watch, ...window, rowCount: 401 })).code).toBe('ERR_CALL_INVALID')
})

it('a field of a feed becomes a series: listed, split by a key, read as columns, removed with its connection', async () => {
  const seat = takeSeat()
  const server = await seat.serve('ticker', { options: { rate: 100, symbols: 'AAA,BBB' } })
  const id = await seat.open(server.url)
  const added = await seat.call('series.add', { connectionId: id, path: ['price'] })
  await until(() => seat.series.length === 1, 'the list was pushed')
  expect(seat.series).toEqual([{ id: added.id, connectionId: id, chartId: added.chartId, path: ['price'] }])
  await seat.call('series.split', { id: added.id, keyPath: ['symbol'] })
  const read = () => {
    const nowMs = Date.now()
    return seat.call('series.read', {
      seriesIds: [added.id],
      fromMs: nowMs - 60_000,
      toMs: nowMs + 1_000,
      widthPx: 300,
    })
  }
  await until(async () => (await read()).lines.length === 2, 'both lines are there')
  const { timesMs, lines } = await read()
  expect(lines.map(({ key }) => key).sort()).toEqual(['AAA', 'BBB'])
  for (const { values, last, sampledOneIn } of lines) {
    expect(values).toHaveLength(timesMs.length)
    expect(last).toBeGreaterThan(0)
    expect(sampledOneIn).toBe(1)
  }
  await until(() => (seat.pulses.at(-1)?.connections[id]?.messagesPerSecond ?? 0) > 0, 'a pulse tells the rate')
  expect(seat.pulses.at(-1)?.servers[server.id]?.messagesPerSecond).toBeGreaterThan(0)
  const rates = await seat.call('rates.read', {
    scope: { kind: 'connection', id },
    fromMs: Date.now() - 60_000,
    toMs: Date.now(),
    widthPx: 100,
  })
  expect(rates.lines.map(({ key }) => key)).toEqual([
    'received messages/s',
    'received bytes/s',
    'sent messages/s',
    'sent bytes/s',
  ])
  await seat.call('connection.remove', { id })
  await until(() => seat.series.length === 0, 'the series is gone')
})
