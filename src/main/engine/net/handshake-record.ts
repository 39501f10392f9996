/** Keeps a handshake as it goes over the wire: what was asked, what came back, how long each step took. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Handshake, HandshakeTiming, HeaderLine, TlsSession } from '../../../shared/protocol/handshake'
import type { Clock } from '../clock'

/** A refusal's body is a message to a person; more than this is a page nobody reads in a tab. */
export const HANDSHAKE_BODY_MAX_BYTES = 64 * 1024

/** The client's side: follows one request from the dial to its answer. */
export class HandshakeRecord {
  private requestLine = ''
  private requestHeaders: HeaderLine[] = []
  private response: Handshake['response']
  private readonly timing: HandshakeTiming
  private remoteAddress: string | undefined
  private tls: TlsSession | undefined
  private sentAtMs: number
  private stepAtMs: number

  constructor(private readonly now: Clock) {
    this.sentAtMs = now()
    this.stepAtMs = this.sentAtMs
    this.timing = { startedAtMs: this.sentAtMs }
  }

  request(request: ClientRequest): void {
    this.requestLine = `${request.method} ${request.path}`
    this.requestHeaders = request.getRawHeaderNames().flatMap((name): HeaderLine[] => {
      const value = request.getHeader(name)
      return Array.isArray(value) ? value.map((each): HeaderLine => [name, each]) : [[name, String(value ?? '')]]
    })
    request.once('socket', (socket: Socket) => this.follow(socket))
  }

  /** Times the steps of a line that is being made. Told of one that is there, it has nothing to time. */
  follow(socket: Socket): void {
    socket.once('lookup', () => {
      this.timing.dnsMs = this.now() - this.stepAtMs
      this.stepAtMs = this.now()
    })
    socket.once('connect', () => {
      this.timing.tcpMs = this.now() - this.stepAtMs
      this.stepAtMs = this.now()
      this.sentAtMs = this.stepAtMs
      this.remoteAddress = addressOf(socket)
    })
  }

  /** TLS was agreed upon, whether the other side is trusted or not. */
  secured(session: TlsSession): void {
    this.timing.tlsMs = this.now() - this.stepAtMs
    this.sentAtMs = this.now()
    this.tls = session
  }

  answered(response: IncomingMessage): void {
    const nowMs = this.now()
    this.timing.upgradeMs = nowMs - this.sentAtMs
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
    return this.response === undefined ? '' : `${this.response.statusCode} ${this.response.statusText}`.trim()
  }

  finish(subprotocol = '', extensions = ''): Handshake {
    const { requestLine, requestHeaders, response, timing, remoteAddress, tls } = this
    return { requestLine, requestHeaders, response, subprotocol, extensions, timing, remoteAddress, tls }
  }
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
