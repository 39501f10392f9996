/**
 * TLS on a line that is there: a TCP connection, or a tunnel through a proxy. The other side is judged before anybody gets the
 * socket, so not one byte of HTTP goes to whom the connection does not trust.
 *
 * Node is told to accept every certificate *for this socket*, since only so the chain can be looked at and shown. No session is
 * ever resumed: each handshake has the certificate shown and judged anew.
 */
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import type { Failure } from '../../../shared/failure'
import type { TlsSession } from '../../../shared/protocol/handshake'
import { describeDialError } from './dial-failure'
import { tlsSessionOf } from './tls-session'
import { judgeSession } from './tls-verdict'
import type { Trust } from './trust'

export interface SecureLine {
  socket: TLSSocket
  session: TlsSession
}

/** A failure keeps what the other side showed, if it came to that. */
export type Secured = { ok: true; value: SecureLine } | { ok: false; error: Failure; session?: TlsSession }

/**
 * @param line connected; it is destroyed with the socket, and where this fails
 * @param url whom it leads to, for the sentences
 * @param signal gives up
 * @returns `ERR_TLS_UNTRUSTED`, `ERR_TLS_EXPIRED`, `ERR_TLS_HOST_MISMATCH`, `ERR_TLS_PIN_MISMATCH`, `ERR_TLS_PROTOCOL` and what
 * else can befall a line
 */
export function connectTls(line: Duplex, trust: Trust, url: URL, signal?: AbortSignal): Promise<Secured> {
  return new Promise((resolve) => {
    const socket = connect({
      socket: line,
      secureContext: trust.context,
      // An address is no name of a host (RFC 6066, section 3).
      servername: isIP(trust.name) === 0 ? trust.name : '',
      rejectUnauthorized: false,
      // Done by the verdict, which says so beside all else that is wrong.
      checkServerIdentity: () => undefined,
    })
    const giveUp = () => socket.destroy(Object.assign(new Error('given up'), { code: 'ECONNRESET' }))
    let isOver = false
    const fail = (error: Failure, session?: TlsSession) => {
      // What befalls it later is told to whom it was given.
      if (isOver) return
      isOver = true
      signal?.removeEventListener('abort', giveUp)
      socket.destroy()
      line.destroy()
      resolve({ ok: false, error, ...(session !== undefined && { session }) })
    }
    socket.on('error', (error) => fail(describeDialError(error, url)))
    socket.once('secureConnect', () => {
      signal?.removeEventListener('abort', giveUp)
      const { session, failure } = judgeSession(socket, tlsSessionOf(socket), trust, url.hostname)
      if (failure !== undefined) return fail(failure, session)
      isOver = true
      resolve({ ok: true, value: { socket, session } })
    })
    if (signal?.aborted) giveUp()
    else signal?.addEventListener('abort', giveUp, { once: true })
  })
}
