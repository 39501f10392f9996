import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { markOf } from '../../../../src/shared/protocol/frame'
import { startFeed } from '../../../support/feed-server'
import type { LogPane } from '../../../support/log-pane'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { settingsFor, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const quick = { isOn: true, initialMs: 100, maxMs: 100, jitterShare: 0, attemptsMax: 0 }
const noEnd = { ...quick, initialMs: 3_600_000, maxMs: 3_600_000 }

/** The first row whose text begins so; once it is there. */
async function rowThat(log: LogPane, begins: string | RegExp) {
  const fits = (text: string) => (typeof begins === 'string' ? text.startsWith(begins) : begins.test(text))
  await log.until(
    (rows) => rows.some(({ text }) => fits(text)),
    () => `a row begins with ${begins}; they are:\n${log.lines.join('\n')}\n`,
  )
  const row = log.rows.find(({ text }) => fits(text))
  return { ...row, text: row?.text ?? '', mark: markOf(row?.kind ?? 0) }
}

/** A feed and what it heard, of each opening. */
async function listeningFeed(port?: number) {
  const feed = await startFeed({ autoPong: true }, createServer(), port)
  const heard: string[][] = []
  const listen = () => {
    for (const socket of feed.sockets.slice(heard.length)) {
      const messages: string[] = []
      heard.push(messages)
      socket.on('message', (data: Buffer, isBinary: boolean) =>
        messages.push(isBinary ? `hex ${data.toString('hex')}` : data.toString()),
      )
    }
  }
  return { feed, heard, listen }
}

describe('reconnecting', () => {
  it('goes on in the same timeline when the server comes back, and marks the gap', async () => {
    const seat = takeSeat()
    const first = await startFeed()
    const id = await seat.open(first.url, { reconnect: quick })
    const log = await seat.watchConnection(id)
    ;(await first.socket()).send('before')
    await log.until((rows) => rows.some(({ text }) => text === 'before'), 'the first message came')
    await first.die()
    await rowThat(log, 'Not reached; attempt 2 in')
    const second = await startFeed({}, createServer(), first.port)
    await seat.untilState(id, 'open')
    ;(await second.socket()).send('after')
    await rowThat(log, 'after')
    const texts = log.rows.map(({ text }) => text)
    expect(texts).toContain('Connection lost; attempt 1 in 100 ms.')
    const gap = await rowThat(log, /^Open again after .* m?s: whatever was sent meanwhile was not received\.$/)
    expect(gap.mark).toBe('noted')
    expect(texts.indexOf('before')).toBeLessThan(texts.indexOf(gap.text))
    expect(texts.indexOf(gap.text)).toBeLessThan(texts.indexOf('after'))
    expect((await seat.call('connection.health', { id })).openings).toBe(2)
  })

  it('begins after a dial that failed, is told in the summary, and made at once when asked', async () => {
    const seat = takeSeat()
    const gone = await startFeed()
    await gone.die()
    const id = await seat.dial(gone.url, { reconnect: noEnd })
    const retry = await until(() => seat.connection(id)?.retry, 'it waits')
    expect(retry.attempt).toBe(1)
    expect(seat.connection(id)?.state.name).toBe('failed')
    await startFeed({}, createServer(), gone.port)
    await seat.call('connection.retry', { id, act: 'now' })
    await seat.untilState(id, 'open')
    expect(seat.connection(id)?.retry).toBeUndefined()
    expect((await seat.refusal('connection.retry', { id, act: 'now' })).code).toBe('ERR_NOT_FOUND')
  })

  it.each(['connection.retry', 'connection.disconnect'] as const)('is stopped by %s while it waits', async (stop) => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url, { reconnect: noEnd })
    ;(await feed.socket()).close(1012, 'restart')
    await until(() => seat.connection(id)?.retry, 'it waits')
    if (stop === 'connection.retry') await seat.call(stop, { id, act: 'stop' })
    else await seat.call(stop, { id })
    await until(() => seat.connection(id)?.retry === undefined, 'it waits no more')
    expect(seat.connection(id)?.state).toMatchObject({ name: 'closed', closeCode: 1012, closedBy: 'peer' })
    expect(feed.sockets).toHaveLength(1)
  })

  it('does not begin when the user disconnects, and can be had again by connecting', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url, { reconnect: quick })
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    expect(seat.connection(id)?.retry).toBeUndefined()
    await seat.call('connection.connect', { id })
    await seat.untilState(id, 'open')
    ;(await until(() => feed.sockets[1], 'it came again')).terminate()
    await until(() => feed.sockets[2], 'it came by itself')
  })

  it('does not begin where no attempt can help: the server does not want us', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer(async (peer) => {
      await peer.head()
      peer.say('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n')
    })
    const id = await seat.dial(url, { reconnect: quick })
    await seat.untilState(id, 'failed')
    const log = await seat.watchConnection(id)
    await rowThat(log, 'Not dialled again: the answer was 401')
    expect(seat.connection(id)?.retry).toBeUndefined()
    expect(peers).toHaveLength(1)
  })

  it('goes on as it was when other settings could not be dialled', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url, { reconnect: quick })
    const log = await seat.watchConnection(id)
    const settings = settingsFor('ws://[', {
      reconnect: quick,
      validation: { received: '{"type":"string"}', sent: '' },
    })
    ;(await feed.socket()).terminate()
    await seat.untilState(id, 'closed')
    expect((await seat.refusal('connection.connect', { id, settings })).code).toBe('ERR_URL_INVALID')
    await until(() => feed.sockets.length === 2, 'it is open again')
    feed.sockets[1]?.send('{"is":"no string"}')
    const row = await rowThat(log, '{"is"')
    expect(row.mark).toBeUndefined()
  })

  it('says nothing of a gap when it is another server that opens', async () => {
    const seat = takeSeat()
    const [one, other] = [await startFeed(), await startFeed()]
    const id = await seat.open(one.url)
    const log = await seat.watchConnection(id)
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    await seat.call('connection.connect', { id, settings: settingsFor(other.url) })
    ;(await other.socket()).send('hello')
    await rowThat(log, 'hello')
    expect(log.lines.filter((line) => line.includes('Open again'))).toEqual([])
  })

  it('stops with its connection when that is removed', async () => {
    const seat = takeSeat()
    const [gone, nowhere] = [await startFeed(), await startFeed()]
    await Promise.all([gone.die(), nowhere.die()])
    const id = await seat.dial(gone.url, { reconnect: { ...quick, initialMs: 300, maxMs: 300 } })
    await until(() => seat.connection(id)?.retry, 'it waits')
    const back = await startFeed({}, createServer(), gone.port)
    await seat.call('connection.remove', { id })
    // Another that is dialled again and again tells that the time is over.
    const other = await seat.dial(nowhere.url, { reconnect: quick })
    await until(() => (seat.connection(other)?.retry?.attempt ?? 0) >= 6, 'half a second is over')
    expect(back.sockets).toEqual([])
  })
})

describe('opening messages', () => {
  it('go out in their order, filled in, after every opening', async () => {
    const seat = takeSeat()
    const { feed, heard, listen } = await listeningFeed()
    const spy = setInterval(listen, 1)
    const id = await seat.open(feed.url, {
      reconnect: quick,
      onOpen: [
        { type: 'text', message: '{"auth":"me","n":{{seq}}}', waitMs: 0 },
        { type: 'binary', message: '00 FF 10', waitMs: 30 },
        { type: 'text', message: 'subscribe', waitMs: 0 },
      ],
    })
    await until(() => heard[0]?.length === 3, 'all three came')
    feed.sockets[0]?.terminate()
    await until(() => heard[1]?.length === 3, 'and again')
    clearInterval(spy)
    expect(heard).toEqual([
      ['{"auth":"me","n":1}', 'hex 00ff10', 'subscribe'],
      ['{"auth":"me","n":2}', 'hex 00ff10', 'subscribe'],
    ])
    const log = await seat.watchConnection(id)
    await log.until((rows) => rows.filter(({ text }) => text === 'subscribe').length === 2, 'they are rows')
  })

  it.each([
    ['hex that is none', { type: 'binary', message: '0 zz' }, 'Binary is written as hex pairs'],
    ['a variable nobody knows', { type: 'text', message: 'auth {{token}}' }, 'Nothing is known of {{token}}'],
  ] as const)('stop at %s, and say so', async (_, bad, why) => {
    const seat = takeSeat()
    const { feed, heard, listen } = await listeningFeed()
    const message = (text: string) => ({ type: 'text' as const, message: text, waitMs: 0 })
    const id = await seat.open(feed.url, { onOpen: [message('first'), { ...bad, waitMs: 0 }, message('never')] })
    listen()
    const log = await seat.watchConnection(id)
    const row = await rowThat(log, 'On open: message 2 was not sent.')
    expect(row).toMatchObject({ type: 'event', mark: 'noted' })
    expect(row.text).toContain(why)
    expect(row.text).toContain('The one after it is kept back.')
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'later' })
    await log.until((rows) => rows.some(({ text }) => text === 'later'), 'later is out')
    expect(heard.flat()).not.toContain('never')
  })
})

describe('the heartbeat', () => {
  const beat = { intervalMs: 500, timeoutMs: 500 }
  let stopFeeding = () => {}
  afterEach(() => stopFeeding())

  it('by ping is answered, and each answer is a round trip with its time', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url, { heartbeat: { kind: 'ping', ...beat } })
    const health = await until(async () => {
      const read = await seat.call('connection.health', { id })
      return read.roundTripsMs.length >= 2 && read
    }, 'two pings were answered')
    expect(health.roundTripTimesMs).toHaveLength(health.roundTripsMs.length)
    expect(health.roundTripTimesMs).toEqual([...health.roundTripTimesMs].sort((a, b) => a - b))
    expect(seat.connection(id)?.state.name).toBe('open')
  })

  it('declares a line dead on which nothing comes, cuts it, and has it dialled again', async () => {
    const seat = takeSeat()
    // Takes everything, says nothing: a line that is cut somewhere on its way looks like that.
    const { url, peers } = await startRawServer((peer) => peer.accept().catch(() => {}))
    const id = await seat.open(url, { heartbeat: { kind: 'ping', ...beat }, reconnect: quick })
    const log = await seat.watchConnection(id)
    await until(() => peers.length >= 2, 'it came again')
    expect((await rowThat(log, 'Heartbeat: no sign of life for')).mark).toBe('noted')
    await rowThat(log, 'Connection lost; attempt 1 in 100 ms.')
  })

  it('finds a server of ours that a fault has made half-open', async () => {
    const seat = takeSeat()
    const server = await seat.serve('echo')
    const id = await seat.open(server.url, { heartbeat: { kind: 'ping', ...beat } })
    await seat.call('server.act', { id: server.id, action: { do: 'half-open' } })
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1006, closedBy: 'network' })
  })

  it('takes anything that comes for a sign of life, be it no answer', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer((peer) => peer.accept())
    const id = await seat.open(url, { heartbeat: { kind: 'ping', ...beat } })
    const peer = peers[0] as RawPeer
    const timer = setInterval(() => peer.say(packWireFrame(1, 'tick')), 50)
    stopFeeding = () => clearInterval(timer)
    await until(() => peer.frames.filter(({ opcode }) => opcode === 9).length >= 4, 'it was asked four times')
    expect(seat.connection(id)?.state.name).toBe('open')
    clearInterval(timer)
    await seat.untilState(id, 'closed')
  })

  it('by message takes the time until what the filter knows as its answer', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer((peer) => peer.accept())
    const heartbeat = { kind: 'message' as const, message: '{"op":"ping"}', answer: 'pong', ...beat }
    const id = await seat.open(url, { heartbeat })
    const peer = peers[0] as RawPeer
    await until(() => peer.frames.some(({ payload }) => payload.toString() === '{"op":"ping"}'), 'it was asked')
    const log = await seat.watchConnection(id)
    peer.say(packWireFrame(1, 'news'))
    await log.until((rows) => rows.some(({ text }) => text === 'news'), 'the news came')
    expect((await seat.call('connection.health', { id })).roundTripsMs).toEqual([])
    peer.say(packWireFrame(1, '{"op":"pong"}'))
    await until(async () => (await seat.call('connection.health', { id })).roundTripsMs.length === 1, 'it is answered')
  })

  it('that is turned on while the connection is open begins at once', async () => {
    const seat = takeSeat()
    const { url } = await startRawServer((peer) => peer.accept())
    const id = await seat.open(url)
    await seat.call('connection.configure', { id, change: { heartbeat: { kind: 'ping', ...beat } } })
    await seat.untilState(id, 'closed')
  })
})

describe('pings and pongs', () => {
  it('are rows, and not answered while the user does not want it', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer((peer) => peer.accept())
    const id = await seat.open(url, { answersPings: false })
    const log = await seat.watchConnection(id)
    const peer = peers[0] as RawPeer
    const pongs = () => peer.frames.filter(({ opcode }) => opcode === 10).map(({ payload }) => payload.toString())
    peer.say(packWireFrame(9, 'silent'))
    await log.until((rows) => rows.some(({ type }) => type === 'ping'), 'the ping is a row')
    expect((await rowThat(log, 'silent')).mark).toBeUndefined()
    await seat.call('connection.configure', { id, change: { answersPings: true } })
    peer.say(packWireFrame(9, 'aloud'))
    await until(() => pongs().length > 0, 'a pong came')
    expect(pongs()).toEqual(['aloud'])
  })

  it('tell the round trip in the row of the pong that answers, and in no other', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    const log = await seat.watchConnection(id)
    await seat.call('frame.send', { connectionId: id, type: 'ping', payload: 'by hand' })
    ;(await feed.socket()).pong('for nothing')
    await log.until((rows) => rows.filter(({ type }) => type === 'pong').length === 2, 'both pongs came')
    const detailOf = async (text: string, type: string) => {
      const seq = log.rows.find((row) => row.text === text && row.type === type)?.seq ?? 0
      return seat.call('frame.read', { seq })
    }
    const { roundTripMs } = await detailOf('by hand', 'pong')
    expect([roundTripMs]).toEqual((await seat.call('connection.health', { id })).roundTripsMs)
    expect((await detailOf('by hand', 'ping')).roundTripMs).toBeUndefined()
    expect((await detailOf('for nothing', 'pong')).roundTripMs).toBeUndefined()
  })
})
