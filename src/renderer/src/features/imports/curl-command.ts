/** A curl command line, as browsers copy it and people write it, read into connections: one for each of its URLs. */
import { readOptions } from './command-options'
import {
  basicAuth,
  fileOf,
  PIN_INSTEAD,
  readHeader,
  readHeaders,
  readProxy,
  splitList,
  timeoutOf,
  webSocketUrl,
} from './command-request'
import { KINDS, LETTERS, WITHOUT_MEANING } from './curl-options'
import { type ImportResult, makeConnection, Notes, type SettingsInput } from './imported'
import { splitCommand } from './shell-words'

const TLS_VERSIONS = {
  tlsv1: 'TLSv1',
  'tlsv1.0': 'TLSv1',
  'tlsv1.1': 'TLSv1.1',
  'tlsv1.2': 'TLSv1.2',
  'tlsv1.3': 'TLSv1.3',
} as const
/** curl's, where a proxy has none. */
const PROXY_PORT = '1080'
/** Of ours: curl follows fifty unless it is told otherwise. */
const REDIRECTS_MAX = 20

export function readCurl(line: string): ImportResult {
  const split = splitCommand(line)
  if (split === undefined)
    return { ok: false, problem: 'A quote in this command line is not closed. Paste the whole of it.' }
  const notes = new Notes()
  for (const each of split.ignored) notes.add(`A shell would have run or read “${each}”: it is left out.`)
  const urls: string[] = []
  const headers: [string, string][] = []
  const cookies: string[] = []
  const query: [string, string][] = []
  const data: string[] = []
  const one = new Map<string, string>()
  readOptions(split.words.slice(1), {
    kinds: KINDS,
    letters: LETTERS,
    onWord: (word) => urls.push(word),
    onUnknown: (option) => notes.add(`The option ${option} is not known here: it is left out.`),
    onOption: (name, value) => {
      one.set(name, value)
      const pair = readHeader(value)
      if (name === 'url') urls.push(value)
      else if (name === 'header' && value.startsWith('@'))
        notes.add(`Headers in the file ${value.slice(1)} are not read.`)
      else if (name === 'header' && pair !== undefined) headers.push(pair)
      else if (name === 'cookie' && value.includes('=')) cookies.push(value.replace(/^@/, ''))
      else if (name === 'cookie') notes.add(`Cookies in the file ${value} are not read: add a Cookie header.`)
      else if (/^(data(-.*)?|json)$/.test(name)) data.push(value)
      else if (name === 'url-query') query.push(...readQuery(value))
      else if (name === 'next') notes.add('What stands behind --next is read as if it were one command.')
    },
  })
  if (one.has('get')) query.push(...data.flatMap(readQuery))
  else if (data.length > 0) notes.add('A WebSocket handshake has no body: the data is left out.')
  noteTheRest(one, notes)
  if (cookies.length > 0) headers.push(['Cookie', cookies.join('; ')])
  const agent = one.get('user-agent')
  if (agent !== undefined) headers.push(['User-Agent', agent])
  const referer = one.get('referer')?.replace(/;auto$/, '')
  if (referer) headers.push(['Referer', referer])

  const request = readHeaders(headers, notes)
  const settings: SettingsInput = {
    ...request,
    ...authOf(one),
    query,
    redirectsMax: redirectsOf(one),
    network: networkOf(one, notes),
    tls: tlsOf(one, notes),
    handshakeTimeoutMs: timeoutOf(one.get('connect-timeout') ?? '') ?? timeoutOf(one.get('max-time') ?? '') ?? 10_000,
  }
  if (urls.length === 0) return { ok: false, problem: 'There is no URL in this curl command.' }
  const connections = urls.flatMap((url) => makeConnection(webSocketUrl(url), settings, notes) ?? [])
  const variables = split.variables.map((name) => ({ name, value: '', isSecret: false }))
  return {
    ok: true,
    value: { what: 'a curl command line', connections, variables: unique(variables), notes: notes.list() },
  }
}

function authOf(one: ReadonlyMap<string, string>): SettingsInput {
  const token = one.get('oauth2-bearer')
  if (token !== undefined) return { auth: { kind: 'bearer', token } }
  const user = one.get('user')
  return user === undefined ? {} : { auth: basicAuth(user) }
}

function redirectsOf(one: ReadonlyMap<string, string>): number {
  if (!one.has('location') && !one.has('location-trusted')) return 0
  const most = Number(one.get('max-redirs') ?? REDIRECTS_MAX)
  return most < 0 ? REDIRECTS_MAX : Math.min(REDIRECTS_MAX, Math.floor(most) || 0)
}

function networkOf(one: ReadonlyMap<string, string>, notes: Notes): NonNullable<SettingsInput['network']> {
  const family = one.has('ipv4') ? 4 : one.has('ipv6') ? 6 : 0
  if (splitList(one.get('noproxy') ?? '', ',').includes('*')) return { family, proxy: { kind: 'none' } }
  const socks = ['socks4', 'socks4a', 'socks5', 'socks5-hostname'].find((name) => one.has(name))
  const typed = socks === undefined ? one.get('proxy') : `${socks.slice(0, 6)}://${one.get(socks)}`
  if (typed === undefined) return { family }
  if (typed === '') return { family, proxy: { kind: 'none' } }
  const proxy = readProxy(typed, one.get('proxy-user'), PROXY_PORT)
  if (proxy === undefined)
    notes.add(`The proxy ${typed.replace(/\/\/.*@/, '//…@')} is of a kind that is not known here.`)
  return { family, ...(proxy && { proxy }) }
}

function tlsOf(one: ReadonlyMap<string, string>, notes: Notes): NonNullable<SettingsInput['tls']> {
  const caFile = one.get('cacert')
  const version = (Object.keys(TLS_VERSIONS) as (keyof typeof TLS_VERSIONS)[]).find((each) => one.has(each))
  const typed = one.get('cert')
  const base = {
    ...(caFile && { caFile: fileOf(caFile, notes) }),
    ...(version && { minVersion: TLS_VERSIONS[version] }),
  }
  if (typed === undefined) return base
  // `file:password`; a drive's letter has a colon too.
  const [, file = typed, password = ''] = /^((?:[A-Za-z]:[\\/])?[^:]*)(?::(.*))?$/.exec(typed) ?? []
  const passphrase = one.get('pass') ?? password
  const isPkcs12 = one.get('cert-type')?.toUpperCase() === 'P12' || /\.(p12|pfx)$/i.test(file)
  const key = one.get('key')
  const clientCertificate = isPkcs12
    ? ({ kind: 'pkcs12', file: fileOf(file, notes), passphrase } as const)
    : ({ kind: 'pem', certificateFile: fileOf(file, notes), keyFile: fileOf(key ?? file, notes), passphrase } as const)
  return { ...base, clientCertificate }
}

/** What has been taken care of above. */
const READ = new Set([
  'header',
  'cookie',
  'user',
  'user-agent',
  'referer',
  'cert',
  'key',
  'pass',
  'cacert',
  'proxy',
  'proxy-user',
  'socks4',
  'socks4a',
  'socks5',
  'socks5-hostname',
  'noproxy',
  'max-time',
  'connect-timeout',
  'max-redirs',
  'data',
  'data-raw',
  'data-binary',
  'data-ascii',
  'data-urlencode',
  'json',
  'url',
  'url-query',
  'location',
  'location-trusted',
  'ipv4',
  'ipv6',
  'oauth2-bearer',
  'next',
  ...Object.keys(TLS_VERSIONS),
])

function noteTheRest(one: ReadonlyMap<string, string>, notes: Notes): void {
  for (const [name, value] of one) {
    if (READ.has(name) || WITHOUT_MEANING.has(name)) continue
    if (name === 'insecure') notes.add(PIN_INSTEAD)
    else if (name === 'request') {
      if (value.toUpperCase() !== 'GET') notes.add(`A WebSocket handshake is a GET, not a ${value}.`)
    } else if (name === 'resolve' || name === 'connect-to') {
      notes.add(
        `--${name} is left out: names are resolved as everywhere. Put the address into the URL and its name into a Host header.`,
      )
    } else if (name === 'http2' || name === 'http2-prior-knowledge' || name === 'http3' || name === 'http1.0') {
      notes.add(`The handshake is made over HTTP/1.1, not as --${name} says.`)
    } else if (name === 'digest' || name === 'ntlm' || name === 'negotiate' || name === 'aws-sigv4') {
      notes.add(`--${name} is a way to log in that is not known here.`)
    } else notes.add(`--${name} is left out.`)
  }
}

/** `a=1&b=2` */
function readQuery(text: string): [string, string][] {
  return [...new URLSearchParams(text.replace(/^\+/, ''))]
}

function unique<T extends { name: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((each) => [each.name, each])).values()]
}
