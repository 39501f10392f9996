/** Where a redirect leads, and whether Feedscope goes there by itself (RFC 6455, section 4.1, leaves it to the client). */
import type { IncomingMessage } from 'node:http'
import { fail, ok, type Result } from '../../../shared/failure'
import type { ConnectionTls } from '../../../shared/protocol/connection-settings'
import { isSecretName } from '../../../shared/protocol/secret-settings'
import type { HeaderField } from './header-field'
import { shownUrl } from './login'

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** A handshake may be pointed at by either name of its scheme. */
const WEBSOCKET_SCHEMES: Record<string, string> = { 'http:': 'ws:', 'https:': 'wss:' }

export function isRedirect({ statusCode = 0, headers }: IncomingMessage): boolean {
  return REDIRECTS.has(statusCode) && headers.location !== undefined
}

/**
 * @param from what was asked
 * @param hopsBefore redirects that were followed already
 * @returns where to go; `ERR_REDIRECT_REFUSED`
 */
export function nextHop(from: URL, response: IncomingMessage, hopsBefore: number, redirectsMax: number): Result<URL> {
  const location = response.headers.location ?? ''
  const refuse = (why: string) => fail('ERR_REDIRECT_REFUSED', `${from.host} answered ${response.statusCode}: ${why}`)
  let to: URL
  try {
    to = new URL(location, httpForm(from))
    const scheme = WEBSOCKET_SCHEMES[to.protocol]
    // A URL does not change between its special schemes by `protocol` alone in every runtime.
    if (scheme !== undefined) to = new URL(to.href.replace(/^https?:/, scheme))
  } catch {
    return refuse('it points to what is no URL. It is a fault of the server.')
  }
  if (to.protocol !== from.protocol) {
    return refuse(
      `it points to ${shownUrl(to)}, and Feedscope does not go to another scheme by itself: if that is the feed, connect there.`,
    )
  }
  if (hopsBefore >= redirectsMax) {
    return refuse(
      `after ${hopsBefore} redirects it points on to ${shownUrl(to)}. Allow more of them, or connect there if that is the feed.`,
    )
  }
  to.hash = ''
  return ok(to)
}

/** What goes along to another host or port: nothing that shows who we are, and no name of the first host. */
export function headersFor(from: URL, to: URL, headers: readonly HeaderField[]): HeaderField[] {
  if (from.host === to.host) return [...headers]
  return headers.filter(
    ({ name, isCredential }) => !isCredential && !isSecretName(name) && name.toLowerCase() !== 'host',
  )
}

/** Nor a certificate: it shows who we are as much as a password does. Whom we trust, and which certificate is pinned, stays. */
export function tlsFor(from: URL, to: URL, tls: ConnectionTls): ConnectionTls {
  return from.host === to.host ? tls : { ...tls, clientCertificate: { kind: 'none' } }
}

/** What is relative in a Location is so to the request's HTTP URL. */
function httpForm(url: URL): string {
  return url.href.replace(/^ws/, 'http')
}
