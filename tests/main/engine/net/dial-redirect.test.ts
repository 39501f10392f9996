import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { plainConnection } from '../../../../src/shared/protocol/connection-settings'
import { authorityPath, certificatePath, readCertificate, readFixture } from '../../../support/certificates'
import { startFeed } from '../../../support/feed-server'
import { type Seat, takeSeat } from '../../../support/seat'

/** Answers each handshake with a redirect. */
async function startSignpost(locationOf: (request: IncomingMessage) => string, more: Record<string, string> = {}) {
  const requests: IncomingMessage[] = []
  const http = createServer()
  http.on('upgrade', (request, socket) => {
    requests.push(request)
    const lines = Object.entries({ Location: locationOf(request), ...more, 'Content-Length': '0' })
    socket.end(`HTTP/1.1 307 Temporary Redirect\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => http.close(() => resolve())))
  const { port } = http.address() as AddressInfo
  return { port, url: `ws://127.0.0.1:${port}`, requests }
}

async function failureOf(seat: Seat, id: number) {
  return (await seat.untilState(id, 'failed')).error
}

describe('a redirect', () => {
  it('is followed, by ws as by http, and each hop is kept with its answer', async () => {
    const seat = takeSeat()
    const http = createServer()
    const feed = await startFeed({}, http)
    const paths: (string | undefined)[] = []
    http.on('upgrade', ({ url }) => paths.push(url))
    const first = await startSignpost(({ url }) => (url === '/a?x=1' ? '/b' : `http://127.0.0.1:${feed.port}/feed#top`))
    const id = await seat.open(`${first.url}/a?x=1`)
    expect(paths).toEqual(['/feed'])
    const { earlier, requestLine, timing } = await seat.handshake(id)
    expect(requestLine).toBe('GET /feed')
    expect(earlier).toMatchObject([
      { kind: 'redirect', url: `${first.url}/a?…`, requestLine: 'GET /a?x=1', response: { statusCode: 307 } },
      { kind: 'redirect', url: `${first.url}/b`, requestLine: 'GET /b', response: { statusCode: 307 } },
    ])
    expect(earlier?.[0]?.requestHeaders).toContainEqual(['Upgrade', 'websocket'])
    expect(timing.earlierMs).toBeGreaterThan(0)
    const log = await seat.watchConnection(id)
    await log.untilLine(`Redirected with 307 to ws://127.0.0.1:${feed.port}/feed`)
  })

  it('to another port takes along no credentials, and its cookies only where they belong', async () => {
    const seat = takeSeat()
    const target = await startSignpost(() => 'ftp://nowhere/')
    const sameHost = await startSignpost(({ url }) => (url === '/same' ? '/on' : `ws://127.0.0.1:${target.port}/`), {
      'Set-Cookie': 'hop=1',
    })
    const id = await seat.dial(`ws://ada:secret@127.0.0.1:${sameHost.port}/same`, {
      headers: [
        ['Cookie', 'own=1'],
        ['Host', 'virtual.example'],
        ['X-Plain', 'stays'],
        ['X-Session-Token', 't0ken'],
      ],
      auth: { kind: 'api-key', in: 'header', name: 'X-Key', value: 'k3y' },
    })
    await failureOf(seat, id)
    const [first, second] = sameHost.requests
    expect(first?.headers).toMatchObject({ cookie: 'own=1', host: 'virtual.example', 'x-key': 'k3y' })
    expect(second?.headers).toMatchObject({ cookie: 'own=1; hop=1', host: 'virtual.example', 'x-key': 'k3y' })
    expect(second?.headers.authorization).toMatch(/^Basic /)
    const { headers } = target.requests[0] as IncomingMessage
    expect(headers).toMatchObject({ host: `127.0.0.1:${target.port}`, 'x-plain': 'stays' })
    expect([headers.authorization, headers['x-key'], headers['x-session-token']]).toEqual(Array(3).fill(undefined))
    expect(target.requests[0]?.url).toBe('/')
    // Cookies know no ports (RFC 6265, section 8.5); what the user typed is for the first server alone.
    expect(headers.cookie).toBe('hop=1')
    const { earlier } = await seat.handshake(id)
    expect(earlier?.[0]?.requestHeaders).toContainEqual(['Authorization', 'Basic ‹hidden›'])
  })

  it('to another port takes along no client certificate, and trusts as the first did', async () => {
    const seat = takeSeat()
    const clients: [string, string | undefined][] = []
    async function startSecureSignpost(name: string, location: () => string) {
      const wanted = { requestCert: true, rejectUnauthorized: false, ca: readFixture('second-ca.pem') }
      const https = createSecureServer({ ...readCertificate('localhost'), ...wanted })
      https.on('upgrade', (_request, socket) => {
        clients.push([name, (socket as TLSSocket).getPeerCertificate().subject?.CN?.toString()])
        socket.end(`HTTP/1.1 307 Temporary Redirect\r\nLocation: ${location()}\r\nContent-Length: 0\r\n\r\n`)
      })
      await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => new Promise<void>((resolve) => https.close(() => resolve())))
      return (https.address() as AddressInfo).port
    }
    const last = await startSecureSignpost('last', () => 'ftp://nowhere/')
    const first = await startSecureSignpost('first', () => `wss://localhost:${last}/`)
    const id = await seat.dial(`wss://localhost:${first}`, {
      tls: {
        ...plainConnection('').tls,
        caFile: authorityPath,
        clientCertificate: {
          kind: 'pem',
          certificateFile: certificatePath('client.pem'),
          keyFile: certificatePath('client-key.pem'),
          passphrase: '',
        },
      },
    })
    expect((await failureOf(seat, id)).code).toBe('ERR_REDIRECT_REFUSED')
    expect(clients).toEqual([
      ['first', 'a client'],
      ['last', undefined],
    ])
  })

  it.each([
    ['wss://127.0.0.1:1/feed?token=secret', /points to wss:\/\/127\.0\.0\.1:1\/feed\?…, .* another scheme/],
    ['https://127.0.0.1:1/', /points to wss:\/\/127\.0\.0\.1:1\/, .* another scheme/],
    ['javascript:alert(1)', /another scheme/],
    ['ws://[', /no URL/],
  ])('to %s is not followed', async (location, why) => {
    const seat = takeSeat()
    const { url } = await startSignpost(() => location)
    const id = await seat.dial(url)
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_REDIRECT_REFUSED')
    expect(message).toMatch(why)
    expect(message).not.toContain('secret')
    expect((await seat.handshake(id)).response).toMatchObject({ statusCode: 307, body: '' })
  })

  it('after as many as are allowed is not followed', async () => {
    const seat = takeSeat()
    const circle = await startSignpost(() => '/again')
    const { code, message } = await failureOf(seat, await seat.dial(circle.url, { redirectsMax: 3 }))
    expect(code).toBe('ERR_REDIRECT_REFUSED')
    expect(message).toContain('after 3 redirects it points on to')
    expect(circle.requests).toHaveLength(4)
  })
})
