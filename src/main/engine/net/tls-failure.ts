/** Turns what OpenSSL (Node) or BoringSSL (Electron) say of a client's failed handshake into a sentence about the client. */

/** What a client says that does not like the certificate (RFC 8446, section 6.2). */
const DISTRUST =
  /_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA)$/
const TOO_OLD = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_VERSION_TOO_LOW',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
])
const NOTHING_SHARED = new Set(['ERR_SSL_NO_SHARED_CIPHER', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'])

export const LEFT_DURING_HANDSHAKE =
  'The client left during the TLS handshake. If it does not trust the certificate, give it the CA.'
export const LEFT_AFTER_HANDSHAKE =
  'The client left after the TLS handshake without a request. If it does not trust the certificate, give it the CA.'

export function describeTlsFailure(error: Error & { code?: string; reason?: string }): string {
  const { code = '', reason, message } = error
  const alert = DISTRUST.exec(code)?.[1]
  if (alert !== undefined) return `The client did not trust the certificate (TLS alert ${alert.toLowerCase()}).`
  if (TOO_OLD.has(code)) return 'The client speaks no TLS that is safe: 1.2 is the least.'
  if (NOTHING_SHARED.has(code)) return 'The client and this server have no TLS cipher in common.'
  if (code === 'ECONNRESET' || code === 'EPIPE') return LEFT_DURING_HANDSHAKE
  return `The TLS handshake failed: ${reason ?? message}.`
}
