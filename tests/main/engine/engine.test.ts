import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Engine } from '../../../src/main/engine'
import { UNDO_MS } from '../../../src/main/engine/calls/logs'
import { behaviourNames } from '../../../src/shared/protocol/behaviour'
import { EngineProcess } from '../../support/engine-process'
import { startFeed } from '../../support/feed-server'
import { startRawServer } from '../../support/raw-peer'
import { openEngine, Seat, takeSeat } from '../../support/seat'
import { until } from '../../support/until'

describe('two windows', () => {
  it('are told the same of connections, servers and series', async () => {
    const engine = openEngine()
    const seats = [new Seat(engine), new Seat(engine)] as const
    const feed = await startFeed()
    const id = await seats[0].open(feed.url)
    const server = await seats[1].serve('echo')
    await seats[0].call('series.add', { connectionId: id, path: ['price'] })
    for (const seat of seats) {
      await until(
        () => seat.connections.length === 1 && seat.servers.length === 1 && seat.series.length === 1,
        'all is told',
      )
      expect(seat.connections).toMatchObject([{ id, state: { name: 'open' } }])
      expect(seat.servers).toMatchObject([{ id: server.id, state: { name: 'running' } }])
      expect(seat.series).toMatchObject([{ connectionId: id }])
    }
  })

  it('have each its own logs, its own ticks and its own pace', async () => {
    const engine = openEngine()
    const [first, second] = [new Seat(engine), new Seat(engine)]
    const feed = await startFeed()
    const id = await first.open(feed.url)
    const socket = await feed.socket()
    const all = await first.watch({ kind: 'all' })
    const texts = await second.watch({ kind: 'connection', id }, { types: ['text'] })
    // Numbers of views are a window's own.
    expect(all.viewId).toBe(texts.viewId)
    socket.send('one')
    await all.untilLine('received text: one')
    await texts.untilLine('received text: one')
    expect(all.rows.length).toBeGreaterThan(1)
    expect(texts.rows).toHaveLength(1)
    // The one stops painting: the other goes on.
    all.isHolding = true
    socket.send('two')
    await all.untilLine('received text: two')
    socket.send('three')
    await texts.untilLine('received text: three')
    expect(all.lines).not.toContain('received text: three')
    // What the one unwatches the other still watches.
    await first.call('log.unwatch', { viewId: all.viewId })
    socket.send('four')
    await texts.untilLine('received text: four')
  })

  it('that clear a log clear it for each other', async () => {
    const engine = openEngine()
    const [first, second] = [new Seat(engine), new Seat(engine)]
    const feed = await startFeed()
    const id = await first.open(feed.url)
    const log = await second.watchConnection(id)
    await log.untilLine(/^Open/)
    await first.call('log.clear', { scope: { kind: 'connection', id } })
    await log.until((rows) => rows.length === 0, 'it is empty')
  })

  it('end apart: one that has gone is told nothing, the other goes on', async () => {
    const engine = openEngine()
    const [gone, here] = [new Seat(engine), new Seat(engine)]
    const log = await gone.watch({ kind: 'all' })
    gone.close()
    const told = gone.pushed.length
    const server = await here.serve('echo')
    await until(() => here.pushed.includes('servers.changed'), 'the other is told')
    const hereLog = await here.watch({ kind: 'server', id: server.id })
    await hereLog.untilLine(/^Listening/)
    expect(gone.pushed).toHaveLength(told)
    expect(log.tickCount).toBeLessThanOrEqual(told)
  })
})

describe('a window that comes later', () => {
  it('reads what is there', async () => {
    const engine = openEngine()
    const first = new Seat(engine)
    const feed = await startFeed()
    const id = await first.open(feed.url)
    const server = await first.serve('ticker', { options: { rate: 5 } })
    await first.call('series.add', { connectionId: id, path: ['a', 0], keyPath: ['b'] })
    const workspace = await new Seat(engine).call('workspace.read', {})
    expect(workspace.connections).toMatchObject([{ id, name: feed.url.slice('ws://'.length), state: { name: 'open' } }])
    expect(workspace.servers).toMatchObject([
      { id: server.id, behaviour: 'ticker', options: { rate: 5 }, isDemo: false },
    ])
    expect(workspace.series).toMatchObject([{ connectionId: id, path: ['a', 0], keyPath: ['b'] }])
    expect(workspace.behaviours.map(({ name }) => name)).toEqual([...behaviourNames])
  })
})

describe('a call', () => {
  it.each([['no.such.call'], [''], ['__proto__'], ['constructor'], ['toString'], ['clipboard.write'], ['log.tick']])(
    'named %j is none of the engine: ERR_CALL_INVALID',
    async (name) => {
      const answer = await takeSeat().callAnything(name, {})
      expect(answer).toEqual({ ok: false, error: { code: 'ERR_CALL_INVALID', message: `There is no call ${name}.` } })
    },
  )

  it.each<[string, unknown]>([
    ['workspace.read', undefined],
    ['connection.connect', { id: 'one' }],
    ['connection.connect', { settings: { url: 1 } }],
    ['connection.disconnect', { id: '1' }],
    ['frame.send', { connectionId: 1, type: 'close', payload: '' }],
    ['frame.send', { connectionId: 1, type: 'text', payload: [1, 2] }],
    ['frame.send', { connectionId: 1, type: 'text', payload: 'x'.repeat(16 * 1024 * 1024 + 1) }],
    ['frame.read', { seq: -1 }],
    ['server.start', { behaviour: 'mine', port: 0, options: {}, allowedOrigins: [], compression: false }],
    ['server.start', { behaviour: 'echo', port: 65_536, options: {}, allowedOrigins: [], compression: false }],
    ['log.watch', { scope: { kind: 'some' }, filter: {}, firstRow: 0, rowCount: 1, follow: true }],
    ['series.read', { seriesIds: [1], fromMs: 0, toMs: 1, widthPx: 0 }],
    ['series.read', { seriesIds: [1], fromMs: 0, toMs: 1, widthPx: 1_000_000 }],
  ])('of %s with arguments that do not fit is ERR_CALL_INVALID', async (name, args) => {
    const answer = await takeSeat().callAnything(name, args)
    expect(answer).toMatchObject({ ok: false, error: { code: 'ERR_CALL_INVALID' } })
    expect(!answer.ok && answer.error.message).toMatch(new RegExp(`^${name.replace('.', '\\.')} was called with `))
  })
})

describe('the demo', () => {
  it('is a ticker of our own, a connection to it and a chart of its prices', async () => {
    const seat = takeSeat()
    const { serverId, connectionId } = await seat.call('demo.start', {})
    await seat.untilState(connectionId, 'open')
    expect(seat.server(serverId)).toMatchObject({ behaviour: 'ticker', isDemo: true, state: { name: 'running' } })
    expect(seat.series).toMatchObject([{ connectionId, path: ['price'], keyPath: ['symbol'] }])
    const log = await seat.watchConnection(connectionId)
    await log.untilLine(/^received text: .*"price"/)
  })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the time to undo a clear', () => {
  it('is 15 seconds', async () => {
    const seat = takeSeat()
    await seat.serve('echo')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const clear = () => seat.call('log.clear', { scope: { kind: 'all' } })
    const inTime = await clear()
    vi.advanceTimersByTime(UNDO_MS - 1)
    await seat.call('log.restore', inTime)
    const tooLate = await clear()
    vi.advanceTimersByTime(UNDO_MS)
    const { code, message } = await seat.refusal('log.restore', tooLate)
    expect([code, message]).toEqual(['ERR_NOT_FOUND', 'It is too late to undo this clear.'])
  })
})

describe('disposing of an engine', () => {
  it('closes its connections and its servers, tells the other sides, and pushes no more', async () => {
    const engine = new Engine()
    const seat = new Seat(engine)
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    const socket = await feed.socket()
    const server = await seat.serve('echo')
    const own = await seat.open(server.url)
    let heard: unknown
    socket.on('close', (code, reason) => {
      heard = [code, String(reason)]
    })
    expect([id, own]).toHaveLength(2)
    await engine.dispose()
    await until(() => heard, 'the other side is told')
    expect(heard).toEqual([1_001, 'Feedscope quits'])
    await expect(
      new Promise((resolve, reject) =>
        connect(server.port, '127.0.0.1').once('connect', resolve).once('error', reject),
      ),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('stops its timers', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
    const engine = new Engine()
    const seat = new Seat(engine)
    await seat.call('server.start', {
      behaviour: 'ticker',
      port: 0,
      options: {},
      allowedOrigins: [],
      compression: false,
    })
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    await engine.dispose()
    // The goodbyes of connections are waited for, were there any.
    vi.advanceTimersByTime(10_000)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stops a server that is just being started', async () => {
    const engine = new Engine()
    const seat = new Seat(engine)
    const starting = seat.callAnything('server.start', {
      behaviour: 'echo',
      port: 0,
      options: {},
      allowedOrigins: [],
      compression: false,
    })
    await engine.dispose()
    await starting
    const { servers } = await seat.call('workspace.read', {})
    const [state] = servers.map((each) => each.state)
    const port = state?.name === 'running' ? state.port : 0
    await expect(
      new Promise((resolve, reject) => connect(port, '127.0.0.1').once('connect', resolve).once('error', reject)),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('leaves nothing that keeps a process alive, whatever was going on', { timeout: 20_000 }, async () => {
    const engine = await EngineProcess.start()
    const seat = new Seat(engine)
    const feed = await startFeed()
    const silent = await startRawServer(() => {})
    const deaf = await startRawServer((peer) => peer.accept())
    await seat.call('demo.start', {})
    await seat.open(feed.url)
    await seat.open(deaf.url)
    await seat.dial(silent.url)
    const log = await seat.watch({ kind: 'all' })
    log.isHolding = true
    await seat.call('log.clear', { scope: { kind: 'all' } })
    const server = await seat.serve('chat')
    await seat.open(server.url)
    await engine.end()
  })
})
