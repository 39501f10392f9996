/** The proxies a connection may go through: what the user typed, and what a system answers. */
import { fail, ok, type Result } from '../../../shared/failure'

export interface ProxyServer {
  kind: 'http' | 'https' | 'socks4' | 'socks5'
  host: string
  port: number
  user: string
  password: string
}

/** One way to a server, of several that are tried in turn. */
export type ProxyChoice = ProxyServer | 'direct'

type Kind = ProxyServer['kind']

/** Where nothing is said about it: of the scheme; of SOCKS as RFC 1928 has it. */
const DEFAULT_PORTS: Record<Kind, number> = { http: 80, https: 443, socks4: 1080, socks5: 1080 }
const SCHEMES: Record<string, Kind> = {
  'http:': 'http',
  'https:': 'https',
  'socks4:': 'socks4',
  'socks4a:': 'socks4',
  'socks5:': 'socks5',
  'socks5h:': 'socks5',
  'socks:': 'socks5',
}
/** As Chromium and PAC files name them: plain SOCKS is version 4. */
const PAC_KINDS: Record<string, Kind> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks4',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
}
/** A list is tried to its end; a longer one would only wait longer. */
const CHOICES_MAX = 10
/** Both versions say a length in one byte (RFC 1929, section 2). */
const SOCKS_CREDENTIAL_MAX_BYTES = 255

/**
 * @param typed `http://host:port`, `https://…`, `socks5://…`, `socks4://…`; without a scheme it is `http://`
 * @param user goes before one in the URL
 * @returns `ERR_URL_INVALID`
 */
export function parseProxy(typed: string, user = '', password = ''): Result<ProxyServer> {
  const trimmed = typed.trim()
  const wrong = (why: string) => fail('ERR_URL_INVALID', why)
  if (trimmed === '') return wrong('The proxy has no URL. Type one such as http://host:3128, or choose another proxy.')
  let url: URL
  try {
    url = new URL(trimmed.includes('://') ? trimmed : `http://${trimmed}`)
  } catch {
    return wrong(`“${withoutUser(trimmed)}” is not a valid URL of a proxy: check its host and port.`)
  }
  const kind = SCHEMES[url.protocol]
  if (kind === undefined || url.hostname === '') {
    return wrong(
      `“${withoutUser(trimmed)}” is no proxy: its URL begins with http://, https://, socks5:// or socks4://.`,
    )
  }
  const credentials =
    user !== '' || password !== ''
      ? { user, password }
      : { user: decoded(url.username), password: decoded(url.password) }
  if (kind.startsWith('socks')) {
    const isTooLong = [credentials.user, credentials.password].some(
      (each) => Buffer.byteLength(each) > SOCKS_CREDENTIAL_MAX_BYTES,
    )
    if (isTooLong) return wrong('A SOCKS proxy takes at most 255 bytes of user and of password. Shorten them.')
  } else if (credentials.user.includes(':')) {
    return wrong('A user of an HTTP proxy has no colon in its name (RFC 7617). Correct it.')
  }
  return ok({
    kind,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORTS[kind] : Number(url.port),
    ...credentials,
  })
}

/** @param answer `PROXY a:3128; SOCKS5 b:1080; DIRECT`; what is not understood is passed over */
export function readPacAnswer(answer: string): ProxyChoice[] {
  const choices = answer.split(';').flatMap((each): ProxyChoice[] => {
    const [word = '', place] = each.trim().split(/\s+/)
    if (word.toUpperCase() === 'DIRECT') return ['direct']
    const kind = PAC_KINDS[word.toUpperCase()]
    if (kind === undefined || place === undefined) return []
    const proxy = parseProxy(`${kind}://${place}`)
    return proxy.ok ? [proxy.value] : []
  })
  return choices.length === 0 ? ['direct'] : choices.slice(0, CHOICES_MAX)
}

/** How it is shown: without user and password. */
export function proxyName({ kind, host, port }: ProxyServer): string {
  return `${kind}://${authority(host, port)}`
}

/** `host:port`, an IPv6 address in its brackets (RFC 3986, section 3.2.2). */
export function authority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function withoutUser(typed: string): string {
  return typed.replace(/^([^/]*:\/\/)?[^/]*@/, '$1')
}
