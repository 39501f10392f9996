/** Has a SOCKS proxy open a tunnel (RFC 1928; version 4 with its extension 4A). Names are resolved by the proxy. */
import type { Socket } from 'node:net'
import { SocksClient } from 'socks'
import { fail, ok, type Result } from '../../../shared/failure'
import { authority, type ProxyServer, proxyName } from './proxy'

/** What the library calls the replies of RFC 1928, section 6. */
const REPLIES: Record<string, string> = {
  Failure: 'failed',
  NotAllowed: 'does not allow it',
  NetworkUnreachable: 'has no route to that network',
  HostUnreachable: 'could not reach the host',
  ConnectionRefused: 'found nothing listening there',
  TTLExpired: 'gave up on the way there',
  CommandNotSupported: 'opens no connections',
  AddressNotSupported: 'does not take such an address',
}

/** A name's length is one byte, too; longer ones there are not (RFC 1035, section 2.3.4). */
const NAME_MAX_BYTES = 255

/**
 * @param line to the proxy, connected
 * @param timeoutMs ours is shorter; the library has one in any case
 * @returns what leads to the server; `ERR_PROXY_REFUSED`, or `ERR_PROXY_FAILED` where the proxy does not speak as one
 */
export async function tunnelBySocks(
  line: Socket,
  proxy: ProxyServer,
  target: { host: string; port: number },
  timeoutMs: number,
): Promise<Result<Socket>> {
  if (Buffer.byteLength(target.host) > NAME_MAX_BYTES) {
    line.destroy()
    return fail('ERR_PROXY_FAILED', 'The name of the host is too long for a SOCKS proxy. Check it.')
  }
  try {
    const { socket } = await SocksClient.createConnection({
      command: 'connect',
      destination: target,
      existing_socket: line,
      timeout: timeoutMs,
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: proxy.kind === 'socks4' ? 4 : 5,
        userId: proxy.user,
        password: proxy.password,
      },
    })
    return ok(socket)
  } catch (error) {
    line.destroy()
    return describeFailure(error as Error, proxy, authority(target.host, target.port))
  }
}

function describeFailure({ message }: Error, proxy: ProxyServer, place: string) {
  const name = `The proxy ${proxyName(proxy)}`
  const reply = /rejected connection - \(?(\w+)/.exec(message)?.[1]
  if (reply !== undefined) {
    return fail(
      'ERR_PROXY_REFUSED',
      `${name} leads nowhere: asked for ${place} it ${REPLIES[reply] ?? `answered ${reply}`}. Check host and port.`,
    )
  }
  if (/authentication failed/i.test(message)) {
    return fail('ERR_PROXY_REFUSED', `${name} does not know this user and password. Correct them.`)
  }
  if (/no accepted authentication type/i.test(message)) {
    const remedy = "Give a user and a password with the proxy's URL, or look what else it takes."
    return fail('ERR_PROXY_REFUSED', `${name} lets nobody through in this way. ${remedy}`)
  }
  return fail('ERR_PROXY_FAILED', `${name} did not answer as a SOCKS proxy (${message}). Check its scheme and port.`)
}
