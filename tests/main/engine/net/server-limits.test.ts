import { describe, expect, it } from 'vitest'
import { markOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { expectBalancedBooks } from '../../../support/books'
import { dialRaw } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { dialRefused, dialTestClient } from '../../../support/test-client'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const KIB = 1024
const MIB = 1024 * KIB
type Limits = NonNullable<Parameters<typeof plainServer>[0]>['limits']

async function serve(limits: Limits, behaviour: 'echo' | 'hello' | 'chat' = 'echo', compression = false) {
  const seat = takeSeat()
  const server = await seat.serve(behaviour, { limits, compression })
  const log = await seat.watch({ kind: 'server', id: server.id })
  const marked = await seat.watch({ kind: 'server', id: server.id }, { markedOnly: true })
  return { seat, server, log, marked }
}

describe('connections', () => {
  it('beyond the limit are refused with 503 and when to try again; who leaves makes room', async () => {
    const { server, log } = await serve({ connections: 2 }, 'hello')
    const first = await dialTestClient(server.url)
    await dialTestClient(server.url)
    const refused = await dialRefused(server.url)
    expect(refused.statusCode).toBe(503)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(JSON.parse(refused.body)).toEqual({ error: 'All 2 connections that this server allows are taken.' })
    await log.until(
      (rows) => rows.find(({ text, kind }) => /^Refused .* with 503: All 2 /.test(text) && kind >> 5 !== 0),
      'a marked row tells of the refusal',
    )
    expect(log.lines.filter((line) => line === 'A new client connected.')).toHaveLength(2)
    first.socket.close()
    await first.untilClosed()
    await until(() => dialTestClient(server.url).catch(() => undefined), 'the next is let in')
  })

  it('beyond the limit of one address are refused with 503; another address is let in', async () => {
    const { server } = await serve({ connectionsPerAddress: 1 })
    const first = await dialTestClient(server.url)
    const refused = await dialRefused(server.url)
    expect([refused.statusCode, refused.body]).toEqual([503, expect.stringContaining('allows one address')])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    await dialTestClient(`ws://[::1]:${server.port}`)
    first.socket.terminate()
    await until(() => dialTestClient(server.url).catch(() => undefined), 'the address has room again')
  })

  it('are counted anew when the limit changes while it runs; those that are in stay', async () => {
    const { seat, server } = await serve({})
    const first = await dialTestClient(server.url)
    const limits = { ...plainServer().limits, connections: 1 }
    await seat.call('server.configure', { id: server.id, limits })
    expect((await dialRefused(server.url)).statusCode).toBe(503)
    first.send('still here')
    await first.untilText('still here')
  })

  it('that never ask for anything are bounded too, and are told of', async () => {
    const { server, log } = await serve({ connections: 1, handshakeMs: 60_000 })
    const mute = await Promise.all(Array.from({ length: 1_010 }, () => dialRaw(server.port)))
    await until(() => mute.filter(({ hasEnded }) => hasEnded).length >= 9, 'the last ones were cut')
    await log.untilLine('Limit: too many sockets that are not in yet; one was cut.')
    expect(mute.filter(({ hasEnded }) => !hasEnded).length).toBeGreaterThan(990)
  })

  it('that never ask for anything are bounded anew when the limit changes while it runs', async () => {
    const { seat, server, log } = await serve({ connections: 10_000, handshakeMs: 60_000 })
    const limits = { ...plainServer().limits, connections: 1, handshakeMs: 60_000 }
    await seat.call('server.configure', { id: server.id, limits })
    const mute = await Promise.all(Array.from({ length: 1_010 }, () => dialRaw(server.port)))
    await until(() => mute.some(({ hasEnded }) => hasEnded), 'the last ones were cut')
    await log.untilLine('Limit: too many sockets that are not in yet; one was cut.')
  })
})

describe('the time for a handshake', () => {
  /** Of a request that never becomes whole. */
  const half = (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: `
  const timeFor = (handshakeMs: number) => ({ ...plainServer().limits, handshakeMs })

  it('is that for a body, too: who asks for a ticket and does not say for what is cut', async () => {
    const seat = takeSeat()
    const users = [{ name: 'ada', secret: 'hush' }]
    const server = await seat.serve('hello', { auth: { kind: 'ticket', users }, limits: { handshakeMs: 200 } })
    const log = await seat.watch({ kind: 'server', id: server.id })
    const peer = await dialRaw(server.port)
    peer.say('POST /auth HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"user":')
    await until(() => peer.hasEnded, 'it is cut')
    await log.untilLine('Refused a client with 408: Its request took too long.')
  })

  it('holds from now on when it is made shorter while the server runs', async () => {
    const { seat, server, log } = await serve({ handshakeMs: 60_000 })
    await seat.call('server.configure', { id: server.id, limits: timeFor(200) })
    const peer = await dialRaw(server.port)
    peer.say(half(server.port))
    await until(() => peer.hasEnded, 'it is cut')
    await log.untilLine('Refused a client with 408: Its request took too long.')
  })

  it('leaves more when it is made longer while the server runs', async () => {
    const [changed, other] = [await serve({ handshakeMs: 200 }), await serve({ handshakeMs: 200 })]
    await changed.seat.call('server.configure', { id: changed.server.id, limits: timeFor(60_000) })
    const slow = await dialRaw(changed.server.port)
    slow.say(half(changed.server.port))
    // So much time passes as cuts three others, one after the other, where it was left as it was.
    for (let at = 0; at < 3; at++) {
      const late = await dialRaw(other.server.port)
      late.say(half(other.server.port))
      await until(() => late.hasEnded, 'the other is cut')
    }
    slow.say(
      'x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    expect(await slow.head()).toMatch(/^HTTP\/1\.1 101 /)
  })
})

describe('a message', () => {
  it('larger than the limit closes its sender with 1009', async () => {
    const { seat, server, log } = await serve({ messageBytes: 10 })
    const client = await dialTestClient(server.url)
    client.send('0123456789')
    await client.untilText('0123456789')
    client.send('0123456789a')
    expect((await client.untilClosed()).code).toBe(1009)
    await log.untilLine(/^ERR_MESSAGE_TOO_LARGE/)
    await expectBalancedBooks(seat, server.id)
  })

  it('larger than the limit once it is inflated closes its sender with 1009, too', async () => {
    const { server } = await serve({ messageBytes: 100 }, 'echo', true)
    const client = await dialTestClient(server.url, { perMessageDeflate: { threshold: 0 } })
    const fits = 'x'.repeat(100)
    client.send(fits)
    await client.untilText(fits)
    client.send('x'.repeat(1_000))
    expect((await client.untilClosed()).code).toBe(1009)
    expect(client.texts).toEqual([fits])
  })

  it('in more fragments than the limit closes its sender with 1008', async () => {
    const { server, log } = await serve({ fragments: 3 })
    const peer = await dialRaw(server.port)
    peer.requestUpgrade()
    await peer.head()
    const part = (opcode: number, fin: boolean) => packWireFrame(opcode, 'x', { mask: true, fin })
    peer.say(Buffer.concat([part(1, false), part(0, false), part(0, true)]))
    await until(() => peer.frames.some(({ payload }) => payload.toString() === 'xxx'), 'three came back')
    peer.say(Buffer.concat([part(1, false), part(0, false), part(0, false), part(0, false)]))
    const close = await until(() => peer.frames.find(({ opcode }) => opcode === 8), 'a close frame came')
    expect(close.payload.readUInt16BE(0)).toBe(1008)
    await log.untilLine(/^ERR_MESSAGE_TOO_LARGE: .*fragments/)
  })

  it('is bounded anew, for who comes then, when the limits change while the server runs', async () => {
    const { seat, server } = await serve({})
    const limits = { ...plainServer().limits, messageBytes: 10, fragments: 2 }
    await seat.call('server.configure', { id: server.id, limits })
    const large = await dialTestClient(server.url)
    large.send('0123456789a')
    expect((await large.untilClosed()).code).toBe(1009)
    const many = await dialRaw(server.port)
    many.requestUpgrade()
    await many.head()
    const part = (opcode: number) => packWireFrame(opcode, 'x', { mask: true, fin: false })
    many.say(Buffer.concat([part(1), part(0), part(0)]))
    const close = await until(() => many.frames.find(({ opcode }) => opcode === 8), 'a close frame came')
    expect(close.payload.readUInt16BE(0)).toBe(1008)
  })
})

describe('messages a second', () => {
  it('beyond the limit bring a warning, then 1008; what was not passed on is marked, and counted', async () => {
    const { seat, server, marked } = await serve({ messagesPerSecond: 20 }, 'hello')
    const messages = await seat.watch({ kind: 'server', id: server.id }, { markedOnly: true, types: ['text'] })
    const client = await dialTestClient(server.url)
    for (let at = 0; at < 40; at++) client.send(`${at}`)
    await client.untilText(/"type":"warning".*20 messages a second/)
    expect(client.closed).toBeUndefined()
    const flood = setInterval(() => client.send('more'), 5)
    const { code } = await client.untilClosed()
    clearInterval(flood)
    expect(code).toBe(1008)
    await marked.untilLine('Limit: more than 20 messages a second. The client was warned.')
    await marked.untilLine('Limit: still more than 20 messages a second. The client was closed.')
    await messages.until((rows) => rows.length > 0, 'what was too much is marked')
    expect(new Set(messages.rows.map(({ kind }) => markOf(kind)))).toEqual(new Set(['dropped']))
    await expectBalancedBooks(seat, server.id)
  })

  it('are counted anew, for who is in, when the limit changes while the server runs', async () => {
    const { seat, server } = await serve({})
    const client = await dialTestClient(server.url)
    client.send('first')
    await client.untilText('first')
    const limits = { ...plainServer().limits, messagesPerSecond: 20 }
    await seat.call('server.configure', { id: server.id, limits })
    for (let at = 0; at < 40; at++) client.send(`${at}`)
    await client.untilText(/"type":"warning".*20 messages a second/)
  })

  it('within the limit bring nothing', async () => {
    const { server, log } = await serve({ messagesPerSecond: 100 })
    const client = await dialTestClient(server.url)
    for (let at = 0; at < 100; at++) client.send(`${at}`)
    await client.untilCount(100)
    expect(log.lines.filter((line) => line.startsWith('Limit'))).toEqual([])
  })
})

describe('a client that does not read', () => {
  it('is cut when as much waits for it as the limit allows; the others go on', async () => {
    const { seat, server, log } = await serve({ queuedBytes: 2 * MIB }, 'chat')
    const good = await dialTestClient(server.url)
    const deaf = await dialRaw(server.port)
    deaf.requestUpgrade()
    await deaf.head()
    deaf.socket.pause()
    const payload = Buffer.alloc(512 * KIB, 'x')
    let sent = 0
    await until(async () => {
      await seat.call('server.broadcast', { id: server.id, type: 'binary', payload })
      sent++
      // It is the deaf one that is to pile up, not both.
      await until(() => good.messages.filter(({ isBinary }) => isBinary).length === sent, 'the good one has it')
      return (await seat.peers(server.id)).length === 1
    }, 'the deaf one is cut')
    // The kernel takes some megabytes of its own; 32 MiB, as without this limit, it never is.
    expect(sent * payload.byteLength).toBeLessThan(24 * MIB)
    await log.untilLine(/^ERR_SEND_QUEUE_FULL: This client does not read/)
  })
})

describe('a client that says nothing', () => {
  it.each([1001, 4000] as const)('is closed with %i and a reason when it has been idle for long', async (closeCode) => {
    const { log, server } = await serve({ idleMs: 300, idleCloseCode: closeCode })
    const idle = await dialTestClient(server.url)
    const busy = await dialTestClient(server.url)
    const talk = setInterval(() => busy.send('x'), 50)
    expect(await idle.untilClosed()).toEqual({ code: closeCode, reason: 'Idle for 0.3 s' })
    clearInterval(talk)
    expect(busy.closed).toBeUndefined()
    await log.untilLine('Limit: no message either way for 0.3 s.')
  })

  it('is pinged, and stays as long as it answers; one that does not answer is cut', async () => {
    const { seat, server, log } = await serve({ heartbeatMs: 200 })
    const living = await dialTestClient(server.url)
    const dead = await dialRaw(server.port)
    dead.requestUpgrade()
    await dead.head()
    await until(() => dead.frames.some(({ opcode }) => opcode === 9), 'a ping came')
    await until(() => dead.hasEnded, 'the dead one is cut')
    await log.untilLine(/^Limit: no sign of life for .* s, a ping was not answered\.$/)
    await log.until((rows) => rows.filter(({ type }) => type === 'pong').length >= 4, 'the living one answers')
    expect(living.closed).toBeUndefined()
    expect(await seat.peers(server.id)).toHaveLength(1)
  })

  it('is looked after anew when the limits change while the server runs', async () => {
    const { seat, server } = await serve({ heartbeatMs: 0, idleMs: 0 })
    const [idle, dead] = [await dialTestClient(server.url), await dialRaw(server.port)]
    dead.requestUpgrade()
    await dead.head()
    const limits = { ...plainServer().limits, heartbeatMs: 200, idleMs: 1_000 }
    await seat.call('server.configure', { id: server.id, limits })
    await until(() => dead.hasEnded, 'the dead one is cut')
    expect(await idle.untilClosed()).toEqual({ code: 1001, reason: 'Idle for 1 s' })
  })

  it.each([
    ['messages', 1],
    ['pings', 9],
    ['pongs that nobody asked for', 10],
  ])('is not pinged while it sends %s: that is sign enough', async (_, opcode) => {
    const { server, log } = await serve({ heartbeatMs: 400 }, 'hello')
    const peer = await dialRaw(server.port)
    peer.requestUpgrade()
    await peer.head()
    const talk = setInterval(() => peer.say(packWireFrame(opcode, 'x', { mask: true })), 20)
    await log.until(
      (rows) => rows.filter(({ type, direction }) => direction === 'received' && type !== 'event').length > 50,
      'it has spoken for long',
    )
    clearInterval(talk)
    expect(log.rows.filter(({ type, direction }) => direction === 'sent' && type === 'ping')).toEqual([])
  })

  it('is not pinged while it speaks and is answered', async () => {
    const { server, log } = await serve({ heartbeatMs: 400 })
    const client = await dialTestClient(server.url)
    const talk = setInterval(() => client.send('x'), 20)
    await client.untilCount(50)
    clearInterval(talk)
    expect(log.rows.filter(({ type }) => type === 'ping')).toEqual([])
  })
})
