/** Makes the login's request and takes of its answer what the handshake needs. */
import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { assertNever } from '../../../shared/assert-never'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { EarlierExchange, HeaderLine } from '../../../shared/protocol/handshake'
import { HIDDEN, hideAll } from '../../../shared/variables/hidden'
import type { CookieStore } from './cookies'
import { describeDialError } from './dial-failure'
import { HANDSHAKE_BODY_MAX_BYTES, headerLines, sentHeaders, statusLineOf } from './handshake-record'
import { type HeaderField, headerField, headerLists, withoutCredential } from './header-field'
import type { LoginRequest, Take } from './login-request'
import { checkHeader } from './request-check'

/** A token, or a page around it; more is something else. */
const ANSWER_MAX_BYTES = 1024 * 1024

/** What a login gave. */
export interface LoginYield {
  headers: HeaderField[]
  query: [name: string, value: string][]
  /** Not to be shown. */
  secrets: string[]
}

export interface LoginOutcome {
  /** As it is shown; absent where nothing came back. */
  exchange: EarlierExchange
  result: Result<LoginYield>
}

interface Answer {
  response: NonNullable<EarlierExchange['response']>
  body: string
  isTooLong: boolean
}

/**
 * @param socket to the server of the login, ready
 * @param cookies get what the answer sets
 * @returns `ERR_LOGIN_REFUSED`, `ERR_LOGIN_ANSWER`, or why there was no answer
 */
export async function logIn(
  login: LoginRequest,
  socket: Socket,
  cookies: CookieStore,
  now: () => number,
): Promise<LoginOutcome> {
  const startedAtMs = now()
  const cookie = cookies.header(login.url)
  const headers = cookie === '' ? login.headers : [...login.headers, headerField('Cookie', cookie)]
  let sent: HeaderLine[] = []
  const answer = await ask(login, headers, socket, (lines) => {
    sent = lines
  })
  socket.destroy()
  const { url, method } = login
  const exchange: EarlierExchange = {
    kind: 'login',
    url: shownUrl(url),
    requestLine: `${method} ${url.pathname}${url.search}`,
    requestHeaders: sent.map(withoutCredential),
    durationMs: now() - startedAtMs,
  }
  if (!answer.ok) return { exchange, result: answer }
  const { response, body } = answer.value
  const setCookies = response.headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value)
  for (const line of setCookies) cookies.set(line, url)
  const result = takeFrom(answer.value, login, setCookies.length > 0)
  const secrets = result.ok ? result.value.secrets : []
  const hide = (text: string) => hideAll(text, new Map(secrets.map((secret) => [secret, HIDDEN])))
  exchange.response = {
    ...response,
    headers: response.headers.map(withoutCredential).map(([name, value]): HeaderLine => [name, hide(value)]),
    body: hide(body.slice(0, shownLength(body, secrets))).slice(0, HANDSHAKE_BODY_MAX_BYTES),
    bodyTruncated: body.length > HANDSHAKE_BODY_MAX_BYTES,
  }
  return { exchange, result }
}

/** As much of a body as is shown, cut before a secret rather than in it: half of one nobody would hide. */
function shownLength(body: string, secrets: readonly string[]): number {
  let length = HANDSHAKE_BODY_MAX_BYTES
  for (let before = -1; before !== length; ) {
    before = length
    for (const secret of secrets) {
      const at = body.indexOf(secret, Math.max(0, length - secret.length + 1))
      if (at !== -1 && at < length) length = at
    }
  }
  return length
}

function ask(
  { url, method, body }: LoginRequest,
  headers: readonly HeaderField[],
  socket: Socket,
  onSent: (headers: HeaderLine[]) => void,
): Promise<Result<Answer>> {
  return new Promise((resolve) => {
    const asked = request({
      method,
      path: `${url.pathname}${url.search}`,
      host: url.hostname,
      port: url.port === '' ? undefined : url.port,
      defaultPort: url.protocol === 'https:' ? 443 : 80,
      headers: headerLists(headers),
      createConnection: () => socket,
    })
    const bytes = Buffer.from(body)
    if (method !== 'GET') asked.setHeader('Content-Length', bytes.byteLength)
    asked.on('response', (response) => void readAnswer(response).then((answer) => resolve(ok(answer))))
    asked.on('error', (error) => {
      socket.destroy()
      const { code, message } = describeDialError(error, url)
      // That sentence is about handshakes, which this is not.
      resolve(
        code === 'ERR_CONNECTION_RESET' || code === 'ERR_HANDSHAKE_INVALID'
          ? fail(code, `The login at ${url.host} was not answered: ${error.message}. Check its URL and its scheme.`)
          : { ok: false, error: { code, message } },
      )
    })
    onSent(sentHeaders(asked))
    asked.end(method === 'GET' ? undefined : bytes)
  })
}

/** Until it ends, breaks off, or is longer than anything we take. */
function readAnswer(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let byteLength = 0
    response.on('data', (part: Buffer) => {
      byteLength += part.byteLength
      if (byteLength > ANSWER_MAX_BYTES) response.destroy()
      else parts.push(part)
    })
    response.on('error', () => {})
    response.on('close', () => {
      resolve({
        response: {
          statusCode: response.statusCode ?? 0,
          statusText: response.statusMessage ?? '',
          headers: headerLines(response.rawHeaders),
        },
        body: Buffer.concat(parts).toString('utf8'),
        isTooLong: byteLength > ANSWER_MAX_BYTES,
      })
    })
  })
}

function takeFrom(answer: Answer, { url, takes }: LoginRequest, hasSetCookies: boolean): Result<LoginYield> {
  const { statusCode, headers } = answer.response
  const isSuccess = statusCode >= 200 && statusCode < 300
  // A form that lets one in answers with a cookie and the way to the page behind it; there is nothing for us.
  const isFormSuccess = statusCode >= 300 && statusCode < 400 && hasSetCookies
  if (!isSuccess && !isFormSuccess) {
    const place = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
    const hint =
      place !== undefined && statusCode < 400 ? ` It points to ${place.replace(/[?#].*$/s, '?…')}: try there.` : ''
    return fail(
      'ERR_LOGIN_REFUSED',
      `The login at ${url.host} was answered with ${statusLineOf(answer.response)}.${hint} Its answer is in the Handshake tab.`,
    )
  }
  if (answer.isTooLong && takes.some(({ from }) => from !== 'header')) {
    return fail(
      'ERR_LOGIN_ANSWER',
      "The login's answer is larger than 1 MiB: nothing was taken from it. Check its URL.",
    )
  }
  const taken: LoginYield = { headers: [], query: [], secrets: [] }
  for (const take of takes) {
    const value = valueFrom(take, answer)
    if (!value.ok) return value
    taken.secrets.push(value.value)
    const text = `${take.prefix}${value.value}`
    if (take.into === 'query') taken.query.push([take.name, text])
    else {
      if (checkHeader(take.name, text) !== undefined) {
        return noAnswer(`What the login answered has a character that the header ${take.name} cannot carry.`)
      }
      taken.headers.push(headerField(take.name, text, true))
    }
  }
  return ok(taken)
}

function valueFrom({ from, field, path }: Take, { response, body }: Answer): Result<string> {
  switch (from) {
    case 'body':
      return body.trim() === '' ? noAnswer('The login was answered without a body.') : ok(body.trim())
    case 'header': {
      const found = response.headers.find(([name]) => name.toLowerCase() === field.toLowerCase())
      return found === undefined || found[1] === ''
        ? noAnswer(`The login's answer has no header ${field}.`)
        : ok(found[1])
    }
    case 'json': {
      let value: unknown
      try {
        value = JSON.parse(body)
      } catch {
        return noAnswer(`The login's answer is not JSON, so ${field} is not in it.`)
      }
      for (const step of path) {
        value =
          typeof value === 'object' && value !== null && Object.hasOwn(value, step)
            ? (value as Record<string | number, unknown>)[step]
            : undefined
      }
      if (typeof value === 'string' && value !== '') return ok(value)
      if (typeof value === 'number' || typeof value === 'boolean') return ok(String(value))
      return noAnswer(
        value === undefined || value === null || value === ''
          ? `The login's answer has no ${field}.`
          : `${field} of the login's answer is no text.`,
      )
    }
    default:
      return assertNever(from)
  }
}

function noAnswer(what: string): { ok: false; error: Failure } {
  return fail('ERR_LOGIN_ANSWER', `${what} Look at the answer in the Handshake tab and correct what is taken.`)
}

/** Its query may hold secrets. */
export function shownUrl({ protocol, host, pathname, search }: URL): string {
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?…'}`
}
