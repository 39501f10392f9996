/** What curl's and wscat's command lines have in common: headers that are settings of ours, files, a proxy, a login. */
import type { ConnectionAuth, NetworkSettings } from '../../../../shared/protocol/connection-settings'
import type { Notes, SettingsInput } from './imported'

type Pair = [name: string, value: string]

/** The handshake's own (RFC 6455, section 4.1; RFC 9110): made anew for each. */
const MADE_BY_US = new Set(['upgrade', 'connection', 'sec-websocket-key', 'sec-websocket-accept', 'content-length'])

/** `ws` where a browser or curl says http: the handshake is a request of HTTP. Without a scheme `ws`. */
export function webSocketUrl(typed: string): string {
  const url = typed.trim().replace(/^http(s?):/i, (_, s: string) => `ws${s.toLowerCase()}:`)
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `ws://${url}`
}

/** `Name: value` → its two parts; `Name;` is an empty one. */
export function readHeader(line: string): Pair | undefined {
  const colon = line.indexOf(':')
  if (colon > 0) return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
  if (/^[^\s;:]+;$/.test(line)) return [line.slice(0, -1), '']
  return undefined
}

/** Takes from the headers what is a setting of its own, and what is the handshake's. */
export function readHeaders(headers: readonly Pair[], notes: Notes): SettingsInput {
  const kept: Pair[] = []
  const settings: SettingsInput = {}
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (MADE_BY_US.has(lower)) continue
    if (lower === 'sec-websocket-protocol') {
      settings.subprotocols = [...(settings.subprotocols ?? []), ...splitList(value, ',')]
    } else if (lower === 'sec-websocket-extensions') {
      readExtensions(value, settings, notes)
    } else if (lower === 'sec-websocket-version') {
      if (value !== '13')
        notes.add(`Version ${value} of the protocol is not spoken here, nor by servers of today: 13 is.`)
    } else if (lower === 'origin') {
      settings.origin = value
    } else if (lower === 'authorization' && settings.auth === undefined) {
      const auth = readAuthorization(value)
      if (auth === undefined) kept.push([name, value])
      else settings.auth = auth
    } else {
      kept.push([name, value])
    }
  }
  return { ...settings, headers: kept }
}

function readAuthorization(value: string): ConnectionAuth | undefined {
  const bearer = /^Bearer\s+(\S+)$/i.exec(value)
  if (bearer?.[1] !== undefined) return { kind: 'bearer', token: bearer[1] }
  const basic = /^Basic\s+([A-Za-z0-9+/=]+)$/i.exec(value)
  if (basic?.[1] === undefined) return undefined
  try {
    const bytes = Uint8Array.from(atob(basic[1]), (char) => char.charCodeAt(0))
    return basicAuth(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** `user:password` */
export function basicAuth(credentials: string): ConnectionAuth {
  const colon = credentials.indexOf(':')
  if (colon === -1) return { kind: 'basic', user: credentials, password: '' }
  return { kind: 'basic', user: credentials.slice(0, colon), password: credentials.slice(colon + 1) }
}

/** RFC 7692, section 7.1. */
function readExtensions(value: string, settings: SettingsInput, notes: Notes): void {
  const offers = splitList(value, ',')
  const offer = offers.find((each) => /^permessage-deflate\b/i.test(each))
  settings.compression = offer !== undefined
  for (const other of offers.filter((each) => !/^permessage-deflate\b/i.test(each))) {
    notes.add(`The extension ${other} is not spoken here: it is not offered.`)
  }
  const parameters = new Map(
    splitList(offer ?? '', ';')
      .slice(1)
      .map((each) => {
        const [name = '', bits = ''] = each.split('=')
        return [name.trim().toLowerCase(), Number(bits.replace(/"/g, ''))] as const
      }),
  )
  const bits = (name: string, least: number) => {
    const given = parameters.get(name) ?? 0
    return given >= least && given <= 15 ? given : 0
  }
  settings.deflate = {
    serverNoContextTakeover: parameters.has('server_no_context_takeover'),
    clientNoContextTakeover: parameters.has('client_no_context_takeover'),
    serverMaxWindowBits: bits('server_max_window_bits', 8),
    clientMaxWindowBits: bits('client_max_window_bits', 9),
  }
}

/** `[scheme://][user:password@]host[:port]` @returns undefined for a scheme that is none of a proxy's */
export function readProxy(
  typed: string,
  credentials: string | undefined,
  defaultPort: string,
): NetworkSettings['proxy'] | undefined {
  const scheme = /^([a-z0-9]+):\/\//i.exec(typed)?.[1]?.toLowerCase() ?? 'http'
  // The names are resolved by the proxy, whichever way curl would have it.
  const spoken = {
    http: 'http',
    https: 'https',
    socks5: 'socks5',
    socks5h: 'socks5',
    socks: 'socks5',
    socks4: 'socks4',
    socks4a: 'socks4',
  }[scheme]
  if (spoken === undefined) return undefined
  const rest = typed.replace(/^[a-z0-9]+:\/\//i, '').replace(/\/+$/, '')
  const at = rest.lastIndexOf('@')
  const host = rest.slice(at + 1)
  const [user = '', ...password] = (credentials ?? decode(rest.slice(0, Math.max(0, at)))).split(':')
  const port = /:\d+$/.test(host) ? '' : `:${defaultPort}`
  return { kind: 'server', url: `${spoken}://${host}${port}`, user, password: password.join(':') }
}

/** A path of another folder's means another file here. */
export function fileOf(path: string, notes: Notes): string {
  const isWhole = /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path)
  if (!isWhole) notes.add(`The file ${path} is given without its whole path: choose it in the connection’s settings.`)
  return path
}

/** Seconds, with a fraction, as our milliseconds within what a handshake may take. */
export function timeoutOf(seconds: string): number | undefined {
  const ms = Number(seconds) * 1_000
  return Number.isFinite(ms) && ms > 0 ? Math.min(600_000, Math.max(100, ms)) : undefined
}

export const PIN_INSTEAD =
  'Certificates are checked here: there is no switch to trust any. Connect, and pin the one you see if you trust it.'

export function splitList(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
