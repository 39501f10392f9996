/**
 * The line to a server, ready for the first byte of HTTP: TCP, then a proxy's tunnel, then TLS.
 *
 *   TCP ──────────────────────────────► TLS ─► ready
 *    └─► (TLS to the proxy) ─► tunnel ──┘
 */
import { connect, isIP, type NetConnectOpts, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import { describeDialError } from './dial-failure'
import type { LentReads } from './lent-reads'
import { goesOver } from './line-reset'
import { type ProxyChoice, type ProxyServer, proxyName } from './proxy'
import { tunnelByHttp } from './proxy-http'
import { tunnelBySocks } from './proxy-socks'
import type { SystemProxy } from './system-proxy'

/** How a connection may go. */
export interface Route {
  proxy: 'none' | 'system' | ProxyServer
  /** 0: whichever answers first. Of the server, or of the proxy where one is between. */
  family: 0 | 4 | 6
}

/** What TLS with a server is done by (`trust.ts`). */
export interface TlsTerms {
  options?: ConnectionOptions
  /** Asked when the TLS handshake is done, before any byte of HTTP. @returns why the line is cut */
  check?(socket: TLSSocket): Failure | undefined
}

/** Who keeps time, and what was found on the way. */
export interface TransportRecord {
  began(): void
  passed(step: 'dnsMs' | 'tcpMs' | 'proxyMs' | 'tlsMs'): void
  connected(socket: Socket): void
  secured(socket: TLSSocket): void
  wentBy(proxy: string): void
}

export interface TransportOptions {
  route: Route
  systemProxy: SystemProxy
  tls: TlsTerms
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
  const { record, signal, tls } = options
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
  if (!line.ok || !isSecure(url)) return line
  return secure(line.value, url, tls, record)
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
    if (proxy.kind === 'https') line = await openTls(line, proxy.host, {})
  } catch (error) {
    // The sentence about the proxy itself is the one that helps: it is a server like any other.
    const reached = new URL(`${proxy.kind === 'https' ? 'wss' : 'ws'}://${withBrackets(proxy.host)}:${proxy.port}`)
    const { message } = describeDialError(error as Error, reached, options.route.family)
    return fail('ERR_PROXY_FAILED', `The proxy ${proxyName(proxy)} could not be reached. ${message}`)
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
  { options, check }: TlsTerms,
  record: TransportRecord | undefined,
): Promise<Result<Socket>> {
  try {
    const socket = await openTls(line, placeOf(url).host, options ?? {})
    record?.passed('tlsMs')
    record?.secured(socket)
    const objection = check?.(socket)
    if (objection === undefined) return ok(socket)
    socket.destroy()
    line.destroy()
    return { ok: false, error: objection }
  } catch (error) {
    line.destroy()
    return { ok: false, error: describeDialError(error as Error, url) }
  }
}

/** Rejects with Node's error, or OpenSSL's. */
function openTls(line: Socket, host: string, options: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    // No name is asked for where there is only an address (RFC 6066, section 3).
    const socket = connectTls({ servername: isIP(host) === 0 ? host : '', host, ...options, socket: line })
    goesOver(socket, line)
    socket.once('secureConnect', () => resolve(socket))
    socket.on('error', reject)
    socket.once('close', () => reject(ended()))
  })
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
