/**
 * The line to a server, ready for the first byte of HTTP: TCP, then a proxy's tunnel, then TLS.
 *
 *   TCP ──────────────────────────────► TLS ─► ready
 *    └─► (TLS to the proxy) ─► tunnel ──┘
 */
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { fail, ok, type Result } from '../../../shared/failure'
import { connectionTls } from '../../../shared/protocol/connection-settings'
import type { TlsSession } from '../../../shared/protocol/handshake'
import { connectTls } from './connect-tls'
import { describeDialError } from './dial-failure'
import type { LentReads } from './lent-reads'
import { goesOver } from './line-reset'
import { type ProxyChoice, type ProxyServer, proxyName } from './proxy'
import { tunnelByHttp } from './proxy-http'
import { tunnelBySocks } from './proxy-socks'
import type { SystemProxy } from './system-proxy'
import { prepareTrust, type Trust } from './trust'

/** How a connection may go. */
export interface Route {
  proxy: 'none' | 'system' | ProxyServer
  /** 0: whichever answers first. Of the server, or of the proxy where one is between. */
  family: 0 | 4 | 6
}

/** Who keeps time, and what was found on the way. */
export interface TransportRecord {
  began(): void
  passed(step: 'dnsMs' | 'tcpMs' | 'proxyMs' | 'tlsMs'): void
  connected(socket: Socket): void
  /** TLS was agreed upon, whether the other side is trusted or not. */
  secured(session: TlsSession): void
  wentBy(proxy: string): void
}

export interface TransportOptions {
  route: Route
  systemProxy: SystemProxy
  /** Whom TLS with the server trusts; not asked for where there is none. */
  trust(): Promise<Result<Trust>>
  /** Ends what is under way, and the line itself once it is there. */
  signal: AbortSignal
  timeoutMs: number
  record?: TransportRecord
  /** Asked for who reads a line that goes straight to the server and is not encrypted. */
  lendReads?: () => LentReads
}

/**
 * @param url its scheme says whether there is TLS: `wss:` and `https:`
 * @returns the line; why there is none
 */
export async function openTransport(url: URL, options: TransportOptions): Promise<Result<Socket>> {
  const { record, signal } = options
  // First: files of certificates that will not do need no line.
  const trust = isSecure(url) ? await options.trust() : undefined
  if (trust?.ok === false) return trust
  record?.began()
  const choices = await proxyChoices(url, options)
  if (!choices.ok) return choices
  let line: Result<Socket> = fail('ERR_PROXY_FAILED', 'There is no way to the server.')
  for (const choice of choices.value) {
    if (signal.aborted) break
    line = choice === 'direct' ? await openDirect(url, options) : await openTunnel(url, choice, options)
    // The next way is for a proxy that is down, not for one that said no.
    if (line.ok || line.error.code !== 'ERR_PROXY_FAILED') break
  }
  if (!line.ok || trust === undefined) return line
  return secure(line.value, url, trust.value, options)
}

async function proxyChoices(url: URL, { route, systemProxy }: TransportOptions): Promise<Result<ProxyChoice[]>> {
  if (route.proxy === 'none') return ok(['direct'])
  if (route.proxy !== 'system') return ok([route.proxy])
  try {
    return ok(await systemProxy(url))
  } catch (error) {
    const why = (error as Error).message
    return fail(
      'ERR_PROXY_FAILED',
      `The system's proxy is not known: ${why} Choose a proxy, or none, in the connection's settings.`,
    )
  }
}

async function openDirect(url: URL, options: TransportOptions): Promise<Result<Socket>> {
  const { host, port } = placeOf(url)
  try {
    return ok(await openTcp(host, port, options, isSecure(url) ? undefined : options.lendReads?.()))
  } catch (error) {
    return { ok: false, error: describeDialError(error as Error, url, options.route.family) }
  }
}

async function openTunnel(url: URL, proxy: ProxyServer, options: TransportOptions): Promise<Result<Socket>> {
  const target = placeOf(url)
  options.record?.wentBy(proxyName(proxy))
  let line: Socket
  try {
    line = await openTcp(proxy.host, proxy.port, options, undefined)
  } catch (error) {
    // The sentence about the proxy itself is the one that helps: it is a server like any other.
    const reached = new URL(`${proxy.kind === 'https' ? 'wss' : 'ws'}://${withBrackets(proxy.host)}:${proxy.port}`)
    const { message } = describeDialError(error as Error, reached, options.route.family)
    return fail('ERR_PROXY_FAILED', `The proxy ${proxyName(proxy)} could not be reached. ${message}`)
  }
  if (proxy.kind === 'https') {
    // The proxy is trusted as any server is: by the system's authorities.
    const url = new URL(`https://${withBrackets(proxy.host)}:${proxy.port}`)
    const trust = await prepareTrust(connectionTls(), url)
    const secured = trust.ok ? await connectTls(line, trust.value, url, options.signal) : trust
    if (!secured.ok) {
      return fail('ERR_PROXY_FAILED', `The proxy ${proxyName(proxy)} could not be reached. ${secured.error.message}`)
    }
    line = secured.value.socket
  }
  const tunnel = proxy.kind.startsWith('socks')
    ? await tunnelBySocks(line, proxy, target, options.timeoutMs)
    : await tunnelByHttp(line, proxy, target)
  if (tunnel.ok) options.record?.passed('proxyMs')
  return tunnel
}

/** Rejects with Node's error. */
function openTcp(
  host: string,
  port: number,
  { route, signal, record }: TransportOptions,
  reads: LentReads | undefined,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const place = { host, port, family: route.family } as NetConnectOpts
    const socket = reads === undefined ? connect(place) : reads.connect(place)
    const giveUp = () => socket.destroy()
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
    socket.once('lookup', () => record?.passed('dnsMs'))
    socket.once('connect', () => {
      record?.passed('tcpMs')
      record?.connected(socket)
      resolve(socket)
    })
    // Stays: whoever is done with a line does not care how it ends.
    socket.on('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', giveUp)
      reject(ended())
    })
  })
}

async function secure(
  line: Socket,
  url: URL,
  trust: Trust,
  { record, signal }: TransportOptions,
): Promise<Result<Socket>> {
  const secured = await connectTls(line, trust, url, signal)
  const session = secured.ok ? secured.value.session : secured.session
  if (session !== undefined) {
    record?.passed('tlsMs')
    record?.secured(session)
  }
  if (!secured.ok) return { ok: false, error: secured.error }
  goesOver(secured.value.socket, line)
  return ok(secured.value.socket)
}

/** As Node says it of a line that ends without a word. */
function ended(): Error {
  return Object.assign(new Error('The line ended.'), { code: 'ECONNRESET' })
}

function isSecure({ protocol }: URL): boolean {
  return protocol === 'wss:' || protocol === 'https:'
}

export function placeOf(url: URL): { host: string; port: number } {
  const port = url.port === '' ? (isSecure(url) ? 443 : 80) : Number(url.port)
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port }
}

function withBrackets(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
