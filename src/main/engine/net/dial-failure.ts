/** Turns what Node, OpenSSL and `ws` throw while dialling into a stable code and a sentence with what to do. */
import type { ErrorCode, Failure } from '../../../shared/failure'

const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_CHAIN_TOO_LONG',
  'INVALID_CA',
])

/**
 * @param url the one that was dialled
 * @param family the only one that was looked for; 0 for either
 */
export function describeDialError(error: Error & { code?: string }, url: URL, family: 0 | 4 | 6 = 0): Failure {
  const code = error.code ?? ''
  const { hostname } = url
  const port = url.port || (url.protocol === 'wss:' || url.protocol === 'https:' ? '443' : '80')
  const failure = (stable: ErrorCode, message: string): Failure => ({ code: stable, message })

  if (UNTRUSTED.has(code)) {
    return failure(
      'ERR_TLS_UNTRUSTED',
      `The certificate of ${hostname} is not signed by an authority this computer trusts (${code}). If it is yours, add its authority to the system.`,
    )
  }
  switch (code) {
    case 'ECONNREFUSED':
      return failure(
        'ERR_CONNECTION_REFUSED',
        `Nothing is listening at ${hostname} on port ${port}. Start the server, or check host and port.`,
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return failure(
        'ERR_DNS',
        `No ${family === 0 ? '' : `IPv${family} `}address was found for “${hostname}”. Check its spelling and your network.`,
      )
    case 'ECONNRESET':
    case 'EPIPE':
      return failure(
        'ERR_CONNECTION_RESET',
        `${hostname}:${port} ended the connection during the handshake. Is it a WebSocket server, and is the scheme (ws or wss) right?`,
      )
    case 'ETIMEDOUT':
      return failure('ERR_TIMEOUT', `${hostname}:${port} did not answer. Check the address and firewalls.`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return failure('ERR_UNREACHABLE', `There is no route to ${hostname} (${code}). Check your network.`)
    case 'CERT_HAS_EXPIRED':
      return failure('ERR_TLS_EXPIRED', `The certificate of ${hostname} has expired. Its owner must renew it.`)
    case 'CERT_NOT_YET_VALID':
      return failure('ERR_TLS_EXPIRED', `The certificate of ${hostname} is not valid yet. Check this computer's clock.`)
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failure(
        'ERR_TLS_HOST_MISMATCH',
        `The certificate is not for ${hostname}. Connect by the name it was made for.`,
      )
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return failure(
      'ERR_TLS_PROTOCOL',
      `TLS with ${hostname}:${port} failed (${code}). Does the server speak TLS there? If not, use ws:// instead of wss://.`,
    )
  }
  if (code.startsWith('HPE_')) {
    return failure(
      'ERR_HANDSHAKE_INVALID',
      `${hostname}:${port} answered with something that is not HTTP (${code}). Check scheme and port.`,
    )
  }
  if (error.message === 'Server sent no subprotocol' || error.message === 'Server sent an invalid subprotocol') {
    return failure(
      'ERR_HANDSHAKE_INVALID',
      `${hostname}:${port} did not choose one of the subprotocols offered. Check their spelling, or offer none.`,
    )
  }
  if (code === '') {
    return failure('ERR_HANDSHAKE_INVALID', `${hostname}:${port} answered the handshake wrongly: ${error.message}.`)
  }
  return failure('ERR_UNREACHABLE', `Dialling ${hostname}:${port} failed: ${error.message}.`)
}
