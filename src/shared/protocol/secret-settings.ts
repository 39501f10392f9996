/**
 * Which settings are secret, told once: they are taken out of whatever is written for others to read, and put back from where
 * they are kept. What stays is an empty text in their place.
 *
 * A secret goes by a name and not by a number in a list, `headers.authorization`, so that it finds its place again in a file
 * that somebody has reordered; the second of the same name is `headers.authorization.2`.
 *
 * What has no name that says so is not known to be one: a path of a URL, a subprotocol, a message. For those there are
 * secret variables: what consists of `{{variables}}` alone is no secret, and stays readable.
 */
import { assertNever } from '../assert-never'
import { HIDDEN } from '../variables/hidden'
import type { ConnectionSettings } from './connection-settings'
import type { Desk, Variable } from './desk'
import type { ServerSettings } from './server-settings'

/** By their names. */
export type Secrets = Readonly<Record<string, string>>

export interface Taken<T> {
  settings: T
  secrets: Record<string, string>
}

/** A header or query parameter of such a name holds a secret. */
const SECRET_NAME =
  /authorization|cookie|token|secret|password|passwd|passphrase|credential|jwt|session|(?:api|access|auth|app|listen|private|shared|subscription)[-_]?key/i
/** Too short to be looked for inside other names. */
const SECRET_WORD = /^(?:sig|signature|auth|key|pass|pwd|sid)$/i

/** Words that stand before a credential and are none: `Bearer {{token}}`. */
const AUTH_SCHEME = /^\s*(?:basic|bearer|token|digest|apikey|api-key)\s+/i
/** A name alone: the words of `{{pick a b}}` are values, and those may be secret. */
const VARIABLES = /\{\{\s*[A-Za-z_][\w.-]*\s*\}\}/g
/** As browsers read a URL, which may be half typed: what stands before the last @ of its host. */
const SCHEME = /^\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}/i
const USERINFO = /^([^/\\?#]*)@/
const PARAMETER = /([?&#])([^=&#?]*)=([^&#]*)/g

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_WORD.test(name.trim())
}

/** Whether there is anything in a value that others may not read. */
export function isSecretValue(value: string): boolean {
  const rest = value.replace(VARIABLES, '')
  return rest === value ? value !== '' : rest.replace(AUTH_SCHEME, '').trim() !== ''
}

export function takeSecrets(settings: ConnectionSettings): Taken<ConnectionSettings> {
  const taker = new Taker()
  return { settings: visitConnection(settings, taker), secrets: taker.secrets }
}

/** @param secrets go where nothing stands: what somebody wrote in their place stays */
export function withSecrets(settings: ConnectionSettings, secrets: Secrets): ConnectionSettings {
  return visitConnection(settings, new Giver(secrets))
}

export function takeServerSecrets<S extends ServerSettings>(settings: S): Taken<S> {
  const taker = new Taker()
  return { settings: visitServer(settings, taker), secrets: taker.secrets }
}

export function withServerSecrets<S extends ServerSettings>(settings: S, secrets: Secrets): S {
  return visitServer(settings, new Giver(secrets))
}

export function takeDeskSecrets(desk: Desk): Taken<Desk> {
  const taker = new Taker()
  return { settings: visitDesk(desk, taker), secrets: taker.secrets }
}

export function withDeskSecrets(desk: Desk, secrets: Secrets): Desk {
  return visitDesk(desk, new Giver(secrets))
}

/** @returns a URL as it was typed, perhaps half, with nothing secret to be read in it: for sentences about it */
export function urlWithoutSecrets(url: string): string {
  return visitUrl('', url, new Hider())
}

/** Goes through the places of secrets; what it answers then stands there. */
interface Visitor {
  value(name: string, value: string, isSecret?: boolean): string
}

/** Takes them, and leaves nothing in their place. */
class Taker implements Visitor {
  readonly secrets: Record<string, string> = {}
  private readonly names = new Names()

  value(name: string, value: string, isSecret = isSecretValue(value)): string {
    const own = this.names.next(name)
    if (!isSecret) return value
    this.secrets[own] = value
    return ''
  }
}

/** Puts them back. */
class Giver implements Visitor {
  private readonly names = new Names()

  constructor(private readonly secrets: Secrets) {}

  value(name: string, value: string): string {
    const own = this.names.next(name)
    return value === '' && Object.hasOwn(this.secrets, own) ? (this.secrets[own] as string) : value
  }
}

/** Says where they are, and not what. */
class Hider implements Visitor {
  value(_name: string, value: string, isSecret = isSecretValue(value)): string {
    return isSecret ? HIDDEN : value
  }
}

/** The second of the same name gets a number. */
class Names {
  private readonly counts = new Map<string, number>()

  next(name: string): string {
    const count = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, count)
    return count === 1 ? name : `${name}.${count}`
  }
}

function visitConnection(settings: ConnectionSettings, visitor: Visitor): ConnectionSettings {
  const { url, headers, query, auth, network, tls } = settings
  return {
    ...settings,
    url: visitUrl('url', url, visitor),
    headers: visitPairs('headers', headers, visitor),
    query: visitPairs('query', query, visitor),
    auth: visitAuth(auth, visitor),
    network: { ...network, proxy: visitProxy(network.proxy, visitor) },
    tls: { ...tls, clientCertificate: visitCertificate(tls.clientCertificate, visitor) },
  }
}

function visitAuth(auth: ConnectionSettings['auth'], visitor: Visitor): ConnectionSettings['auth'] {
  switch (auth.kind) {
    case 'none':
      return auth
    case 'basic':
      return { ...auth, password: visitor.value('auth.password', auth.password) }
    case 'bearer':
      return { ...auth, token: visitor.value('auth.token', auth.token) }
    case 'api-key':
      return { ...auth, value: visitor.value('auth.value', auth.value) }
    case 'login':
      return {
        ...auth,
        url: visitUrl('auth.url', auth.url, visitor),
        headers: visitPairs('auth.headers', auth.headers, visitor),
        body: visitor.value('auth.body', auth.body),
      }
    default:
      return assertNever(auth)
  }
}

function visitProxy(proxy: ConnectionSettings['network']['proxy'], visitor: Visitor) {
  if (proxy.kind !== 'server') return proxy
  return {
    ...proxy,
    url: visitUrl('proxy.url', proxy.url, visitor),
    password: visitor.value('proxy.password', proxy.password),
  }
}

function visitCertificate(certificate: ConnectionSettings['tls']['clientCertificate'], visitor: Visitor) {
  if (certificate.kind === 'none') return certificate
  return { ...certificate, passphrase: visitor.value('tls.passphrase', certificate.passphrase) }
}

function visitServer<S extends ServerSettings>(settings: S, visitor: Visitor): S {
  const { auth, options } = settings
  const users = auth.users.map((user) => ({
    ...user,
    secret: visitor.value(`users.${user.name}`, user.secret, user.secret !== ''),
  }))
  // Where a tap connects to: a client's URL like any other.
  const { upstream } = options
  return {
    ...settings,
    auth: { ...auth, users },
    options: typeof upstream === 'string' ? { ...options, upstream: visitUrl('upstream', upstream, visitor) } : options,
  }
}

function visitDesk(desk: Desk, visitor: Visitor): Desk {
  return {
    ...desk,
    globals: visitVariables('globals', desk.globals, visitor),
    environments: desk.environments.map(({ name, variables }) => ({
      name,
      variables: visitVariables(`environments.${name}`, variables, visitor),
    })),
  }
}

function visitVariables(list: string, variables: readonly Variable[], visitor: Visitor): Variable[] {
  return variables.map((variable) =>
    variable.isSecret ? { ...variable, value: visitor.value(`${list}.${variable.name}`, variable.value) } : variable,
  )
}

function visitUrl(name: string, url: string, visitor: Visitor): string {
  const scheme = SCHEME.exec(url)?.[0] ?? ''
  const afterScheme = url.slice(scheme.length)
  const written = USERINFO.exec(afterScheme)?.[1] ?? ''
  const userinfo = visitor.value(`${name}.userinfo`, written, written.split(':').some(isSecretValue))
  const rest = afterScheme
    .replace(USERINFO, '')
    .replace(PARAMETER, (found, before: string, parameter: string, value: string) => {
      const plain = decoded(parameter)
      if (!isSecretName(plain)) return found
      return `${before}${parameter}=${visitor.value(`${name}.${plain.toLowerCase()}`, value)}`
    })
  return `${scheme}${userinfo === '' ? '' : `${userinfo}@`}${rest}`
}

function visitPairs(list: string, pairs: readonly [string, string][], visitor: Visitor): [string, string][] {
  return pairs.map(([name, value]) =>
    isSecretName(name) ? [name, visitor.value(`${list}.${name.trim().toLowerCase()}`, value)] : [name, value],
  )
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
