import { createServer, type Server } from 'node:https'
import { describe, expect, it } from 'vitest'
import type { ConnectionSettings, LoginAuth } from '../../../../src/shared/protocol/connection-settings'
import { authorityPath, readCertificate } from '../../../support/certificates'
import { EngineProcess } from '../../../support/engine-process'
import { startFeed } from '../../../support/feed-server'
import { startLoginServer } from '../../../support/login-server'
import { startHttpProxy } from '../../../support/proxies'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { Seat, settingsFor, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'

type Takes = Partial<LoginAuth['takes'][number]>[]

function login(
  url: string,
  more: Partial<Omit<LoginAuth, 'takes'>> & { takes?: Takes } = {},
): {
  auth: ConnectionSettings['auth']
} {
  const takes = (more.takes ?? []).map((take) => ({
    from: 'json' as const,
    field: '',
    into: 'header' as const,
    name: 'Authorization',
    prefix: '',
    ...take,
  }))
  return { auth: { kind: 'login', url, method: 'POST', headers: [], body: '', ...more, takes } }
}

async function failureOf(seat: Seat, id: number) {
  return (await seat.untilState(id, 'failed')).error
}

function headOf(peers: RawPeer[]): Promise<string> {
  return (peers[0] as RawPeer).head()
}

describe('a login', () => {
  it('is asked first, as it was set, and a field of its JSON becomes a header of the handshake', async () => {
    const seat = takeSeat()
    const server = await startLoginServer((response) => response.end('{"data":[{"token":"t0k3n"}]}'))
    const feed = await startRawServer((peer) => peer.accept())
    const body = '{"user":"ada","password":"secret"}'
    const id = await seat.open(feed.url, {
      headers: [['authorization', 'Bearer of old']],
      ...login(`${server.url}/session?app=1#here`, {
        headers: [['X-Client', 'feedscope']],
        body,
        takes: [{ field: '$.data[0].token', prefix: 'Bearer ' }],
      }),
    })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/session?app=1', body })
    expect(server.requests[0]?.headers).toMatchObject({
      'x-client': 'feedscope',
      'content-type': 'application/json',
      'content-length': String(body.length),
      host: `127.0.0.1:${server.port}`,
      'user-agent': 'Feedscope',
    })
    const head = await headOf(feed.peers)
    expect(head.match(/^authorization: .*$/gim)).toEqual(['Authorization: Bearer t0k3n'])
    const handshake = await seat.handshake(id)
    expect(JSON.stringify(handshake)).not.toContain('t0k3n')
    expect(handshake.requestHeaders).toContainEqual(['Authorization', 'Bearer ‹hidden›'])
    expect(handshake.timing.earlierMs).toBeGreaterThan(0)
    expect(handshake.timing.totalMs).toBeGreaterThan(handshake.timing.earlierMs ?? Infinity)
    expect(handshake.earlier).toMatchObject([
      {
        kind: 'login',
        url: `${server.url}/session?…`,
        requestLine: 'POST /session?app=1',
        response: { statusCode: 200, body: '{"data":[{"token":"‹hidden›"}]}' },
      },
    ])
    const log = await seat.watchConnection(id)
    await log.untilLine(`Logging in: POST ${server.url}/session?…`)
    expect(log.lines).toContain('Logged in: 200 OK')
  })

  it('gives its cookies to the handshake and to the next login, each where it belongs, and they are not shown', async () => {
    const seat = takeSeat()
    const server = await startLoginServer((response) => {
      const cookies = ['sid=s3cr3t; HttpOnly; Path=/', 'other=no; Path=/elsewhere', 'foreign=no; Domain=example.com']
      response.writeHead(302, { 'Set-Cookie': cookies, Location: '/home' }).end()
    })
    const feed = await startRawServer((peer) => peer.accept())
    const settings = { headers: [['Cookie', 'own=1']] as [string, string][], ...login(server.url) }
    const id = await seat.open(`${feed.url}/feed`, settings)
    expect(await headOf(feed.peers)).toMatch(/^Cookie: own=1; sid=s3cr3t$/m)
    const handshake = await seat.handshake(id)
    expect(handshake.requestHeaders).toContainEqual(['Cookie', 'own=1; sid=‹hidden›'])
    expect(handshake.earlier?.[0]?.response?.headers).toContainEqual(['Set-Cookie', 'sid=‹hidden›; HttpOnly; Path=/'])
    expect(JSON.stringify(handshake)).not.toContain('s3cr3t')
    feed.peers[0]?.reset()
    await seat.untilState(id, 'closed')
    await seat.call('connection.connect', { id })
    await seat.untilState(id, 'open')
    expect(server.requests[0]?.headers.cookie).toBeUndefined()
    expect(server.requests[1]?.headers.cookie).toBe('sid=s3cr3t')
    // Another connection is somebody else.
    await seat.open(feed.url, login(server.url))
    expect(server.requests[2]?.headers.cookie).toBeUndefined()
  })

  it('gives a header of its answer, or the whole of it, to the query', async () => {
    const seat = takeSeat()
    const server = await startLoginServer((response) => response.setHeader('X-Ticket', 'a b&c').end('  whole\n'))
    const feed = await startRawServer((peer) => peer.accept())
    const id = await seat.open(`${feed.url}/feed?own=1`, {
      ...login(server.url, {
        method: 'GET',
        body: 'is not sent',
        takes: [
          { from: 'header', field: 'x-ticket', into: 'query', name: 'ticket' },
          { from: 'body', into: 'query', name: 'all', prefix: 'v1.' },
        ],
      }),
    })
    expect(server.requests[0]).toMatchObject({ method: 'GET', body: '' })
    expect(await headOf(feed.peers)).toMatch(/^GET \/feed\?own=1&ticket=a%20b%26c&all=v1\.whole HTTP/)
    expect((await seat.handshake(id)).requestLine).toBe('GET /feed?own=1&ticket=‹hidden›&all=v1.‹hidden›')
  })

  it('that answers with letters of what hides them is shown once, and not larger and larger', async () => {
    const seat = takeSeat()
    const letters = ['h', 'i', 'd', 'e', 'n', '‹', '›', '?']
    const body = JSON.stringify({ list: letters, padding: 'hidden'.repeat(100_000) })
    const server = await startLoginServer((response) => response.end(body))
    const feed = await startFeed()
    const takes = letters.map((_, at) => ({ field: `$.list[${at}]`, into: 'query' as const, name: `q${at}` }))
    const { earlier } = await seat.handshake(await seat.open(feed.url, login(server.url, { takes })))
    const shown = earlier?.[0]?.response?.body ?? ''
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.length).toBeLessThanOrEqual(64 * 1024)
    expect(shown.replaceAll('‹hidden›', '')).not.toMatch(/[hiden]/)
  })

  it('is shown to 64 KiB, and no half of a secret at the end of them', async () => {
    const seat = takeSeat()
    const token = 's3cr3t'.repeat(10)
    const body = JSON.stringify({ padding: 'x'.repeat(64 * 1024 - 50), token, more: 'y'.repeat(100) })
    const server = await startLoginServer((response) => response.end(body))
    const feed = await startFeed()
    const takes = [{ field: '$.token' }]
    const { earlier } = await seat.handshake(await seat.open(feed.url, login(server.url, { takes })))
    const { body: shown = '', bodyTruncated } = earlier?.[0]?.response ?? {}
    expect([shown.length > 60_000, bodyTruncated, shown.includes('s3c')]).toEqual([true, true, false])
  })

  it('cannot fill memory and requests with cookies: the newest two hundred go along', async () => {
    const seat = takeSeat()
    let count = 0
    const server = await startLoginServer((response) => {
      const cookies = Array.from({ length: 150 }, () => `c${++count}=1`)
      response.writeHead(200, { 'Set-Cookie': cookies }).end()
    })
    const feed = await startRawServer((peer) => peer.accept())
    const id = await seat.open(`${feed.url}/feed`, login(server.url))
    feed.peers[0]?.reset()
    await seat.untilState(id, 'closed')
    await seat.call('connection.connect', { id })
    await seat.untilState(id, 'open')
    const cookies = /^Cookie: (.*)$/m.exec(await (feed.peers[1] as RawPeer).head())?.[1]?.split('; ') ?? []
    expect(cookies).toHaveLength(200)
    expect([cookies.includes('c100=1'), cookies.includes('c101=1'), cookies.includes('c300=1')]).toEqual([
      false,
      true,
      true,
    ])
  })

  it('goes by the same proxy as the handshake', async () => {
    const seat = takeSeat()
    const server = await startLoginServer((response) => response.end())
    const feed = await startFeed()
    const proxy = await startHttpProxy()
    await seat.open(`ws://feed.invalid:${feed.port}`, {
      ...login(`http://login.invalid:${server.port}`),
      network: {
        proxy: { kind: 'server', url: `http://127.0.0.1:${proxy.port}`, user: '', password: '' },
        family: 0,
      },
    })
    expect(proxy.asked).toEqual([`login.invalid:${server.port}`, `feed.invalid:${feed.port}`])
  })

  it('is made by HTTPS where its URL says so', async () => {
    const seat = new Seat(await EngineProcess.start({ NODE_EXTRA_CA_CERTS: authorityPath }))
    const https = createServer(readCertificate('localhost')) as unknown as Server as never
    const server = await startLoginServer((response) => response.end('{"t":7}'), https)
    const feed = await startRawServer((peer) => peer.accept())
    const takes = [{ field: '$.t', name: 'X-Token' }]
    await seat.open(feed.url, login(`https://localhost:${server.port}`, { takes }))
    expect(await headOf(feed.peers)).toMatch(/^X-Token: 7$/m)
    const untrusted = takeSeat()
    const id = await untrusted.dial(feed.url, login(`https://localhost:${server.port}`))
    expect((await failureOf(untrusted, id)).code).toBe('ERR_TLS_UNTRUSTED')
    expect(server.requests).toHaveLength(1)
  })
})

describe('a login that fails', () => {
  it.each([401, 500, 302])('with %i ends the dial, and its answer is kept', async (statusCode) => {
    const seat = takeSeat()
    const server = await startLoginServer((response) =>
      response.writeHead(statusCode, { Location: '/login?x' }).end('no'),
    )
    const feed = await startFeed()
    const id = await seat.dial(feed.url, login(server.url))
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_LOGIN_REFUSED')
    expect(message).toContain(`The login at 127.0.0.1:${server.port} was answered with ${statusCode}`)
    const { earlier, response } = await seat.handshake(id)
    expect(earlier).toMatchObject([{ kind: 'login', response: { statusCode, body: 'no' } }])
    expect(response).toBeUndefined()
    expect(feed.sockets).toEqual([])
  })

  it('says where it points to, without what stands behind it', async () => {
    const seat = takeSeat()
    const server = await startLoginServer((response) => {
      response.writeHead(302, { Location: 'https://app.example/back#access_token=s3cr3t' }).end()
    })
    const { message } = await failureOf(seat, await seat.dial('ws://127.0.0.1:1', login(server.url)))
    expect(message).toContain('It points to https://app.example/back?…: try there.')
    expect(message).not.toContain('s3cr3t')
  })

  it.each<[string, Takes[number], string]>([
    ['{"a":1}', { field: '$.token' }, 'has no $.token'],
    ['{"token":{}}', { field: '$.token' }, "$.token of the login's answer is no text"],
    ['{"a":1}', { field: '$.toString' }, 'has no $.toString'],
    ['<html>', { field: '$.token' }, 'is not JSON'],
    ['x', { from: 'header', field: 'X-Token' }, 'has no header X-Token'],
    ['x', { from: 'header', field: 'X-Empty' }, 'has no header X-Empty'],
    [' ', { from: 'body' }, 'without a body'],
    ['"line\\nbreak"', { field: '$' }, 'a character that the header Authorization cannot carry'],
    [`{"token":"${'x'.repeat(1024 * 1024)}"}`, { field: '$.token' }, 'larger than 1 MiB'],
  ])('since its answer %.20s has not what is taken: %o', async (body, take, why) => {
    const seat = takeSeat()
    const server = await startLoginServer((response) => response.setHeader('X-Empty', '').end(body))
    const feed = await startFeed()
    const { code, message } = await failureOf(seat, await seat.dial(feed.url, login(server.url, { takes: [take] })))
    expect(code).toBe('ERR_LOGIN_ANSWER')
    expect(message).toContain(why)
    expect(feed.sockets).toEqual([])
  })

  it('since its answer has no end is cut off after a mebibyte', async () => {
    const seat = takeSeat()
    let written = 0
    let hasEnded = false
    const server = await startLoginServer((response) => {
      const part = 'x'.repeat(64 * 1024)
      const more = () => {
        if (hasEnded) return
        written += part.length
        if (response.write(part)) setImmediate(more)
        else response.once('drain', more)
      }
      response.on('close', () => {
        hasEnded = true
      })
      more()
    })
    const takes = [{ from: 'body' as const }]
    const { code } = await failureOf(seat, await seat.dial('ws://127.0.0.1:1', login(server.url, { takes })))
    expect(code).toBe('ERR_LOGIN_ANSWER')
    await until(() => hasEnded, 'the server is hung up on')
    // What the kernel's buffers hold besides.
    expect(written).toBeLessThan(32 * 1024 * 1024)
  })

  it('to be answered in time counts into the time of the handshake', async () => {
    const seat = takeSeat()
    const { port } = await startRawServer(() => {})
    const id = await seat.dial('ws://127.0.0.1:1', { ...login(`http://127.0.0.1:${port}`), handshakeTimeoutMs: 250 })
    const { code, message } = await failureOf(seat, id)
    expect(code).toBe('ERR_TIMEOUT')
    expect(message).toMatch(/^The login at .* was not answered within 0\.25 s\./)
  })

  it('to be answered can be given up, and is hung up on', async () => {
    const seat = takeSeat()
    const { port, peers } = await startRawServer(() => {})
    const id = await seat.dial('ws://127.0.0.1:1', login(`http://127.0.0.1:${port}`))
    await until(() => peers[0]?.text.includes('POST'), 'the login is asked')
    await seat.call('connection.disconnect', { id })
    expect((await failureOf(seat, id)).code).toBe('ERR_CANCELLED')
    await until(() => peers[0]?.hasEnded || peers[0]?.isClosed, 'the server is hung up on')
  })

  it('to be reached says that it was the login', async () => {
    const seat = takeSeat()
    const { code, message } = await failureOf(seat, await seat.dial('ws://127.0.0.1:1', login('http://127.0.0.1:1')))
    expect(code).toBe('ERR_CONNECTION_REFUSED')
    expect(message).toMatch(/^The login failed\. Nothing is listening/)
  })

  it.each<[ReturnType<typeof login>, string]>([
    [login(''), 'ERR_URL_INVALID'],
    [login('ws://x'), 'ERR_URL_INVALID'],
    [login('http://x', { headers: [['Content-Length', '1']] }), 'ERR_HEADER_INVALID'],
    [login('http://x', { takes: [{ field: 'token' }] }), 'ERR_OPTION_INVALID'],
    [login('http://x', { takes: [{ field: '$.t', into: 'query', name: '' }] }), 'ERR_OPTION_INVALID'],
    [login('http://x', { takes: [{ field: '$.t', name: 'Upgrade' }] }), 'ERR_HEADER_INVALID'],
  ])('to be understood is refused before anything is dialled: %o', async (more, code) => {
    const settings = settingsFor('ws://127.0.0.1:1', more)
    expect((await takeSeat().refusal('connection.connect', { settings })).code).toBe(code)
  })
})
