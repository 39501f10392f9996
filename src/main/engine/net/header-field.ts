/** Headers of a request that is being made: what is there twice, what is a credential, and what of it may be shown. */
import { unescape as unescapeText } from 'node:querystring'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import { HIDDEN } from '../../../shared/variables/hidden'

export interface HeaderField {
  name: string
  value: string
  /** Shows who we are: it is for one origin (RFC 6454) and goes to no other. */
  isCredential: boolean
}

const CREDENTIALS = new Set(['authorization', 'cookie', 'proxy-authorization', 'set-cookie'])

export function headerField(name: string, value: string, isCredential = isCredentialHeader(name)): HeaderField {
  return { name, value, isCredential }
}

export function isCredentialHeader(name: string): boolean {
  return CREDENTIALS.has(name.toLowerCase())
}

export function hasHeader(headers: readonly Pick<HeaderField, 'name'>[], wanted: string): boolean {
  return headers.some(({ name }) => name.toLowerCase() === wanted)
}

/** RFC 7617, in UTF-8. */
export function basicCredentials(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

/** Takes user and password out of a URL. @returns them as a value of Authorization; undefined where there are none */
export function takeCredentials(url: URL): string | undefined {
  const { username, password } = url
  if (username === '' && password === '') return undefined
  url.username = ''
  url.password = ''
  return basicCredentials(unescapeText(username), unescapeText(password))
}

/** Node sends a header once for each value of its list. It knows names by their small letters: the first case stands. */
export function headerLists(headers: readonly Pick<HeaderField, 'name' | 'value'>[]): Record<string, string[]> {
  const lists = new Map<string, [name: string, values: string[]]>()
  for (const { name, value } of headers) {
    const known = lists.get(name.toLowerCase())
    if (known === undefined) lists.set(name.toLowerCase(), [name, [value]])
    else known[1].push(value)
  }
  return Object.fromEntries(lists.values())
}

/** `Bearer abc` → `Bearer ‹hidden›`; a cookie keeps its name and its attributes. */
export function withoutCredential([name, value]: HeaderLine): HeaderLine {
  if (!isCredentialHeader(name)) return [name, value]
  const lower = name.toLowerCase()
  if (lower === 'set-cookie') return [name, value.replace(/^([^=;]*=)[^;]*/, `$1${HIDDEN}`)]
  if (lower === 'cookie') return [name, value.replace(/=[^;]*/g, `=${HIDDEN}`)]
  const scheme = /^[\w-]+ /.exec(value)?.[0] ?? ''
  return [name, `${scheme}${HIDDEN}`]
}
