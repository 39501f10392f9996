/** Turns what a server's alert (RFC 8446, section 6.2) or our own TLS says of a handshake that failed into a sentence with what to do. */
import type { ErrorCode, Failure } from '../../../shared/failure'

/** OpenSSL (Node) and BoringSSL (Electron) name them alike, but for the version before the alert. */
const WANTS_CERTIFICATE = /CERTIFICATE_REQUIRED$/
const REFUSES_OURS =
  /_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_REVOKED|CERTIFICATE_EXPIRED|CERTIFICATE_UNKNOWN|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/
/** The server knows no version of ours, or we none of the server's. */
const VERSION = /ALERT_PROTOCOL_VERSION$|_UNSUPPORTED_PROTOCOL$|_VERSION_TOO_LOW$/
const NOTHING_SHARED = /_ALERT_HANDSHAKE_FAILURE$|_NO_CIPHERS_AVAILABLE$|_ALERT_INSUFFICIENT_SECURITY$/
const UNKNOWN_NAME = /UNRECOGNIZED_NAME$/

/** @returns undefined for what is no failure of TLS */
export function describeTlsAlert(code: string, hostname: string, port: string): Failure | undefined {
  const failure = (stable: ErrorCode, message: string): Failure => ({ code: stable, message })
  if (WANTS_CERTIFICATE.test(code)) {
    return failure(
      'ERR_TLS_CLIENT_CERTIFICATE',
      `${hostname} lets in only clients that show a certificate. Choose yours as the client certificate of this connection.`,
    )
  }
  const alert = REFUSES_OURS.exec(code)?.[1]
  if (alert !== undefined) {
    return failure(
      'ERR_TLS_CLIENT_CERTIFICATE',
      `${hostname} did not accept the client certificate of this connection (TLS alert ${alert.toLowerCase()}). Choose one that it knows.`,
    )
  }
  if (VERSION.test(code)) {
    return failure(
      'ERR_TLS_PROTOCOL',
      `${hostname}:${port} and this connection have no version of TLS in common (${code}). If the server cannot be brought up to date, lower the minimum version of TLS of this connection.`,
    )
  }
  if (NOTHING_SHARED.test(code)) {
    return failure(
      'ERR_TLS_PROTOCOL',
      `${hostname}:${port} ended the TLS handshake (${code}): it has no cipher in common with us, or it wants a client certificate. Choose one for this connection if you were given one.`,
    )
  }
  if (UNKNOWN_NAME.test(code)) {
    return failure(
      'ERR_TLS_PROTOCOL',
      `${hostname}:${port} does not know the name it was asked for. Check the URL, or the server name of this connection.`,
    )
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return failure(
      'ERR_TLS_PROTOCOL',
      `TLS with ${hostname}:${port} failed (${code}). Does the server speak TLS there? If not, use ws:// instead of wss://.`,
    )
  }
  return undefined
}

/**
 * nginx, and what is built on it, lets a client without a certificate through TLS and refuses it by HTTP.
 *
 * @param body of a refusal
 * @returns undefined for one that is about something else
 */
export function describeWantedCertificate(body: string): string | undefined {
  if (body.includes('No required SSL certificate was sent')) {
    return 'The server lets in only clients that show a certificate. Choose yours as the client certificate of this connection.'
  }
  if (body.includes('The SSL certificate error')) {
    return 'The server did not accept the client certificate of this connection. Choose one that it knows.'
  }
  return undefined
}
