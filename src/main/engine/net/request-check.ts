/** Checks what the user typed before anything is dialled, and says in a sentence what to change. */
import { fail, ok, type Result } from '../../../shared/failure'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import { urlWithoutSecrets } from '../../../shared/protocol/secret-settings'

/** RFC 9110, section 5.6.2: what header names and subprotocols are made of. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
/** RFC 9110, section 5.5: visible characters, spaces and tabs; no line breaks, which would smuggle a header. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** The handshake's own; two of them in one request would break it (RFC 6455, section 4.1). */
const HANDSHAKE_HEADERS = new Set([
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
])

/** They announce a body or a way to read one; an opening handshake has none, and Node would send one (RFC 9112, section 6). */
const BODY_HEADERS = new Set(['content-length', 'transfer-encoding', 'trailer', 'te', 'expect'])

/**
 * @returns the URL to dial, query included; `ERR_URL_INVALID`, `ERR_HEADER_INVALID` or `ERR_SUBPROTOCOL_INVALID`
 */
export function checkRequest(
  request: Pick<ConnectionSettings, 'url' | 'query' | 'headers' | 'subprotocols'>,
): Result<URL> {
  const url = checkUrl(request.url)
  if (!url.ok) return url
  appendQuery(url.value, request.query)
  return checkHeaders(request.headers) ?? checkSubprotocols(request.subprotocols) ?? url
}

/** Leaves the URL's own query as it was typed: it may be signed, and `searchParams.append` would write all of it anew. */
export function appendQuery(url: URL, query: ConnectionSettings['query']): void {
  if (query.length === 0) return
  const encoded = new URLSearchParams(query).toString().replaceAll('+', '%20')
  url.search += url.search === '' ? encoded : `&${encoded}`
}

function checkUrl(typed: string): Result<URL> {
  const wrong = (why: string) => fail('ERR_URL_INVALID', why)
  const trimmed = typed.trim()
  if (trimmed === '') return wrong('There is no URL. Type one that begins with ws:// or wss://.')
  // A sentence becomes a row of the log, where others may read it.
  const shown = urlWithoutSecrets(trimmed)
  let url: URL
  try {
    url = new URL(trimmed)
  } catch {
    return /^wss?:\/\//i.test(trimmed)
      ? wrong(`“${shown}” is not a valid URL: check its host and port.`)
      : wrong(
          `“${shown}” is not a WebSocket URL. Type one that begins with ws:// or wss://, such as ws://${withoutScheme(shown)}.`,
        )
  }
  if (url.protocol === 'http:' || url.protocol === 'https:') {
    const scheme = url.protocol === 'http:' ? 'ws' : 'wss'
    return wrong(
      `A WebSocket URL begins with ws:// or wss://, not ${url.protocol}//. Try ${scheme}://${withoutScheme(shown)}.`,
    )
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    return wrong(`“${shown}” is not a WebSocket URL. Type one that begins with ws:// or wss://.`)
  }
  if (url.hash !== '' || trimmed.endsWith('#')) {
    return wrong(
      'A WebSocket URL has no fragment (RFC 6455, section 3). Remove the part from # on, or write it as %23.',
    )
  }
  return ok(url)
}

function withoutScheme(typed: string): string {
  return typed.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/^\/+/, '') || 'localhost:8080'
}

function checkHeaders(headers: ConnectionSettings['headers']) {
  let hosts = 0
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    const problem = checkHeader(name, value)
    if (problem !== undefined) return problem
    if (lower === 'sec-websocket-protocol') {
      return fail('ERR_HEADER_INVALID', `${name} is made from the subprotocols. Write them in their own field.`)
    }
    if (BODY_HEADERS.has(lower)) {
      return fail('ERR_HEADER_INVALID', `${name} is about a body, and a handshake has none. Remove it.`)
    }
    if (lower === 'host' && hosts++ > 0) {
      return fail('ERR_HEADER_INVALID', 'There are two Host headers, and a request has one. Remove one.')
    }
    if (HANDSHAKE_HEADERS.has(lower)) {
      return fail('ERR_HEADER_INVALID', `${name} belongs to the handshake and cannot be set. Remove it.`)
    }
  }
  return undefined
}

/** One header of any request. */
export function checkHeader(name: string, value: string) {
  if (!TOKEN.test(name)) {
    return fail('ERR_HEADER_INVALID', `“${name}” is not a header name: use letters, digits and hyphens.`)
  }
  return FIELD_VALUE.test(value)
    ? undefined
    : fail('ERR_HEADER_INVALID', `The value of ${name} has a character that a header cannot carry. Encode it.`)
}

/** Those of a login's request: what Node makes of the body is not set by hand. */
export function checkLoginHeaders(headers: ConnectionSettings['headers']) {
  for (const [name, value] of headers) {
    const problem = checkHeader(name, value)
    if (problem !== undefined) return problem
    if (BODY_HEADERS.has(name.toLowerCase()) || HANDSHAKE_HEADERS.has(name.toLowerCase())) {
      return fail('ERR_HEADER_INVALID', `${name} of the login is made by Feedscope and cannot be set. Remove it.`)
    }
  }
  return undefined
}

function checkSubprotocols(subprotocols: readonly string[]) {
  const seen = new Set<string>()
  for (const subprotocol of subprotocols) {
    if (!TOKEN.test(subprotocol)) {
      return fail('ERR_SUBPROTOCOL_INVALID', `“${subprotocol}” is not a subprotocol: no spaces, commas or quotes.`)
    }
    if (seen.has(subprotocol)) {
      return fail('ERR_SUBPROTOCOL_INVALID', `The subprotocol “${subprotocol}” stands there twice. Remove one.`)
    }
    seen.add(subprotocol)
  }
  return undefined
}
