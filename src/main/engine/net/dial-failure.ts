/**
 * Turns what Node, OpenSSL and `ws` throw while dialling into a stable code and a sentence with what to do. Whom we do not trust
 * is not among it: that is a verdict of ours (`tls-verdict.ts`).
 */
import type { ErrorCode, Failure } from '../../../shared/failure'
import { describeTlsAlert } from './tls-alert'

/**
 * @param url the one that was dialled
 * @param family the only one that was looked for; 0 for either
 */
export function describeDialError(error: Error & { code?: string }, url: URL, family: 0 | 4 | 6 = 0): Failure {
  const code = error.code ?? ''
  const { hostname } = url
  const isSecure = url.protocol === 'wss:' || url.protocol === 'https:'
  const port = url.port || (isSecure ? '443' : '80')
  const failure = (stable: ErrorCode, message: string): Failure => ({ code: stable, message })

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
        `${hostname}:${port} ended the connection during the handshake. Is it a WebSocket server, and is the scheme (ws or wss) right?${isSecure ? ' Or does it want a client certificate?' : ''}`,
      )
    case 'ETIMEDOUT':
      return failure('ERR_TIMEOUT', `${hostname}:${port} did not answer. Check the address and firewalls.`)
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return failure('ERR_UNREACHABLE', `There is no route to ${hostname} (${code}). Check your network.`)
  }
  const alert = describeTlsAlert(code, hostname, port)
  if (alert !== undefined) return alert
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
