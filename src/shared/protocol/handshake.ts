/** The opening handshake as it went over the wire (RFC 6455, section 4), kept for every connection, refused ones too. */

export type HeaderLine = [name: string, value: string]

export interface Handshake {
  /** `GET /path HTTP/1.1` without the version. */
  requestLine: string
  /** Names with the case they had on the wire, in their order. */
  requestHeaders: HeaderLine[]
  /** Absent while no answer has come. */
  response?: {
    statusCode: number
    statusText: string
    headers: HeaderLine[]
    /** Only of a refused handshake, at most `HANDSHAKE_BODY_MAX_BYTES`. */
    body?: string
    bodyTruncated?: boolean
  }
  subprotocol: string
  extensions: string
  timing: HandshakeTiming
  remoteAddress?: string
  tls?: TlsSession
  /** What came before it: a login, redirects. In their order. */
  earlier?: EarlierExchange[]
  /** The proxy it went through, without a password. */
  proxy?: string
}

/** An HTTP request and its answer that led to the handshake. Secrets read `‹hidden›`. */
export interface EarlierExchange extends Pick<Handshake, 'requestLine' | 'requestHeaders' | 'response'> {
  kind: 'login' | 'redirect'
  url: string
  durationMs: number
}

/** Durations in ms; a phase that did not happen is absent. */
export interface HandshakeTiming {
  startedAtMs: number
  /** A login and redirects. */
  earlierMs?: number
  /** From the connection to the proxy, which `dnsMs` and `tcpMs` are then of, until it had connected. */
  proxyMs?: number
  dnsMs?: number
  tcpMs?: number
  tlsMs?: number
  /** From the request until the response's headers. */
  upgradeMs?: number
  totalMs?: number
}

export interface TlsSession {
  protocol: string
  cipher: string
  /** Why it would not be trusted by its authority; absent where it is. */
  distrust?: string
  /** The fingerprint of the one certificate that was to be trusted; absent where the authorities decided. */
  pin?: string
  /** Leaf first. */
  chain: Certificate[]
}

/** Whether the handshake went on: only then was anything sent over it. */
export function isTrusted({ distrust, pin, chain }: TlsSession): boolean {
  return pin === undefined ? distrust === undefined : chain[0]?.fingerprint256 === pin
}

export interface Certificate {
  subject: string
  issuer: string
  subjectAltNames: string
  validFrom: string
  validTo: string
  /** SHA-256, upper-case hex pairs with colons. */
  fingerprint256: string
  serialNumber: string
}
