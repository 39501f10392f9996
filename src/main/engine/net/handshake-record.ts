/** Keeps a handshake as it goes over the wire: what was asked, what came back, how long each step took. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Handshake, HandshakeTiming, HeaderLine, TlsSession } from '../../../shared/protocol/handshake'
import type { Clock } from '../clock'
import type { TransportRecord } from './transport'

/** A refusal's body is a message to a person; more than this is a page nobody reads in a tab. */
export const HANDSHAKE_BODY_MAX_BYTES = 64 * 1024

/** The client's side: follows one request from the dial to its answer. */
export class HandshakeRecord implements TransportRecord {
  private response: Handshake['response']
  private readonly timing: HandshakeTiming
  private remoteAddress: string | undefined
  private proxy: string | undefined
  private tls: TlsSession | undefined
  private stepAtMs: number

  /**
   * @param startedAtMs when the connection was dialled
   * @param earlierMs what a login and redirects took; 0 for none
   * @param requestLine what is about to be sent, as far as it is known before it is
   */
  constructor(
    private readonly now: Clock,
    startedAtMs: number,
    earlierMs: number,
    private requestLine: string,
    private requestHeaders: HeaderLine[],
  ) {
    this.stepAtMs = now()
    this.timing = { startedAtMs }
    if (earlierMs > 0) this.timing.earlierMs = earlierMs
  }

  began(): void {
    this.stepAtMs = this.now()
  }

  passed(step: 'dnsMs' | 'tcpMs' | 'proxyMs' | 'tlsMs'): void {
    const nowMs = this.now()
    this.timing[step] = nowMs - this.stepAtMs
    this.stepAtMs = nowMs
  }

  connected(socket: Socket): void {
    this.remoteAddress = addressOf(socket)
  }

  wentBy(proxy: string): void {
    this.proxy = proxy
  }

  secured(session: TlsSession): void {
    this.tls = session
  }

  request(request: ClientRequest): void {
    this.requestLine = `${request.method} ${request.path}`
    this.requestHeaders = sentHeaders(request)
    this.stepAtMs = this.now()
  }

  answered(response: IncomingMessage): void {
    const nowMs = this.now()
    this.timing.upgradeMs = nowMs - this.stepAtMs
    this.timing.totalMs = nowMs - this.timing.startedAtMs
    this.response = {
      statusCode: response.statusCode ?? 0,
      statusText: response.statusMessage ?? '',
      headers: headerLines(response.rawHeaders),
    }
  }

  refusedWith(body: string, bodyTruncated: boolean): void {
    if (this.response !== undefined) Object.assign(this.response, { body, bodyTruncated })
  }

  get statusLine(): string {
    return this.response === undefined ? '' : statusLineOf(this.response)
  }

  finish(subprotocol = '', extensions = ''): Handshake {
    const { requestLine, requestHeaders, response, timing, remoteAddress, tls, proxy } = this
    return { requestLine, requestHeaders, response, subprotocol, extensions, timing, remoteAddress, tls, proxy }
  }
}

export function statusLineOf({ statusCode, statusText }: NonNullable<Handshake['response']>): string {
  return `${statusCode} ${statusText}`.trim()
}

/** As they stand on the wire, in their order. */
export function sentHeaders(request: ClientRequest): HeaderLine[] {
  return request.getRawHeaderNames().flatMap((name): HeaderLine[] => {
    const value = request.getHeader(name)
    return Array.isArray(value) ? value.map((each): HeaderLine => [name, each]) : [[name, String(value ?? '')]]
  })
}

/** The server's side: the request is there at once, and the answer is ours. */
export function acceptedHandshake(
  asked: Pick<Handshake, 'requestLine' | 'requestHeaders' | 'remoteAddress'>,
  responseLines: readonly string[],
  subprotocol: string,
  extensions: string,
  nowMs: number,
): Handshake {
  return {
    ...asked,
    response: {
      statusCode: 101,
      statusText: 'Switching Protocols',
      headers: responseLines.slice(1).map((line): HeaderLine => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1).trim()]
      }),
    },
    subprotocol,
    extensions,
    timing: { startedAtMs: nowMs },
  }
}

export function addressOf(socket: Socket): string {
  const { remoteAddress = '', remotePort = '', remoteFamily } = socket
  return remoteFamily === 'IPv6' ? `[${remoteAddress}]:${remotePort}` : `${remoteAddress}:${remotePort}`
}

export function headerLines(raw: readonly string[]): HeaderLine[] {
  const lines: HeaderLine[] = []
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([raw[at] as string, raw[at + 1] as string])
  return lines
}

/** What a row says of it. */
export function openingText({ response, subprotocol, extensions }: Handshake): string {
  const status = response === undefined ? '101' : `${response.statusCode} ${response.statusText}`
  const parts = [`Open: ${status}`]
  if (subprotocol !== '') parts.push(`subprotocol ${subprotocol}`)
  if (extensions !== '') parts.push(extensions)
  return parts.join(' · ')
}
