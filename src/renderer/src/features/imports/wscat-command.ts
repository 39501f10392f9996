/** A wscat command line, read into a connection. */
import { type OptionKinds, readOptions } from './command-options'
import { basicAuth, fileOf, PIN_INSTEAD, readHeader, readHeaders, readProxy, webSocketUrl } from './command-request'
import { type ImportResult, makeConnection, Notes, type SettingsInput } from './imported'
import { splitCommand } from './shell-words'

const KINDS: OptionKinds = {
  connect: 'value',
  listen: 'value',
  header: 'value',
  auth: 'value',
  subprotocol: 'value',
  origin: 'value',
  'no-check': 'flag',
  ca: 'value',
  cert: 'value',
  key: 'value',
  passphrase: 'value',
  host: 'value',
  protocol: 'value',
  wait: 'value',
  execute: 'value',
  'show-ping-pong': 'flag',
  location: 'flag',
  'max-redirects': 'value',
  proxy: 'value',
  'no-color': 'flag',
  slash: 'flag',
}

const LETTERS: Readonly<Record<string, string>> = {
  c: 'connect',
  l: 'listen',
  H: 'header',
  s: 'subprotocol',
  o: 'origin',
  n: 'no-check',
  p: 'protocol',
  w: 'wait',
  x: 'execute',
  P: 'show-ping-pong',
  L: 'location',
}

/** wscat's, and ours at most. */
const REDIRECTS = 10
const REDIRECTS_MAX = 20
const ON_OPEN_MAX = 50

export function readWscat(line: string): ImportResult {
  const split = splitCommand(line)
  if (split === undefined)
    return { ok: false, problem: 'A quote in this command line is not closed. Paste the whole of it.' }
  const notes = new Notes()
  for (const each of split.ignored) notes.add(`A shell would have run or read “${each}”: it is left out.`)
  const urls: string[] = []
  const headers: [string, string][] = []
  const subprotocols: string[] = []
  const messages: string[] = []
  const one = new Map<string, string>()
  const program = split.words.findIndex((word) => /(^|[\\/])wscat(\.cmd|@\S+)?$/i.test(word))
  readOptions(split.words.slice(program + 1), {
    kinds: KINDS,
    letters: LETTERS,
    onWord: (word) => urls.push(word),
    onUnknown: (option) => notes.add(`The option ${option} is not known here: it is left out.`),
    onOption: (name, value) => {
      one.set(name, value)
      const pair = readHeader(value)
      if (name === 'connect') urls.push(value)
      else if (name === 'header' && pair !== undefined) headers.push(pair)
      else if (name === 'subprotocol') subprotocols.push(value)
      else if (name === 'execute') messages.push(value)
    },
  })
  if (urls.length === 0) {
    const problem = one.has('listen')
      ? `This wscat is a server. Begin one on port ${one.get('listen')} by New server.`
      : 'There is no URL in this wscat command: it stands behind -c.'
    return { ok: false, problem }
  }
  const host = one.get('host')
  if (host !== undefined) headers.push(['Host', host])
  noteTheRest(one, messages, notes)
  const request = readHeaders(headers, notes)
  const auth = one.get('auth')
  const origin = one.get('origin')
  const proxy = one.get('proxy')
  const throughProxy = proxy === undefined ? undefined : readProxy(proxy, undefined, '80')
  const settings: SettingsInput = {
    ...request,
    ...(auth !== undefined && { auth: basicAuth(auth) }),
    ...(origin !== undefined && { origin }),
    subprotocols: [...(request.subprotocols ?? []), ...subprotocols],
    redirectsMax: one.has('location') ? Math.min(REDIRECTS_MAX, Number(one.get('max-redirects') ?? REDIRECTS) || 0) : 0,
    ...(throughProxy && { network: { proxy: throughProxy } }),
    tls: tlsOf(one, notes),
    onOpen: messages.slice(0, ON_OPEN_MAX).map((message) => ({ type: 'text' as const, message })),
  }
  const connections = urls.flatMap((url) => makeConnection(webSocketUrl(url), settings, notes) ?? [])
  const variables = [...new Set(split.variables)].map((name) => ({ name, value: '', isSecret: false }))
  return { ok: true, value: { what: 'a wscat command line', connections, variables, notes: notes.list() } }
}

function tlsOf(one: ReadonlyMap<string, string>, notes: Notes): NonNullable<SettingsInput['tls']> {
  const ca = one.get('ca')
  const cert = one.get('cert')
  const key = one.get('key')
  return {
    ...(ca !== undefined && { caFile: fileOf(ca, notes) }),
    ...(cert !== undefined && {
      clientCertificate: {
        kind: 'pem' as const,
        certificateFile: fileOf(cert, notes),
        keyFile: fileOf(key ?? cert, notes),
        passphrase: one.get('passphrase') ?? '',
      },
    }),
  }
}

function noteTheRest(one: ReadonlyMap<string, string>, messages: readonly string[], notes: Notes): void {
  if (one.has('no-check')) notes.add(PIN_INSTEAD)
  const version = one.get('protocol')
  if (version !== undefined && version !== '13') {
    notes.add(`Version ${version} of the protocol is not spoken here, nor by servers of today: 13 is.`)
  }
  if (one.has('wait')) notes.add('-w would end the connection after a while: here it stays open until you close it.')
  if (one.has('slash')) notes.add('--slash is left out: pings, pongs and closes are sent by the send panel.')
  if (messages.length > ON_OPEN_MAX) notes.add(`Of the messages to send, the first ${ON_OPEN_MAX} are taken.`)
  if (one.has('proxy') && readProxy(one.get('proxy') ?? '', undefined, '80') === undefined) {
    notes.add('The proxy is of a kind that is not known here.')
  }
}
