import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { CallInput } from '../../../../src/shared/ipc/contract'
import { markOf } from '../../../../src/shared/protocol/frame'
import { untilAtRest } from '../../../support/at-rest'
import { expectBalancedBooks } from '../../../support/books'
import { startFeed } from '../../../support/feed-server'
import { startRawServer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { dialRefused, dialTestClient } from '../../../support/test-client'
import { until } from '../../../support/until'

const MIB = 1024 * 1024

async function tapOf(upstream: string, more: Partial<CallInput<'server.start'>> = {}) {
  const seat = takeSeat()
  const server = await seat.serve('tap', { options: { upstream }, ...more })
  const log = await seat.watch({ kind: 'server', id: server.id })
  return { seat, server, log }
}

/** An upstream that keeps the requests it gets. */
async function startUpstream(options: Parameters<typeof startFeed>[0] = {}) {
  const requests: IncomingMessage[] = []
  const feed = await startFeed({
    ...options,
    verifyClient: ({ req }: { req: IncomingMessage }) => {
      requests.push(req)
      return true
    },
  })
  return { ...feed, requests }
}

describe('a tap', () => {
  it('passes text and binary both ways, byte for byte, each with one row', async () => {
    const feed = await startUpstream()
    const { seat, server, log } = await tapOf(feed.url)
    const client = await dialTestClient(server.url)
    const upstream = await feed.socket()
    const heard: [string, boolean][] = []
    upstream.on('message', (data: Buffer, isBinary: boolean) => heard.push([data.toString('latin1'), isBinary]))
    client.send('hello ☃')
    client.send(Uint8Array.of(0, 255, 1))
    await until(() => heard.length === 2, 'the upstream has both')
    expect(heard).toEqual([
      [Buffer.from('hello ☃').toString('latin1'), false],
      ['\u0000ÿ\u0001', true],
    ])
    upstream.send('back')
    upstream.send(Uint8Array.of(7))
    await client.untilCount(2)
    expect(client.messages.map(({ bytes, isBinary }) => [bytes.toString('latin1'), isBinary])).toEqual([
      ['back', false],
      ['\u0007', true],
    ])
    await log.untilLine('sent text: back')
    const rows = log.rows.filter(({ type }) => type === 'text' || type === 'binary')
    expect(rows.map(({ direction }) => direction)).toEqual(['received', 'received', 'sent', 'sent'])
    await expectBalancedBooks(seat, server.id)
  })

  it('lets the upstream choose the subprotocol, and passes path, query and headers on, but not what is of one line', async () => {
    const feed = await startUpstream({ handleProtocols: () => 'second' })
    const { server } = await tapOf(`${feed.url}/feed?key=1`)
    const client = await dialTestClient(`${server.url}/a/b?c=d`, {
      subprotocols: ['first', 'second'],
      headers: { Authorization: 'Bearer t', Cookie: 'a=b', 'X-Mine': 'yes' },
    })
    expect(client.socket.protocol).toBe('second')
    const [request] = feed.requests
    expect(request?.url).toBe('/feed/a/b?key=1&c=d')
    expect(request?.headers).toMatchObject({
      authorization: 'Bearer t',
      cookie: 'a=b',
      'x-mine': 'yes',
      host: `127.0.0.1:${feed.port}`,
      'sec-websocket-protocol': 'first,second',
      via: expect.stringMatching(/^1\.1 feedscope-/),
    })
  })

  it('keeps the credentials that were for itself', async () => {
    const feed = await startUpstream()
    const users = [{ name: 'ann', secret: 'hush' }]
    const basic = await tapOf(feed.url, { auth: { kind: 'basic', users } })
    await dialTestClient(basic.server.url, { headers: { Authorization: `Basic ${btoa('ann:hush')}` } })
    const query = await tapOf(feed.url, { auth: { kind: 'query', users } })
    await dialTestClient(`${query.server.url}/?token=hush&kept=1`)
    expect(feed.requests.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ['/', undefined],
      ['/?kept=1', undefined],
    ])
  })

  it.each([
    [1000, 'done'],
    [3001, ''],
    [4321, 'private'],
  ])('passes the close code %i on, whoever begins', async (code, reason) => {
    const feed = await startUpstream()
    const { server } = await tapOf(feed.url)
    const first = await dialTestClient(server.url)
    ;(await feed.socket()).close(code, reason)
    expect(await first.untilClosed()).toEqual({ code, reason })

    const second = await dialTestClient(server.url)
    const upstream = await until(() => feed.sockets[1], 'the second leg is there')
    const closed = new Promise((resolve) => upstream.once('close', (...how) => resolve([how[0], String(how[1])])))
    second.socket.close(code, reason)
    expect(await closed).toEqual([code, reason])
  })

  it('passes a close without a status, and a line that was cut', async () => {
    const feed = await startUpstream()
    const { server } = await tapOf(feed.url)
    const first = await dialTestClient(server.url)
    ;(await feed.socket()).close()
    expect((await first.untilClosed()).code).toBe(1005)
    const second = await dialTestClient(server.url)
    ;(await until(() => feed.sockets[1], 'the second leg is there')).terminate()
    expect((await second.untilClosed()).code).toBe(1006)
    const third = await dialTestClient(server.url)
    const upstream = await until(() => feed.sockets[2], 'the third leg is there')
    const cut = new Promise((resolve) => upstream.once('close', resolve))
    third.socket.terminate()
    expect(await cut).toBe(1006)
  })

  it('passes pings and pongs on: none is answered by the tap itself', async () => {
    const feed = await startFeed({ autoPong: false })
    const { server } = await tapOf(feed.url)
    const client = await dialTestClient(server.url, { autoPong: false })
    const upstream = await feed.socket()
    const pinged = new Promise<string>((resolve) => upstream.once('ping', (data) => resolve(String(data))))
    client.socket.ping('from the client')
    expect(await pinged).toBe('from the client')
    const ponged = new Promise<string>((resolve) => client.socket.once('pong', (data) => resolve(String(data))))
    upstream.pong('from the client')
    expect(await ponged).toBe('from the client')
    const pingedBack = new Promise<string>((resolve) => client.socket.once('ping', (data) => resolve(String(data))))
    upstream.ping('from upstream')
    expect(await pingedBack).toBe('from upstream')
  })

  it('refuses with what the upstream refused with: status, headers and body', async () => {
    const { url } = await startRawServer(async (peer) => {
      await peer.head()
      peer.say('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nX-Why: quota\r\nContent-Length: 5\r\n\r\nlater')
    })
    const { server, log } = await tapOf(url)
    const refused = await dialRefused(server.url)
    expect(refused).toMatchObject({ statusCode: 429, body: 'later', headers: { 'retry-after': '7', 'x-why': 'quota' } })
    await log.untilLine(/^Refused .* with 429: The upstream refused: /)
  })

  it('refuses with 502 when the upstream accepts, and not as it should', async () => {
    const { url } = await startRawServer(async (peer) => {
      await peer.head()
      const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
      peer.say([...head, 'Sec-WebSocket-Accept: another', '', ''].join('\r\n'))
    })
    const { server } = await tapOf(url)
    expect((await dialRefused(server.url)).statusCode).toBe(502)
  })

  it('refuses with 502 and a sentence when the upstream cannot be reached', async () => {
    const { port } = await startFeed()
    const gone = await startFeed()
    const { server, log } = await tapOf(`ws://127.0.0.1:${port === 1 ? gone.port : 1}`)
    const refused = await dialRefused(server.url)
    expect([refused.statusCode, JSON.parse(refused.body)]).toEqual([
      502,
      { error: expect.stringContaining('The upstream could not be reached: ') },
    ])
    await log.untilLine(/^Refused .* with 502/)
  })

  it('knows itself as its own upstream, and refuses with 508', async () => {
    const seat = takeSeat()
    const first = await seat.serve('echo')
    await seat.call('server.stop', { id: first.id })
    const { port } = first
    const server = await seat.serve('tap', { port, options: { upstream: `ws://127.0.0.1:${port}` } })
    expect((await dialRefused(server.url)).statusCode).toBe(508)
  })

  it.each([
    ['', /A tap needs an upstream URL/],
    ['http://x', /not a WebSocket URL/],
    ['no url', /not a URL/],
    ['ws://x/#y', /no fragment/],
  ])('is not started for the upstream “%s”', async (upstream, sentence) => {
    const failure = await takeSeat().refusal('server.start', { behaviour: 'tap', port: 0, options: { upstream } })
    expect(failure).toMatchObject({ code: 'ERR_URL_INVALID', message: expect.stringMatching(sentence) })
  })

  it.each(['client', 'upstream'] as const)(
    'carries what is large, and reads the other side no faster than the %s takes it',
    async (slow) => {
      const feed = await startFeed({ maxPayload: 64 * MIB })
      const { server } = await tapOf(feed.url, { limits: { messageBytes: 64 * MIB } })
      const client = await dialTestClient(server.url)
      const upstream = await feed.socket()
      const [reader, writer] = slow === 'client' ? [client.socket, upstream] : [upstream, client.socket]
      const heard: Buffer[] = []
      reader.on('message', (data: Buffer) => heard.push(data))
      reader.pause()
      const chunks = Array.from({ length: 48 }, (_, at) => Buffer.alloc(MIB, `${at} abc`))
      for (const chunk of chunks) writer.send(chunk)
      // Else they would wait in the tap, and at 32 MiB it would cut the line.
      await untilAtRest(
        () => writer.bufferedAmount,
        (bytes) => bytes > 8 * MIB,
        'the sender has still much to send',
      )
      reader.resume()
      await until(() => heard.length === chunks.length, 'all have come', 25_000)
      const hashOf = (parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex')
      expect(hashOf(heard)).toBe(hashOf(chunks))
      expect(client.closed).toBeUndefined()
    },
    30_000,
  )

  it('closes without a status behind what waits, too', async () => {
    const feed = await startUpstream()
    const { server } = await tapOf(feed.url, { faults: { latencyMs: 60 } })
    const client = await dialTestClient(server.url)
    const upstream = await feed.socket()
    upstream.send('one')
    upstream.close()
    expect((await client.untilClosed()).code).toBe(1005)
    expect(client.texts).toEqual(['one'])
  })

  it('has faults, as any server', async () => {
    const feed = await startUpstream()
    const { server, log } = await tapOf(feed.url, { faults: { dropShare: 1, directions: ['received'] } })
    const client = await dialTestClient(server.url)
    const upstream = await feed.socket()
    let heard = 0
    upstream.on('message', () => heard++)
    client.send('lost')
    upstream.send('kept')
    await client.untilText('kept')
    await log.until((rows) => rows.find(({ kind }) => markOf(kind) === 'dropped'), 'it is marked')
    expect(heard).toBe(0)
  })

  it('passes neither pings nor pongs on to a client that a fault has half-open', async () => {
    const feed = await startUpstream()
    const { seat, server, log } = await tapOf(feed.url)
    const client = await dialTestClient(server.url)
    const upstream = await feed.socket()
    const heard: string[] = []
    client.socket.on('ping', () => heard.push('ping'))
    client.socket.on('pong', () => heard.push('pong'))
    client.socket.on('message', (data) => heard.push(String(data)))
    const [peer] = await seat.peers(server.id)
    const act = (action: 'half-open' | 'resume') =>
      seat.call('server.act', { id: peer?.id ?? 0, action: { do: action } })
    await act('half-open')
    upstream.ping()
    upstream.pong()
    upstream.send('unheard')
    await log.until((rows) => rows.some(({ text }) => text === 'unheard'), 'it was told as dropped')
    await act('resume')
    upstream.send('heard')
    await until(() => heard.includes('heard'), 'the next one is heard')
    expect(heard).toEqual(['heard'])
  })

  it('says goodbye to both sides when it stops', async () => {
    const feed = await startUpstream()
    const { seat, server } = await tapOf(feed.url)
    const client = await dialTestClient(server.url)
    const upstream = await feed.socket()
    const closed = new Promise((resolve) => upstream.once('close', resolve))
    await seat.call('server.stop', { id: server.id })
    expect([(await client.untilClosed()).code, await closed]).toEqual([1001, 1001])
  })
})

describe('a tap that holds frames', () => {
  async function holding(directions: ('received' | 'sent')[]) {
    const feed = await startUpstream()
    const { seat, server, log } = await tapOf(feed.url)
    await seat.call('tap.hold', { id: server.id, directions })
    const client = await dialTestClient(server.url)
    const upstream = await feed.socket()
    const heard: string[] = []
    upstream.on('message', (data) => heard.push(String(data)))
    const held = async () => (await seat.call('tap.held', { id: server.id })).frames
    const untilHeld = (count: number) =>
      until(async () => (await held()).length === count && held(), `${count} are held`)
    return { seat, server, log, client, upstream, heard, held, untilHeld }
  }

  it('lets them go by hand, in their order, whichever are named first', async () => {
    const { seat, server, client, heard, untilHeld, upstream } = await holding(['received'])
    for (const text of ['a', 'b', 'c']) client.send(text)
    const frames = await untilHeld(3)
    expect(frames.map(({ preview, direction }) => [Buffer.from(preview).toString(), direction])).toEqual([
      ['a', 'received'],
      ['b', 'received'],
      ['c', 'received'],
    ])
    upstream.send('not held')
    await client.untilText('not held')
    expect(heard).toEqual([])
    await until(() => seat.server(server.id)?.heldCount === 3, 'the summary counts them')
    const [a, b, c] = frames.map(({ heldId }) => heldId)
    await seat.call('tap.release', { id: server.id, heldIds: [b ?? 0, a ?? 0] })
    await until(() => heard.length === 2, 'two have come')
    expect(heard).toEqual(['a', 'b'])
    await seat.call('tap.release', { id: server.id, heldIds: [c ?? 0] })
    await until(() => heard.length === 3, 'the third has come')
  })

  it('passes an edited one on, and says so in the log', async () => {
    const { seat, server, log, client, upstream, heard, untilHeld } = await holding(['received', 'sent'])
    client.send('{"buy":1}')
    const [bought] = await untilHeld(1)
    await seat.call('tap.release', { id: server.id, heldIds: [bought?.heldId ?? 0], payload: '{"buy":1000}' })
    await until(() => heard[0] === '{"buy":1000}', 'the edited one came')
    await log.untilLine('Edited by hand and passed on as: {"buy":1000}')
    upstream.send('{"ok":true}')
    const [answered] = await untilHeld(1)
    await seat.call('tap.release', { id: server.id, heldIds: [answered?.heldId ?? 0], payload: '{"ok":false}' })
    await client.untilText('{"ok":false}')
    await log.until(
      (rows) => rows.find(({ text, kind }) => text === '{"ok":false}' && markOf(kind) === 'changed'),
      'the row of what was sent is marked as changed',
    )
  })

  it('keeps the mark of an edited one on a line that has faults', async () => {
    const { seat, server, log, client, upstream, untilHeld } = await holding(['sent'])
    await seat.call('server.configure', { id: server.id, faults: { latencyMs: 20 } })
    upstream.send('as it was')
    const [frame] = await untilHeld(1)
    await seat.call('tap.release', { id: server.id, heldIds: [frame?.heldId ?? 0], payload: 'as it is' })
    await client.untilText('as it is')
    await log.until((rows) => rows.find(({ text, kind }) => text === 'as it is' && markOf(kind) === 'changed'), 'a row')
  })

  it('drops one by hand, and says so', async () => {
    const { seat, server, log, client, upstream, heard, untilHeld, held } = await holding(['received', 'sent'])
    client.send('ask')
    upstream.send('answer')
    const frames = await untilHeld(2)
    await seat.call('tap.drop', { id: server.id, heldIds: frames.map(({ heldId }) => heldId) })
    expect(await held()).toEqual([])
    await log.untilLine('Held, and not passed on: ask')
    await log.until(
      (rows) => rows.find(({ text, kind }) => text === 'answer' && markOf(kind) === 'dropped'),
      'what was for the client is told as not sent',
    )
    expect([heard, client.texts]).toEqual([[], []])
    await expectBalancedBooks(seat, server.id)
  })

  it('lets all go, in their order, when it holds no more', async () => {
    const { seat, server, client, heard, untilHeld } = await holding(['received'])
    client.send('first')
    client.send('second')
    await untilHeld(2)
    await seat.call('tap.hold', { id: server.id, directions: [] })
    client.send('third')
    await until(() => heard.length === 3, 'all have come')
    expect(heard).toEqual(['first', 'second', 'third'])
  })

  it('gives the whole of a held one, and forgets those of a client that left', async () => {
    const { seat, server, client, held, untilHeld } = await holding(['received'])
    const long = 'x'.repeat(5_000)
    client.send(long)
    const [frame] = await untilHeld(1)
    const { payload } = await seat.call('tap.read', { id: server.id, heldId: frame?.heldId ?? 0 })
    expect(Buffer.from(payload).toString()).toBe(long)
    client.socket.terminate()
    await until(async () => (await held()).length === 0, 'nothing is held any more')
    const refusal = await seat.refusal('tap.read', { id: server.id, heldId: frame?.heldId ?? 0 })
    expect(refusal.code).toBe('ERR_NOT_FOUND')
  })

  it.each([
    ['received', 'frames', 3_000, 1_000],
    ['sent', 'frames', 3_000, 1_000],
    ['received', 'bytes', 48, MIB],
    ['sent', 'bytes', 48, MIB],
  ] as const)('(%s) reads no more %s than it can hold: the rest waits with the sender', async (...how) => {
    const [direction, , count, byteLength] = how
    const { seat, server, client, upstream, held } = await holding([direction])
    const [writer, reader] = direction === 'received' ? [client.socket, upstream] : [upstream, client.socket]
    const numbers: number[] = []
    reader.on('message', (data: Buffer) => numbers.push(data.readUInt32BE(0)))
    for (let at = 0; at < count; at++) {
      const message = Buffer.alloc(byteLength)
      message.writeUInt32BE(at)
      writer.send(message)
    }
    const least = byteLength === MIB ? 16 : 1_000
    const most = await untilAtRest(
      async () => (await held()).length,
      (frames) => frames >= least,
      'as many as fit are held',
    )
    // What was read with the last that fits still comes in; nothing else is read.
    expect(most).toBeLessThan(least * 2)
    // What is let go makes room for as much again.
    while (numbers.length < count) {
      const heldIds = (await held()).map(({ heldId }) => heldId)
      if (heldIds.length > 0) await seat.call('tap.release', { id: server.id, heldIds })
      await until(async () => numbers.length === count || (await held()).length > 0, 'more comes in')
    }
    expect(numbers).toEqual(Array.from({ length: count }, (_, at) => at))
  })

  it('does not read who comes while no more can be held, until it can', async () => {
    const feed = await startUpstream()
    const { seat, server } = await tapOf(feed.url)
    const held = async () => (await seat.call('tap.held', { id: server.id })).frames
    await seat.call('tap.hold', { id: server.id, directions: ['received'] })
    const first = await dialTestClient(server.url)
    for (let at = 0; at < 1_000; at++) first.send('filling')
    await until(async () => (await held()).length === 1_000, 'no more can be held')
    const newcomer = await dialTestClient(server.url)
    newcomer.send('waiting')
    // Behind it: what the newcomer sent would have been read by then.
    await dialTestClient(server.url)
    await until(async () => (await seat.peers(server.id)).length === 3, 'all are in')
    expect((await held()).length).toBe(1_000)
    const heard: string[] = []
    ;(await until(() => feed.sockets[1], 'the second leg is there')).on('message', (data) => heard.push(String(data)))
    await seat.call('tap.hold', { id: server.id, directions: [] })
    await until(() => heard.includes('waiting'), 'what waited has come')
  })
})
