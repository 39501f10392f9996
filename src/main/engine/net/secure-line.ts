/** Makes the line of a `wss://` dial: TCP, then TLS with whom the connection trusts. */
import { connect } from 'node:net'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import { connectTls, type Secured } from './connect-tls'
import { describeDialError } from './dial-failure'
import type { HandshakeRecord } from './handshake-record'
import { prepareTrust } from './trust'

/**
 * @param authorities PEM of those trusted besides the system's and the settings'
 * @param signal gives up
 * @returns the socket, with its session told to `record`; what went wrong
 */
export async function openSecureLine(
  url: URL,
  settings: ConnectionSettings['tls'],
  authorities: readonly string[],
  record: HandshakeRecord,
  signal: AbortSignal,
): Promise<Secured> {
  const trust = await prepareTrust(settings, url, authorities)
  if (!trust.ok) return trust
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const tcp = connect({ host, port: Number(url.port || 443), signal })
  record.follow(tcp)
  const failed = await new Promise<Error | undefined>((resolve) => {
    tcp.once('connect', () => resolve(undefined))
    tcp.once('error', resolve)
  })
  if (failed !== undefined) return { ok: false, error: describeDialError(failed, url) }
  const secured = await connectTls(tcp, trust.value, url, signal)
  const session = secured.ok ? secured.value.session : secured.session
  if (session !== undefined) record.secured(session)
  return secured
}
