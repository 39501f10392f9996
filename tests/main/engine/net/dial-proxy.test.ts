import { createServer, type Server } from 'node:https'
import { describe, expect, it } from 'vitest'
import type { ConnectionSettings } from '../../../../src/shared/protocol/connection-settings'
import { authorityPath, readCertificate } from '../../../support/certificates'
import { EngineProcess } from '../../../support/engine-process'
import { startFeed } from '../../../support/feed-server'
import { startHttpProxy, startSocksProxy } from '../../../support/proxies'
import { startRawServer } from '../../../support/raw-peer'
import { openEngine, Seat, takeSeat } from '../../../support/seat'

/** A name that only a proxy of the test's resolves. */
const NAME = 'feed.invalid'

function through(url: string, user = '', password = ''): Pick<ConnectionSettings, 'network'> {
  return { network: { proxy: { kind: 'server', url, user, password }, family: 0 } }
}

const bySystem: Pick<ConnectionSettings, 'network'> = { network: { proxy: { kind: 'system' }, family: 0 } }

async function failureOf(seat: Seat, url: string, more: Partial<ConnectionSettings>) {
  return (await seat.untilState(await seat.dial(url, more), 'failed')).error
}

async function answersThrough(seat: Seat, url: string, more: Partial<ConnectionSettings>) {
  const id = await seat.open(url, more)
  const log = await seat.watchConnection(id)
  await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'by the way' })
  await log.untilLine('sent text: by the way')
  return seat.handshake(id)
}

describe('a connection through an HTTP proxy', () => {
  it('asks it to lead to the host by its name, also without TLS, and is open', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const proxy = await startHttpProxy()
    const { proxy: shown, timing } = await answersThrough(
      seat,
      `ws://${NAME}:${feed.port}/feed`,
      through(`http://127.0.0.1:${proxy.port}`),
    )
    expect(proxy.asked).toEqual([`${NAME}:${feed.port}`])
    expect(proxy.requests[0]?.headers).toMatchObject({ host: `${NAME}:${feed.port}`, 'user-agent': 'Feedscope' })
    expect(proxy.requests[0]?.headers['proxy-authorization']).toBeUndefined()
    expect(shown).toBe(`http://127.0.0.1:${proxy.port}`)
    expect(timing.proxyMs).toBeGreaterThan(0)
  })

  it('tells it user and password, which stand nowhere', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const proxy = await startHttpProxy({ wants: 'ada:cr:ét' })
    const url = `ws://${NAME}:${feed.port}`
    const handshake = await answersThrough(seat, url, through(`127.0.0.1:${proxy.port}`, 'ada', 'cr:ét'))
    expect(JSON.stringify(handshake)).not.toContain('Proxy-Authorization')
    expect(handshake.proxy).toBe(`http://127.0.0.1:${proxy.port}`)
    await answersThrough(seat, url, through(`http://ada:cr%3A%C3%A9t@127.0.0.1:${proxy.port}`))
  })

  it.each([
    ['407', { wants: 'ada:secret' }, '', 'it wants a user and a password'],
    ['407', { wants: 'ada:secret' }, 'ada', 'it does not know this user and password'],
    ['403', { refusal: '403 Forbidden' }, '', `it does not lead to ${NAME}`],
    ['502', { refusal: '502 Bad Gateway' }, '', `it could not reach ${NAME}`],
    ['404', { refusal: '404 Not Found' }, '', 'Check that it is a proxy'],
  ])('that answers %s fails with a sentence', async (status, options, user, advice) => {
    const seat = takeSeat()
    const feed = await startFeed()
    const proxy = await startHttpProxy(options)
    const { code, message } = await failureOf(
      seat,
      `ws://${NAME}:${feed.port}`,
      through(`http://127.0.0.1:${proxy.port}`, user, user),
    )
    expect(code).toBe('ERR_PROXY_REFUSED')
    expect(message).toContain(`The proxy http://127.0.0.1:${proxy.port} answered ${status}`)
    expect(message).toContain(advice)
    expect(feed.sockets).toEqual([])
  })

  it('that is not there, or is none, says that it is the proxy', async () => {
    const seat = takeSeat()
    const gone = await failureOf(seat, 'ws://127.0.0.1:1', through('http://127.0.0.1:1'))
    expect(gone.code).toBe('ERR_PROXY_FAILED')
    expect(gone.message).toMatch(/^The proxy http:\/\/127\.0\.0\.1:1 could not be reached\. Nothing is listening/)
    const { port } = await startRawServer((peer) => peer.say('SSH-2.0-OpenSSH_9.6\r\n'))
    const other = await failureOf(seat, 'ws://127.0.0.1:1', through(`http://127.0.0.1:${port}`))
    expect(other).toMatchObject({ code: 'ERR_PROXY_FAILED', message: expect.stringContaining('HTTP proxy') })
  })

  it('that says nothing is given up in time', async () => {
    const seat = takeSeat()
    const { port } = await startRawServer(() => {})
    const more = { handshakeTimeoutMs: 250, ...through(`http://127.0.0.1:${port}`) }
    expect((await failureOf(seat, 'ws://127.0.0.1:1', more)).code).toBe('ERR_TIMEOUT')
  })
})

describe('a connection through a SOCKS proxy', () => {
  it.each([
    ['socks5', undefined],
    ['socks5', 'ada:secret'],
    ['socks4', undefined],
  ])('(%s, %s) has it resolve the name, and is open', async (scheme, wants) => {
    const seat = takeSeat()
    const feed = await startFeed()
    const proxy = await startSocksProxy(wants === undefined ? {} : { wants })
    const [user, password] = wants?.split(':') ?? []
    const { proxy: shown } = await answersThrough(
      seat,
      `ws://${NAME}:${feed.port}`,
      through(`${scheme}://127.0.0.1:${proxy.port}`, user, password),
    )
    expect(proxy.asked).toEqual([`${NAME}:${feed.port}`])
    expect(shown).toBe(`${scheme}://127.0.0.1:${proxy.port}`)
  })

  it.each<[string, { wants?: string; reply?: number }, string, string]>([
    ['no user', { wants: 'ada:secret' }, '', 'Give a user and a password'],
    ['another user', { wants: 'ada:secret' }, 'eve', 'does not know this user'],
    ['a host it cannot reach', { reply: 4 }, '', 'could not reach the host'],
    ['what it does not allow', { reply: 2 }, '', 'does not allow it'],
  ])('that is told %s refuses, and says why', async (_, options, user, advice) => {
    const seat = takeSeat()
    const proxy = await startSocksProxy(options)
    const { code, message } = await failureOf(
      seat,
      `ws://${NAME}:9000`,
      through(`socks5://127.0.0.1:${proxy.port}`, user, user),
    )
    expect(code).toBe('ERR_PROXY_REFUSED')
    expect(message).toContain(advice)
  })

  it('that speaks something else is ERR_PROXY_FAILED', async () => {
    const seat = takeSeat()
    const { port } = await startRawServer((peer) => peer.say('HTTP/1.1 400 Bad Request\r\n\r\n'))
    const { code, message } = await failureOf(seat, `ws://${NAME}`, through(`socks5://127.0.0.1:${port}`))
    expect(code).toBe('ERR_PROXY_FAILED')
    expect(message).toContain('did not answer as a SOCKS proxy')
  })
})

describe('a wss connection through a proxy', () => {
  it('has its TLS from end to end, and one to the proxy where that wants it', async () => {
    const seat = new Seat(await EngineProcess.start({ NODE_EXTRA_CA_CERTS: authorityPath }))
    const feed = await startFeed({}, createServer(readCertificate('localhost')) as unknown as Server as never)
    const http = await startHttpProxy()
    const https = await startHttpProxy({ isSecure: true })
    const socks = await startSocksProxy()
    for (const url of [
      `http://127.0.0.1:${http.port}`,
      `https://localhost:${https.port}`,
      `socks5://127.0.0.1:${socks.port}`,
    ]) {
      const { tls, timing } = await answersThrough(seat, `wss://localhost:${feed.port}`, through(url))
      expect(tls?.chain[0]?.subject).toBe('localhost, Feedscope tests')
      expect(timing.tlsMs).toBeGreaterThan(0)
    }
    expect([http.asked, https.asked, socks.asked]).toEqual(Array(3).fill([`localhost:${feed.port}`]))
    await answersThrough(seat, `ws://${NAME}:${(await startFeed()).port}`, through(`https://localhost:${https.port}`))
  })
})

describe("the system's proxy", () => {
  it('is asked for the URL without path and query, and its ways are tried in their order', async () => {
    const asked: string[] = []
    const feed = await startFeed()
    const proxy = await startSocksProxy()
    const engine = openEngine(undefined, {
      resolveProxy: async (url) => {
        asked.push(url)
        return `PROXY 127.0.0.1:1; SOCKS5 127.0.0.1:${proxy.port}; DIRECT`
      },
    })
    const seat = new Seat(engine)
    const { proxy: shown } = await answersThrough(seat, `ws://${NAME}:${feed.port}/feed?token=secret`, bySystem)
    expect(asked).toEqual([`ws://${NAME}:${feed.port}/`])
    expect(shown).toBe(`socks5://127.0.0.1:${proxy.port}`)
  })

  it('is not used for this computer itself, nor where none is wanted', async () => {
    const engine = openEngine(undefined, { resolveProxy: async () => 'PROXY 127.0.0.1:1' })
    const seat = new Seat(engine)
    const feed = await startFeed()
    expect((await answersThrough(seat, feed.url, bySystem)).proxy).toBeUndefined()
    const none = { network: { proxy: { kind: 'none' as const }, family: 0 as const }, handshakeTimeoutMs: 30_000 }
    expect((await failureOf(seat, `ws://${NAME}`, none)).code).not.toBe('ERR_PROXY_FAILED')
    expect((await failureOf(seat, `ws://${NAME}`, bySystem)).code).toBe('ERR_PROXY_FAILED')
  })

  it('that cannot be asked for is told', async () => {
    const engine = openEngine(undefined, { resolveProxy: () => Promise.reject(new Error('The system did not say.')) })
    const { code, message } = await failureOf(new Seat(engine), `ws://${NAME}`, bySystem)
    expect(code).toBe('ERR_PROXY_FAILED')
    expect(message).toContain("The system's proxy is not known: The system did not say.")
  })
})

describe('the address family', () => {
  it('is kept to', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const four = await seat.open(`ws://localhost:${feed.port}`, { network: { proxy: { kind: 'none' }, family: 4 } })
    expect((await seat.handshake(four)).remoteAddress).toBe(`127.0.0.1:${feed.port}`)
    const six = await failureOf(seat, `ws://localhost:${feed.port}`, {
      network: { proxy: { kind: 'none' }, family: 6 },
    })
    expect(['ERR_CONNECTION_REFUSED', 'ERR_DNS', 'ERR_UNREACHABLE']).toContain(six.code)
    expect(feed.sockets).toHaveLength(1)
  })

  it('of an address that is another is refused before anything is dialled', async () => {
    const seat = new Seat(openEngine())
    const network = { proxy: { kind: 'none' as const }, family: 6 as const }
    const settings = { url: 'ws://127.0.0.1:1', network }
    expect((await seat.refusal('connection.connect', { settings })).message).toContain(
      '127.0.0.1 is an IPv4 address, and only IPv6 is allowed',
    )
  })
})
