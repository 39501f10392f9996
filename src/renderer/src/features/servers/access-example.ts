/** How a client proves who it is, in one sentence and in a line to paste into a terminal. */
import { assertNever } from '../../../../shared/assert-never'
import type { AuthSettings } from '../../../../shared/protocol/server-settings'

export type AuthKind = AuthSettings['kind']

export const authLabels: Readonly<Record<AuthKind, string>> = {
  none: 'none',
  basic: 'Basic',
  bearer: 'bearer token',
  query: 'query parameter',
  ticket: 'ticket',
}

interface Example {
  sentence: string
  /** Nothing where there is nothing to prove. */
  command?: string
}

/**
 * @param url where the server listens, or would
 * Its secrets stand for themselves: what is copied ends in a shell's history.
 */
export function accessExample({ kind, users, queryName, ticketSeconds }: AuthSettings, url: string): Example {
  const http = url.replace(/^ws/, 'http')
  const curl = url.startsWith('wss:') ? 'curl --cacert ca.pem' : 'curl'
  const name = shellQuoted(users[0]?.name ?? 'NAME', 'SECRET')
  switch (kind) {
    case 'none':
      return { sentence: 'Every client that passes the checks of origin and host is let in, and may publish.' }
    case 'basic':
      return {
        sentence: 'The handshake carries Authorization: Basic with name and secret; else it is answered 401.',
        command: `${curl} -i -u ${name} ${upgrade} ${http}/`,
      }
    case 'bearer':
      return {
        sentence: 'The handshake carries Authorization: Bearer with the secret of a user; else it is answered 401.',
        command: `${curl} -i -H 'Authorization: Bearer SECRET' ${upgrade} ${http}/`,
      }
    case 'query':
      return {
        sentence: `The URL carries the secret of a user as ?${queryName}=…; else the handshake is answered 401.`,
        command: `${curl} -i ${upgrade} '${http}/?${queryName}=SECRET'`,
      }
    case 'ticket':
      return {
        sentence: `POST /auth takes name and secret and gives a ticket: ?ticket=… opens one socket within ${ticketSeconds} s.`,
        command: `${curl} -X POST -u ${name} ${http}/auth`,
      }
    default:
      return assertNever(kind)
  }
}

/** A whole handshake, so that the status alone tells. */
const upgrade =
  "-H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='"

function shellQuoted(name: string, secret: string): string {
  const pair = `${name}:${secret}`
  return /^[\w.:@-]+$/.test(pair) ? pair : `'${pair.replaceAll("'", `'\\''`)}'`
}

/** @returns where a server that is stopped would listen */
export function expectedUrl({ host, port, isTls }: { host: string; port: number; isTls: boolean }): string {
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const named = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${isTls ? 'wss' : 'ws'}://${named}:${port === 0 ? 'PORT' : port}`
}
