import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { startFeed } from '../../../support/feed-server'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { type Seat, settingsFor, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

/** Dials a server that answers each handshake like this. */
async function dialRawServer(
  seat: Seat,
  answer: (peer: RawPeer) => unknown,
  more: Parameters<Seat['dial']>[1] = {},
): Promise<number> {
  const { url } = await startRawServer(answer)
  return seat.dial(url, more)
}

async function failureOf(seat: Seat, id: number) {
  return (await seat.untilState(id, 'failed')).error
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('dialling', () => {
  it('offers the subprotocols, and is open with the one that was chosen', async () => {
    const seat = takeSeat()
    const feed = await startFeed({ handleProtocols: (offered) => [...offered].at(-1) as string })
    const id = await seat.open(feed.url, { subprotocols: ['v1.json', 'v2.json'] })
    expect(seat.connection(id)?.state).toMatchObject({ name: 'open', subprotocol: 'v2.json', extensions: '' })
    expect((await feed.socket()).protocol).toBe('v2.json')
  })

  it('agrees on compression only if it was asked for', async () => {
    const seat = takeSeat()
    const feed = await startFeed({ perMessageDeflate: true })
    const plain = await seat.open(feed.url, { compression: false })
    const compressed = await seat.open(feed.url, { compression: true })
    expect(seat.connection(plain)?.state).toMatchObject({ extensions: '' })
    expect(seat.connection(compressed)?.state).toMatchObject({ extensions: 'permessage-deflate' })
  })

  it('puts headers on the wire with their case, their order, and every one of the same name', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer((peer) => peer.accept('Sec-WebSocket-Protocol: chat'))
    const headers: [string, string][] = [
      ['X-ToKeN', 'abc'],
      ['authorization', 'Bearer xyz'],
      ['X-Twice', 'one'],
      ['x-twice', 'two'],
      ['Origin', 'https://app.example'],
    ]
    await seat.open(`${url}/feed?own=1`, { headers, query: [['token', 'a b']], subprotocols: ['chat'] })
    const [requestLine, ...lines] = (await (peers[0] as RawPeer).head()).split('\r\n')
    expect(requestLine).toBe('GET /feed?own=1&token=a%20b HTTP/1.1')
    const values = (name: string) =>
      lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.split(': ')[1])
    expect(values('X-ToKeN')).toEqual(['abc'])
    expect(values('authorization')).toEqual(['Bearer xyz'])
    expect(values('X-Twice')).toEqual(['one', 'two'])
    expect(values('Origin')).toEqual(['https://app.example'])
    expect(values('User-Agent')).toEqual(['Feedscope'])
    expect(values('Sec-WebSocket-Protocol')).toEqual(['chat'])
    expect(values('Sec-WebSocket-Version')).toEqual(['13'])
  })

  it.each([
    ['user-agent', 'My Robot'],
    ['Host', 'feed.example'],
  ])('says nothing of its own beside a header that was given: %s', async (name, value) => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer((peer) => peer.accept())
    await seat.open(url, { headers: [[name, value]] })
    const head = await (peers[0] as RawPeer).head()
    expect(head.match(new RegExp(`^${name}: .*$`, 'gim'))).toEqual([`${name}: ${value}`])
  })

  it('keeps the handshake: request, response and how long each step took', async () => {
    const seat = takeSeat()
    const { port, peers } = await startRawServer((peer) =>
      peer.accept('X-Served-BY: the test', 'Set-Cookie: a=1', 'Set-Cookie: b=2'),
    )
    const id = await seat.open(`ws://localhost:${port}/feed`, { headers: [['X-Me', 'yes']], query: [['q', '1']] })
    const { requestLine, requestHeaders, response, timing, remoteAddress, tls } = await seat.handshake(id)
    const [wireLine, ...wireHeaders] = (await (peers[0] as RawPeer).head()).split('\r\n')
    expect(`${requestLine} HTTP/1.1`).toBe(wireLine)
    expect(requestHeaders.map(([name, value]) => `${name}: ${value}`)).toEqual(wireHeaders)
    expect(response).toMatchObject({ statusCode: 101, statusText: 'Switching Protocols' })
    expect(response?.headers).toContainEqual(['X-Served-BY', 'the test'])
    expect(response?.headers.filter(([name]) => name === 'Set-Cookie')).toHaveLength(2)
    expect(response?.body).toBeUndefined()
    expect(remoteAddress).toMatch(new RegExp(`^(127\\.0\\.0\\.1|\\[::1\\]):${port}$`))
    expect(tls).toBeUndefined()
    const { startedAtMs, dnsMs = -1, tcpMs = -1, tlsMs, upgradeMs = -1, totalMs = -1 } = timing
    expect(Math.abs(startedAtMs - Date.now())).toBeLessThan(60_000)
    for (const ms of [dnsMs, tcpMs, upgradeMs]) expect(ms).toBeGreaterThanOrEqual(0)
    expect(tlsMs).toBeUndefined()
    expect(dnsMs + tcpMs + upgradeMs).toBeLessThanOrEqual(totalMs + 0.001)
  })

  it('sends user and password of the URL as authorization, and shows them nowhere', async () => {
    const seat = takeSeat()
    const { port, peers } = await startRawServer((peer) => peer.accept())
    const id = await seat.open(`ws://ada:s%C3%A9cret@localhost:${port}/feed?token=se%63ret`)
    const sent = /authorization: Basic (.*)/i.exec(await (peers[0] as RawPeer).head())?.[1] ?? ''
    expect(Buffer.from(sent, 'base64').toString()).toBe('ada:sécret')
    expect(seat.connection(id)?.name).toBe(`localhost:${port}/feed`)
    const log = await seat.watchConnection(id)
    await log.untilLine(`Connecting to ws://localhost:${port}/feed?…`)
    expect(log.lines.join()).not.toContain('cret')
  })

  it('says in the log what it does and what came of it', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url, { subprotocols: ['chat'] })
    const log = await seat.watchConnection(id)
    await log.untilLine('Open: 101 Switching Protocols · subprotocol chat')
    expect(log.lines[0]).toBe(`Connecting to ${feed.url}/`)
  })

  it('does not begin with a request that is wrong: no connection comes of it', async () => {
    const seat = takeSeat()
    const settings = settingsFor('http://x')
    expect((await seat.refusal('connection.connect', { settings })).code).toBe('ERR_URL_INVALID')
    expect((await seat.call('workspace.read', {})).connections).toEqual([])
  })
})

describe('a handshake that is refused', () => {
  it('fails with status, headers and body kept', async () => {
    const seat = takeSeat()
    const body = '{"error":"The token has expired."}'
    const id = await dialRawServer(seat, async (peer) => {
      await peer.head()
      peer.say(
        `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm="feed"\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      )
    })
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_HANDSHAKE_REFUSED')
    expect(message).toBe(
      'The server answered 401 Unauthorized instead of switching protocols. It wants authorization: see the Handshake tab.',
    )
    const { response, requestLine, timing } = await seat.handshake(id)
    expect(requestLine).toBe('GET /')
    expect(response).toMatchObject({ statusCode: 401, statusText: 'Unauthorized', body, bodyTruncated: false })
    expect(response?.headers).toContainEqual(['WWW-Authenticate', 'Bearer realm="feed"'])
    expect(timing.totalMs).toBeGreaterThan(0)
    const log = await seat.watchConnection(id)
    await log.untilLine(`ERR_HANDSHAKE_REFUSED: ${message}`)
  })

  it('keeps 64 KiB of a body and says that there was more', async () => {
    const seat = takeSeat()
    const id = await dialRawServer(seat, async (peer) => {
      await peer.head()
      peer.say('HTTP/1.1 500 Internal Server Error\r\nContent-Length: 10000000\r\n\r\n')
      peer.say('é'.repeat(400_000))
    })
    await failureOf(seat, id)
    const { response } = await seat.handshake(id)
    expect(response?.bodyTruncated).toBe(true)
    expect(response?.body).toBe('é'.repeat(32 * 1024))
  })

  it('keeps a body of exactly 64 KiB whole', async () => {
    const seat = takeSeat()
    const id = await dialRawServer(seat, async (peer) => {
      await peer.head()
      peer.say(`HTTP/1.1 503 Service Unavailable\r\nContent-Length: 65536\r\n\r\n${'x'.repeat(65_536)}`)
    })
    await failureOf(seat, id)
    expect((await seat.handshake(id)).response).toMatchObject({ body: 'x'.repeat(65_536), bodyTruncated: false })
  })

  it('points to where a redirect points, and does not go there where none is allowed', async () => {
    const seat = takeSeat()
    const id = await dialRawServer(
      seat,
      async (peer) => {
        await peer.head()
        peer.say('HTTP/1.1 302 Found\r\nLocation: ws://elsewhere.example/feed?token=x\r\nContent-Length: 0\r\n\r\n')
      },
      { redirectsMax: 0 },
    )
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_HANDSHAKE_REFUSED')
    expect(message).toContain('It points to ws://elsewhere.example/feed?…: if that is the feed, connect there')
    expect((await seat.handshake(id)).response).toMatchObject({ statusCode: 302, body: '' })
  })

  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', 'Its headers and body are in the Handshake tab.'],
    ['HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n', 'Check the path of the URL.'],
    ['HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n', 'its reason may be in the Handshake tab'],
  ])('says what to do: %j', async (answer, advice) => {
    const seat = takeSeat()
    const id = await dialRawServer(seat, async (peer) => {
      await peer.head()
      peer.say(answer)
    })
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_HANDSHAKE_REFUSED')
    expect(message).toContain(advice)
  })

  it('is refused all the same when the body breaks off', async () => {
    const seat = takeSeat()
    const id = await dialRawServer(seat, async (peer) => {
      await peer.head()
      peer.say('HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\nhalf a bo')
      peer.socket.end()
    })
    expect((await failureOf(seat, id)).code).toBe('ERR_HANDSHAKE_REFUSED')
    expect((await seat.handshake(id)).response?.body).toBe('half a bo')
  })
})

describe('an answer that is no handshake', () => {
  it.each<[string, string | ((peer: RawPeer) => unknown), string, RegExp]>([
    ['is no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'ERR_HANDSHAKE_INVALID', /not HTTP .*Check scheme and port/],
    [
      'accepts another key',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n',
      'ERR_HANDSHAKE_INVALID',
      /Sec-WebSocket-Accept/,
    ],
    [
      'upgrades to something else',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n',
      'ERR_HANDSHAKE_INVALID',
      /Upgrade header/,
    ],
    [
      'chooses a subprotocol that was not offered',
      (peer) => peer.accept('Sec-WebSocket-Protocol: surprise'),
      'ERR_HANDSHAKE_INVALID',
      /subprotocol/,
    ],
    [
      'chooses an extension that was not offered',
      (peer) => peer.accept('Sec-WebSocket-Extensions: x-surprise'),
      'ERR_HANDSHAKE_INVALID',
      /Sec-WebSocket-Extensions/,
    ],
    ['ends before it begins', (peer) => peer.socket.end(), 'ERR_CONNECTION_RESET', /Is it a WebSocket server/],
    ['is a reset', (peer) => peer.reset(), 'ERR_CONNECTION_RESET', /Is it a WebSocket server/],
  ])('since it %s fails with a code and what to do', async (_, answer, expectedCode, advice) => {
    const seat = takeSeat()
    const id = await dialRawServer(seat, async (peer) => {
      await peer.head()
      if (typeof answer === 'string') peer.say(answer)
      else await answer(peer)
    })
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe(expectedCode)
    expect(message).toMatch(advice)
    expect(message).toMatch(/[.?]$/)
  })

  it('keeps the answer of a handshake that was wrong', async () => {
    const seat = takeSeat()
    const id = await dialRawServer(seat, (peer) => peer.accept('Sec-WebSocket-Protocol: surprise'))
    await failureOf(seat, id)
    const { response } = await seat.handshake(id)
    expect(response?.statusCode).toBe(101)
    expect(response?.headers).toContainEqual(['Sec-WebSocket-Protocol', 'surprise'])
  })
})

describe('a server that cannot be reached', () => {
  it.each(['127.0.0.1', 'localhost'])('on %s, since nothing listens: ERR_CONNECTION_REFUSED', async (host) => {
    const seat = takeSeat()
    const port = await closedPort()
    const { code, message } = await failureOf(seat, await seat.dial(`ws://${host}:${port}`))
    expect(code).toBe('ERR_CONNECTION_REFUSED')
    expect(message).toBe(`Nothing is listening at ${host} on port ${port}. Start the server, or check host and port.`)
  })

  it('since its name has no address: ERR_DNS', { timeout: 40_000 }, async () => {
    const seat = takeSeat()
    const id = await seat.dial('ws://nosuch.invalid/', { handshakeTimeoutMs: 60_000 })
    const { error } = await seat.untilState(id, 'failed', 35_000)
    expect(error.code).toBe('ERR_DNS')
    expect(error.message).toContain('“nosuch.invalid”. Check its spelling')
  })

  it.each<[string, (peer: RawPeer) => unknown]>([
    ['says nothing', () => {}],
    [
      'drips one byte after the other',
      (peer) => {
        const bytes = [...'HTTP/1.1 101 Switching Protocols\r\nX-Slow: '.padEnd(10_000, 'z')]
        const timer = setInterval(() => peer.say(bytes.shift() ?? 'z'), 10)
        peer.socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('in time, since it %s: ERR_TIMEOUT', async (_, answer) => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer(answer)
    const startedMs = performance.now()
    const id = await seat.dial(url, { handshakeTimeoutMs: 250 })
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_TIMEOUT')
    expect(message).toMatch(/within 0\.25 s\. Check the server, or allow it more time\.$/)
    expect(performance.now() - startedMs).toBeGreaterThan(240)
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    await until(() => peers[0]?.hasEnded || peers[0]?.isClosed, 'the server is hung up on')
  })

  it('keeps the headers of an answer whose body did not come in time', async () => {
    const seat = takeSeat()
    const id = await dialRawServer(
      seat,
      async (peer) => {
        await peer.head()
        peer.say('HTTP/1.1 401 Unauthorized\r\nX-Why: no token\r\nContent-Length: 100\r\n\r\n')
      },
      { handshakeTimeoutMs: 250 },
    )
    await failureOf(seat, id)
    expect((await seat.handshake(id)).response?.headers).toContainEqual(['X-Why', 'no token'])
  })
})

describe('cancelling', () => {
  it('while it is connecting hangs up, and the connection can be dialled again', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer(() => {})
    const id = await seat.dial(url, { handshakeTimeoutMs: 600_000 })
    await until(() => peers.length === 1, 'the server has a client')
    await seat.call('connection.disconnect', { id })
    expect((await failureOf(seat, id)).code).toBe('ERR_CANCELLED')
    await until(() => peers[0]?.hasEnded || peers[0]?.isClosed, 'the server is hung up on')
    const feed = await startFeed()
    await seat.call('connection.connect', {
      id,
      settings: settingsFor(feed.url),
    })
    await seat.untilState(id, 'open')
  })

  it('by removing it hangs up, too', async () => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer(() => {})
    const id = await seat.dial(url, { handshakeTimeoutMs: 600_000 })
    await until(() => peers.length === 1, 'the server has a client')
    await seat.call('connection.remove', { id })
    await until(() => peers[0]?.hasEnded || peers[0]?.isClosed, 'the server is hung up on')
    await until(() => seat.connections.length === 0, 'the connection is gone')
  })
})

it('a connection that is open, or being dialled, is not dialled again', async () => {
  const seat = takeSeat()
  const feed = await startFeed()
  const open = await seat.open(feed.url)
  const { url } = await startRawServer(() => {})
  const connecting = await seat.dial(url)
  for (const id of [open, connecting]) {
    const settings = settingsFor(url)
    expect((await seat.refusal('connection.connect', { id, settings })).code).toBe('ERR_ALREADY_RUNNING')
  }
})

it('there are at most 500 connections', async () => {
  const seat = takeSeat()
  const port = await closedPort()
  for (let i = 0; i < 500; i++) await seat.dial(`ws://127.0.0.1:${port}`)
  const settings = settingsFor('ws://127.0.0.1:1')
  expect((await seat.refusal('connection.connect', { settings })).code).toBe('ERR_TOO_MANY')
})
