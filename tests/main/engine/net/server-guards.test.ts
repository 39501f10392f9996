import { describe, expect, it } from 'vitest'
import { dialRaw, type RawPeer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

async function serveAndDial(allowedOrigins: string[] = []) {
  const seat = takeSeat()
  const server = await seat.serve('hello', { allowedOrigins })
  const log = await seat.watch({ kind: 'server', id: server.id })
  return { seat, server, log, peer: await dialRaw(server.port) }
}

async function statusOf(peer: RawPeer): Promise<number> {
  return Number((await peer.head()).split(' ')[1])
}

describe('an upgrade', () => {
  it.each<[string, Record<string, string | undefined>, number, RegExp]>([
    [
      'by a page of a foreign origin',
      { Origin: 'https://evil.example' },
      403,
      /“https:\/\/evil\.example” are not allowed/,
    ],
    [
      'by a page of no origin, such as a sandboxed one',
      { Origin: 'null' },
      403,
      /Pages without an origin .* are not allowed/,
    ],
    [
      'for a foreign host, as after DNS rebinding',
      { Host: 'evil.example' },
      403,
      /“evil\.example” is not this computer/,
    ],
    [
      'for a foreign host by a page of that host',
      { Host: 'evil.example:8080', Origin: 'http://evil.example:8080' },
      403,
      /not this computer/,
    ],
    ['with the wrong version', { 'Sec-WebSocket-Version': '12' }, 400, /Not a WebSocket handshake/],
    ['with no key', { 'Sec-WebSocket-Key': undefined }, 400, /Not a WebSocket handshake/],
    ['to something else', { Upgrade: 'h2c' }, 400, /Not a WebSocket handshake/],
  ])('%s is refused before anything is let in, with a reason in JSON and a row', async (_, headers, status, reason) => {
    const { seat, server, log, peer } = await serveAndDial()
    peer.requestUpgrade(headers)
    expect(await statusOf(peer)).toBe(status)
    await until(() => peer.hasEnded, 'the answer is whole')
    expect(await peer.head()).toMatch(/^Content-Type: application\/json; charset=utf-8$/m)
    const { error } = JSON.parse(peer.body) as { error: string }
    expect(error).toMatch(reason)
    const { localPort } = peer.socket
    await log.untilLine(`Refused 127.0.0.1:${localPort} with ${status}: ${error}`)
    expect(await seat.peers(server.id)).toEqual([])
    expect(log.lines).not.toContain('A new client connected.')
    await peer.untilHungUp()
  })

  it('without a Host is refused', async () => {
    const { seat, server, log, peer } = await serveAndDial()
    peer.requestUpgrade({ Host: undefined })
    expect(await statusOf(peer)).toBe(400)
    await log.untilLine(/^Refused .* 400/)
    expect(await seat.peers(server.id)).toEqual([])
  })

  it('in HTTP/1.0 without a Host is refused, too', async () => {
    const { seat, server, log, peer } = await serveAndDial()
    peer.say(
      'GET / HTTP/1.0\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    )
    expect(await statusOf(peer)).toBe(400)
    await log.untilLine(/^Refused .* 400: The request has no Host header\.$/)
    expect(await seat.peers(server.id)).toEqual([])
  })

  it.each<[string, (port: number) => Record<string, string>]>([
    ['by a client that is no page', (port) => ({ Host: `127.0.0.1:${port}` })],
    ['by a page of this computer', (port) => ({ Host: `localhost:${port}`, Origin: 'http://localhost:3000' })],
    ['for localhost with a port', (port) => ({ Host: `localhost:${port}` })],
    ['for [::1]', (port) => ({ Host: `[::1]:${port}` })],
    ['by a page of an allowed origin', (port) => ({ Host: `127.0.0.1:${port}`, Origin: 'https://app.example.com' })],
  ])('%s is let in', async (_, headers) => {
    const { server, log, peer } = await serveAndDial(['https://app.example.com'])
    peer.requestUpgrade(headers(server.port))
    expect(await statusOf(peer)).toBe(101)
    await log.untilLine('A new client connected.')
  })
})

describe('a request that is no upgrade', () => {
  it('is answered 426, says what this is, and makes no peer', async () => {
    const { seat, server, peer } = await serveAndDial()
    peer.say(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
    expect(await statusOf(peer)).toBe(426)
    await until(() => peer.hasEnded, 'the answer is whole')
    expect(await peer.head()).toMatch(/^Upgrade: websocket$/m)
    expect(peer.body).toContain(`This is a WebSocket server. Connect to ${server.url} with a WebSocket client.`)
    expect(await seat.peers(server.id)).toEqual([])
  })

  it('with a body is not waited for', async () => {
    const { server, peer } = await serveAndDial()
    peer.say(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 1000000\r\n\r\nx`)
    expect(await statusOf(peer)).toBe(426)
    await peer.untilHungUp()
  })

  it('that is no HTTP is answered 400', async () => {
    const { peer } = await serveAndDial()
    peer.say('\x16\x03\x01 not HTTP\r\n\r\n')
    expect(await statusOf(peer)).toBe(400)
    await until(() => peer.hasEnded, 'the line is closed')
  })

  it('with endless headers is cut', async () => {
    const { peer } = await serveAndDial()
    peer.say(`GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(100_000)}`)
    expect(await statusOf(peer)).toBe(431)
    await until(() => peer.hasEnded, 'the line is closed')
  })
})

it('clients that are slow with their headers are cut within 3.5 s; others are served meanwhile', async () => {
  const { seat, server } = await serveAndDial()
  const silent = await dialRaw(server.port)
  const half = await dialRaw(server.port)
  const dripping = await dialRaw(server.port, '::1')
  const startedMs = performance.now()
  half.say(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nUpgrade: websocket\r\n`)
  dripping.say(`GET / HTTP/1.1\r\nHost: localhost:${server.port}\r\nX-Slow: `)
  const timer = setInterval(() => dripping.say('z'), 20)
  try {
    await seat.open(server.url)
    const slow = Object.entries({ silent, half, dripping })
    await Promise.all(
      slow.map(([name, { socket }]) => until(() => socket.readableEnded || socket.destroyed, `${name} is cut`)),
    )
    const seconds = (performance.now() - startedMs) / 1_000
    expect(seconds).toBeGreaterThan(2.5)
    // Half a second more than promised: the machine may be busy.
    expect(seconds).toBeLessThan(4)
    expect(await seat.peers(server.id)).toHaveLength(1)
  } finally {
    clearInterval(timer)
  }
})
