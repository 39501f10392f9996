/**
 * What a client gives to prove who it is, read from a request: a header, a query parameter or the body of `POST /auth`.
 * What is wrong with it is said without repeating any of it: a secret may stand where it does not belong.
 */
import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'

export interface NameAndPassword {
  name: string
  password: string
}

/** Stands where a secret was. */
const HIDDEN = '‹hidden›'

/** `wrong` completes the sentence “The request …”. */
export type Read<T> = { isRead: true; value: T } | { isRead: false; wrong: string }

const wrong = (what: string): Read<never> => ({ isRead: false, wrong: what })
const read = <T>(value: T): Read<T> => ({ isRead: true, value })

/** RFC 7617, in UTF-8. */
export function readBasic(authorization: string): Read<NameAndPassword> {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1]
  if (encoded === undefined) {
    return /^basic\b/i.test(authorization)
      ? wrong('has a header Authorization: Basic that is not Base64 of name:password.')
      : wrong('has an Authorization header of another scheme; this server wants Basic.')
  }
  const bytes = Buffer.from(encoded, 'base64')
  if (!isUtf8(bytes)) return wrong('has a name and password in Authorization: Basic that are not UTF-8.')
  const text = bytes.toString()
  const colon = text.indexOf(':')
  if (colon < 0) return wrong('has no colon between name and password in Authorization: Basic.')
  return read({ name: text.slice(0, colon), password: text.slice(colon + 1) })
}

/** RFC 6750, section 2.1. Node gives a header's bytes as Latin-1; a secret is UTF-8. */
export function readBearer(authorization: string): Read<Buffer> {
  const token = /^bearer +(.+)$/is.exec(authorization)?.[1]
  if (token !== undefined) return read(Buffer.from(token, 'latin1'))
  return /^bearer\b/i.test(authorization)
    ? wrong('has no token in its header Authorization: Bearer.')
    : wrong('has an Authorization header of another scheme; this server wants Bearer.')
}

export function readParameter(url: string | undefined, name: string): Read<string> {
  // With an & in front, since URLSearchParams drops a ? that stands first.
  const query = queryOf(url ?? '')
  const values = new URLSearchParams(`&${query}`).getAll(name)
  const [value] = values
  if (value === undefined) return wrong(`has no “${name}” in its URL: connect with ?${name}=…`)
  if (values.length > 1) return wrong(`has “${name}” more than once in its URL.`)
  if (value === '') return wrong(`has an empty “${name}” in its URL.`)
  return read(value)
}

/** `{"user": "…", "password": "…"}` */
export function readBody(body: string): Read<NameAndPassword> {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return wrong('has a body that is no JSON; send {"user": "…", "password": "…"}.')
  }
  const { user, password } = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  for (const [field, given] of Object.entries({ user, password })) {
    if (typeof given !== 'string') return wrong(`has no text “${field}” in its JSON body.`)
  }
  return read({ name: user as string, password: password as string })
}

/** The rest of the URL stays as it was written, byte for byte. */
export function withoutParameter(url: string, name: string): string {
  return withQuery(url, (parts) => parts.filter((part) => nameOf(part) !== name))
}

/** For people to look at: that it was given, and not what. */
export function withHiddenParameter(url: string, name: string): string {
  return withQuery(url, (parts) => parts.map((part) => (nameOf(part) === name ? `${name}=${HIDDEN}` : part)))
}

/** The scheme stays, where it is one we know; of another the whole may be secret. */
export function hiddenAuthorization(authorization: string): string {
  const scheme = /^(?:basic|bearer)(?= )/i.exec(authorization)?.[0]
  return scheme === undefined ? HIDDEN : `${scheme} ${HIDDEN}`
}

export function withoutAuthorization(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { authorization: _, ...rest } = headers
  return rest
}

function withQuery(url: string, change: (parts: string[]) => string[]): string {
  const query = queryOf(url)
  if (query === '') return url
  const parts = change(query.split('&'))
  const start = url.indexOf('?')
  const rest = url.slice(start + 1 + query.length)
  return url.slice(0, start) + (parts.length === 0 ? '' : `?${parts.join('&')}`) + rest
}

function nameOf(part: string): string | undefined {
  return [...new URLSearchParams(`&${part}`).keys()][0]
}

function queryOf(url: string): string {
  return /\?([^#]*)/.exec(url)?.[1] ?? ''
}
