/** The request that is made before a handshake to get in, and what of its answer goes into the handshake. */
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import { parsePath } from '../../../shared/filter/parse-field'
import { USER_AGENT } from '../../../shared/product'
import type { LoginAuth } from '../../../shared/protocol/connection-settings'
import type { FieldPath } from '../../../shared/protocol/feed'
import { urlWithoutSecrets } from '../../../shared/protocol/secret-settings'
import { type HeaderField, hasHeader, headerField, takeCredentials } from './header-field'
import { checkHeader, checkLoginHeaders, checkRequest } from './request-check'

type Taken = LoginAuth['takes'][number]

export interface Take extends Taken {
  /** Of `field`; of JSON only. */
  path: FieldPath
}

export interface LoginRequest {
  url: URL
  method: LoginAuth['method']
  headers: HeaderField[]
  /** Empty for none. */
  body: string
  takes: Take[]
}

/**
 * @param auth filled in
 * @returns `ERR_URL_INVALID`, `ERR_HEADER_INVALID` or `ERR_OPTION_INVALID`
 */
export function loginRequest({ url: typed, method, headers: own, body: text, takes }: LoginAuth): Result<LoginRequest> {
  const url = loginUrl(typed.trim())
  if (!url.ok) return url
  const refused = checkLoginHeaders(own)
  if (refused !== undefined) return refused
  const read: Take[] = []
  for (const take of takes) {
    const checked = readTake(take)
    if (!checked.ok) return checked
    read.push(checked.value)
  }
  const headers = own.map(([name, value]) => headerField(name, value))
  const credentials = takeCredentials(url.value)
  if (credentials !== undefined && !hasHeader(headers, 'authorization')) {
    headers.push(headerField('Authorization', credentials))
  }
  const body = method === 'GET' ? '' : text
  if (isJson(body) && !hasHeader(headers, 'content-type')) headers.push(headerField('Content-Type', 'application/json'))
  if (!hasHeader(headers, 'user-agent')) headers.push(headerField('User-Agent', USER_AGENT))
  return ok({ url: url.value, method, headers, body, takes: read })
}

function loginUrl(typed: string): Result<URL> {
  const wrong = (why: string) => fail('ERR_URL_INVALID', why)
  if (typed === '') return wrong('The login has no URL. Type one that begins with http:// or https://.')
  const shown = urlWithoutSecrets(typed)
  try {
    const url = new URL(typed)
    if (url.protocol === 'http:' || url.protocol === 'https:') {
      url.hash = ''
      return ok(url)
    }
  } catch {
    if (/^https?:\/\//i.test(typed)) return wrong(`“${shown}” is not a valid URL of a login: check its host and port.`)
  }
  return wrong(`“${shown}” is not the URL of a login: it begins with http:// or https://.`)
}

function readTake(take: Taken): Result<Take> {
  const field = take.field.trim()
  const name = take.name.trim()
  const refused = checkTarget(take, name)
  if (refused !== undefined) return refused
  if (take.from === 'header') {
    return checkHeader(field, '') ?? ok({ ...take, field, name, path: [] })
  }
  if (take.from === 'body') return ok({ ...take, field, name, path: [] })
  const path = field.startsWith('$') ? parsePath(field) : undefined
  if (path?.ok) return ok({ ...take, field, name, path: path.value })
  return fail(
    'ERR_OPTION_INVALID',
    `“${field}” is no field of the login's answer: write it as $.token or $.items[0].id.`,
  )
}

function checkTarget({ into }: Taken, name: string): { ok: false; error: Failure } | undefined {
  if (into === 'query') {
    return name === ''
      ? fail('ERR_OPTION_INVALID', 'What is taken from the login has no name for the query. Give it one.')
      : undefined
  }
  const checked = checkRequest({ url: 'ws://localhost', query: [], headers: [[name, '']], subprotocols: [] })
  return checked.ok ? undefined : checked
}

function isJson(body: string): boolean {
  if (body === '') return false
  try {
    JSON.parse(body)
    return true
  } catch {
    return false
  }
}
