/** Keeps a handshake as it goes over the wire: what was asked, what came back, how long each step took. */
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type PeerCertificate, TLSSocket } from 'node:tls'
import type {
  Certificate,
  Handshake,
  HandshakeTiming,
  HeaderLine,
  TlsSession,
} from '../../../shared/protocol/handshake'
import type { Clock } from '../clock'

/** A refusal's body is a message to a person; more than this is a page nobody reads in a tab. */
export const HANDSHAKE_BODY_MAX_BYTES = 64 * 1024
/** Real chains have two to four; a hostile one could be endless. */
const CHAIN_MAX = 10

/** The client's side: follows one request from the dial to its answer. */
export class HandshakeRecord {
  private requestLine = ''
  private requestHeaders: HeaderLine[] = []
  private response: Handshake['response']
  private readonly timing: HandshakeTiming
  private remoteAddress: string | undefined
  private tls: TlsSession | undefined
  private sentAtMs: number

  constructor(private readonly now: Clock) {
    this.sentAtMs = now()
    this.timing = { startedAtMs: this.sentAtMs }
  }

  request(request: ClientRequest): void {
    this.requestLine = `${request.method} ${request.path}`
    this.requestHeaders = request.getRawHeaderNames().flatMap((name): HeaderLine[] => {
      const value = request.getHeader(name)
      return Array.isArray(value) ? value.map((each): HeaderLine => [name, each]) : [[name, String(value ?? '')]]
    })
    request.once('socket', (socket: Socket) => {
      const since = (startMs: number) => this.now() - startMs
      let stepAtMs = this.timing.startedAtMs
      socket.once('lookup', () => {
        this.timing.dnsMs = since(stepAtMs)
        stepAtMs = this.now()
      })
      socket.once('connect', () => {
        this.timing.tcpMs = since(stepAtMs)
        stepAtMs = this.now()
        this.sentAtMs = stepAtMs
        this.remoteAddress = addressOf(socket)
      })
      socket.once('secureConnect', () => {
        this.timing.tlsMs = since(stepAtMs)
        this.sentAtMs = this.now()
        this.tls = tlsSessionOf(socket)
      })
    })
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

function tlsSessionOf(socket: Socket): TlsSession | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const chain: Certificate[] = []
  let certificate = socket.getPeerCertificate(true)
  while (certificate?.raw !== undefined && chain.length < CHAIN_MAX) {
    chain.push(describeCertificate(certificate))
    const issuer = certificate.issuerCertificate
    if (issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256) break
    certificate = issuer
  }
  return { protocol: socket.getProtocol() ?? '', cipher: socket.getCipher()?.name ?? '', chain }
}

function describeCertificate(certificate: PeerCertificate): Certificate {
  const name = (of: PeerCertificate['subject'] | undefined) => [of?.CN, of?.O].flat().filter(Boolean).join(', ')
  return {
    subject: name(certificate.subject),
    issuer: name(certificate.issuer),
    subjectAltNames: certificate.subjectaltname ?? '',
    validFrom: certificate.valid_from,
    validTo: certificate.valid_to,
    fingerprint256: certificate.fingerprint256,
    serialNumber: certificate.serialNumber,
  }
}
