/** Makes of a connection's settings the request that is sent: where to, with which headers, what is asked before it, by which way. */
import { isIP } from 'node:net'
import { assertNever } from '../../../shared/assert-never'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import { USER_AGENT } from '../../../shared/product'
import type { ConnectionAuth, ConnectionSettings } from '../../../shared/protocol/connection-settings'
import { basicCredentials, type HeaderField, hasHeader, headerField, takeCredentials } from './header-field'
import { type LoginRequest, loginRequest } from './login-request'
import { parseProxy } from './proxy'
import { appendQuery, checkHeader, checkRequest } from './request-check'
import type { Route } from './transport'

export interface DialRequest {
  /** Query included; user and password have become a header. */
  url: URL
  headers: HeaderField[]
  subprotocols: string[]
  login: LoginRequest | undefined
  route: Route
}

type Refused = { ok: false; error: Failure }

/**
 * @param settings filled in
 * @returns `ERR_URL_INVALID`, `ERR_HEADER_INVALID`, `ERR_SUBPROTOCOL_INVALID` or `ERR_OPTION_INVALID`
 */
export function requestOf(settings: ConnectionSettings): Result<DialRequest> {
  const checked = checkRequest(settings)
  if (!checked.ok) return checked
  const url = checked.value
  const route = routeOf(settings, url)
  if (!route.ok) return route
  const headers = settings.headers.map(([name, value]) => headerField(name, value))
  const refused = addAuth(settings.auth, url, headers) ?? addOrigin(settings.origin.trim(), headers)
  if (refused !== undefined) return refused
  if (!hasHeader(headers, 'user-agent')) headers.push(headerField('User-Agent', USER_AGENT))
  const request = { url, headers, subprotocols: settings.subprotocols, route: route.value }
  if (settings.auth.kind !== 'login') return ok({ ...request, login: undefined })
  const login = loginRequest(settings.auth)
  return login.ok ? ok({ ...request, login: login.value }) : login
}

/** Of the settings, or else of the URL: `ws://user:password@host`. */
function addAuth(auth: ConnectionAuth, url: URL, headers: HeaderField[]): Refused | undefined {
  const ofUrl = takeCredentials(url)
  const authorize = (value: string): Refused | undefined => {
    if (hasHeader(headers, 'authorization')) {
      return fail(
        'ERR_HEADER_INVALID',
        'Authorization stands among the headers and is made from the settings for authorization, too. Remove one.',
      )
    }
    headers.push(headerField('Authorization', value))
    return checkHeader('Authorization', value)
  }
  switch (auth.kind) {
    case 'basic':
      if (auth.user.includes(':')) {
        return fail('ERR_OPTION_INVALID', 'A user name for Basic has no colon in it (RFC 7617). Correct it.')
      }
      return authorize(basicCredentials(auth.user, auth.password))
    case 'bearer':
      if (auth.token.trim() === '') {
        return fail('ERR_OPTION_INVALID', 'There is no token for Bearer. Give one, or choose no authorization.')
      }
      return authorize(`Bearer ${auth.token.trim()}`)
    case 'api-key':
      if (auth.in === 'query') appendQuery(url, [[auth.name, auth.value]])
      else {
        const refused = checkKeyHeader(auth.name, auth.value)
        if (refused !== undefined) return refused
        headers.push(headerField(auth.name, auth.value, true))
      }
      break
    case 'none':
    case 'login':
      break
    default:
      assertNever(auth)
  }
  // One that is among the headers was typed with more thought.
  if (ofUrl !== undefined && !hasHeader(headers, 'authorization')) headers.push(headerField('Authorization', ofUrl))
  return undefined
}

function checkKeyHeader(name: string, value: string): Refused | undefined {
  const checked = checkRequest({ url: 'ws://localhost', query: [], headers: [[name, value]], subprotocols: [] })
  return checked.ok ? undefined : checked
}

function addOrigin(origin: string, headers: HeaderField[]): Refused | undefined {
  if (origin === '') return undefined
  if (hasHeader(headers, 'origin')) {
    return fail('ERR_HEADER_INVALID', 'Origin stands among the headers and in its own field. Remove one.')
  }
  headers.push(headerField('Origin', origin))
  return checkHeader('Origin', origin)
}

function routeOf({ network: { proxy, family } }: ConnectionSettings, url: URL): Result<Route> {
  if (proxy.kind !== 'server') {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const own = isIP(host)
    if (family !== 0 && own !== 0 && own !== family) {
      return fail(
        'ERR_URL_INVALID',
        `${host} is an IPv${own} address, and only IPv${family} is allowed. Change either.`,
      )
    }
    return ok({ proxy: proxy.kind, family })
  }
  const server = parseProxy(proxy.url, proxy.user, proxy.password)
  return server.ok ? ok({ proxy: server.value, family }) : server
}
