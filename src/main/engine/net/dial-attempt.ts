/**
 * One attempt to open a connection, from the click to its end:
 *
 *   login ──► transport ──► handshake ──► open
 *                 ▲             │ redirect
 *                 └─────────────┘
 */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type ClientOptions, WebSocket } from 'ws'
import type { Failure, Result } from '../../../shared/failure'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import type { EarlierExchange, Handshake } from '../../../shared/protocol/handshake'
import type { Clock } from '../clock'
import type { Connection } from './connection'
import { CookieStore } from './cookies'
import { deflateOptions } from './deflate-offer'
import { describeDialError } from './dial-failure'
import { DialSecrets } from './dial-secrets'
import type { DialVariables } from './filled-settings'
import { HandshakeRecord } from './handshake-record'
import { type HeaderField, headerLists, withoutCredential } from './header-field'
import { LentReads, type WindowBudget } from './lent-reads'
import { logIn, shownUrl } from './login'
import type { LoginRequest } from './login-request'
import { headersFor, isRedirect, nextHop, tlsFor } from './redirect'
import { describeRefusal, readRefusal } from './refused-handshake'
import type { DialRequest } from './request'
import { appendQuery } from './request-check'
import type { SystemProxy } from './system-proxy'
import { describeWantedCertificate } from './tls-alert'
import { openTransport, type TransportRecord } from './transport'
import { prepareTrust } from './trust'
import { requestLineOf, wireHeaders, withCookies } from './wire-request'

/** How long the other side has to answer our close frame before the socket is cut. */
export const CLOSE_TIMEOUT_MS = 5_000

export interface DialContext {
  now: Clock
  windows: WindowBudget
  /** Without them a request goes out as it is. */
  variables?: DialVariables
  systemProxy: SystemProxy
  /** PEM of those trusted for this URL besides the system's and the settings'. */
  trustedAuthorities(url: URL): string[]
}

/** A connection keeps its cookies as long as it is there. */
const cookieStores = new WeakMap<Connection, CookieStore>()

export class DialAttempt {
  private readonly giveUp = new AbortController()
  private readonly startedAtMs: number
  private readonly timer: NodeJS.Timeout
  private readonly secrets: DialSecrets
  private readonly cookies: CookieStore
  private readonly earlier: EarlierExchange[] = []
  /** Without the client's certificate once a redirect has led elsewhere. */
  private tls: ConnectionSettings['tls']
  private record: HandshakeRecord
  private isOver = false
  /** Known already; only its body has not ended. */
  private refusal: (() => Failure) | undefined
  private awaited: string

  constructor(
    private readonly connection: Connection,
    private readonly settings: ConnectionSettings,
    private readonly request: DialRequest,
    private readonly context: DialContext,
  ) {
    const { url, headers } = request
    this.tls = settings.tls
    this.startedAtMs = context.now()
    this.secrets = new DialSecrets(context.variables)
    this.secrets.addEncoded([...headers, ...(request.login?.headers ?? [])])
    this.cookies = cookieStores.get(connection) ?? new CookieStore()
    cookieStores.set(connection, this.cookies)
    this.record = this.recordOf(url, headers)
    this.awaited = `${url.host} did not finish the handshake`
    connection.dialling()
    this.log(`Connecting to ${shownUrl(url)}`)
    // Our own: the one of `ws` is of silence, and a server that drips bytes would hold it off for ever.
    this.timer = setTimeout(() => this.onTimeout(), settings.handshakeTimeoutMs)
  }

  async run(): Promise<void> {
    try {
      await this.goAlong()
    } catch (fault) {
      const message = `Feedscope met an unexpected fault while dialling: ${String(fault)}. Please report it.`
      this.end({ code: 'ERR_ENGINE_FAULT', message })
    }
  }

  cancel(): void {
    this.end({ code: 'ERR_CANCELLED', message: 'You cancelled before the handshake was done. Connect to try again.' })
  }

  private async goAlong(): Promise<void> {
    let { url, headers } = this.request
    if (this.request.login !== undefined) {
      const known = await this.logIn(this.request.login, url, headers)
      if (known === undefined) return
      headers = known
    }
    for (let hops = 0; !this.isOver; hops++) {
      const response = await this.shakeHands(url, headers)
      if (response === undefined || this.isOver) return
      const next = nextHop(url, response, hops, this.settings.redirectsMax)
      if (!next.ok) return this.end(next.error)
      for (const line of response.headers['set-cookie'] ?? []) this.cookies.set(line, url)
      this.keepHop(url)
      headers = headersFor(url, next.value, headers)
      this.tls = tlsFor(url, next.value, this.tls)
      url = next.value
      this.log(`Redirected with ${response.statusCode} to ${shownUrl(url)}`)
    }
  }

  /** @returns the handshake's headers, with what the login gave; `url` gets its query. Undefined where it failed */
  private async logIn(login: LoginRequest, url: URL, headers: HeaderField[]): Promise<HeaderField[] | undefined> {
    this.log(`Logging in: ${login.method} ${shownUrl(login.url)}`)
    this.awaited = `The login at ${login.url.host} was not answered`
    const line = await this.openLine(login.url)
    if (this.isOver) return undefined
    if (!line.ok) {
      this.end({ ...line.error, message: `The login failed. ${line.error.message}` })
      return undefined
    }
    const { exchange, result } = await logIn(login, line.value, this.cookies, this.context.now)
    if (this.isOver) return undefined
    if (result.ok) for (const secret of result.value.secrets) this.secrets.add(secret)
    this.earlier.push({ ...exchange, url: this.secrets.hide(exchange.url) })
    this.record = this.recordOf(url, headers)
    if (!result.ok) {
      this.end(result.error)
      return undefined
    }
    this.log(`Logged in: ${exchange.response?.statusCode} ${exchange.response?.statusText ?? ''}`.trim())
    appendQuery(url, result.value.query)
    const given = new Set(result.value.headers.map(({ name }) => name.toLowerCase()))
    return [...headers.filter(({ name }) => !given.has(name.toLowerCase())), ...result.value.headers]
  }

  /** @returns a redirect; undefined once the connection is open or the attempt over */
  private async shakeHands(url: URL, plain: HeaderField[]): Promise<IncomingMessage | undefined> {
    const headers = withCookies(plain, this.cookies.header(url))
    for (const [pair, shown] of this.cookies.pairs(url)) this.secrets.add(pair, shown)
    this.awaited = `${url.host} did not finish the handshake`
    const record = this.recordOf(url, headers)
    this.record = record
    let reads: LentReads | undefined
    const line = await this.openLine(url, record, () => {
      reads = new LentReads(this.context.windows)
      return reads
    })
    if (this.isOver) return undefined
    if (!line.ok) {
      this.end(line.error)
      return undefined
    }
    return this.upgrade(url, headers, line.value, reads)
  }

  private async openLine(url: URL, record?: TransportRecord, lendReads?: () => LentReads): Promise<Result<Socket>> {
    const { settings, request, context } = this
    return openTransport(url, {
      route: request.route,
      systemProxy: context.systemProxy,
      trust: () => prepareTrust(this.tls, url, context.trustedAuthorities(url)),
      signal: this.giveUp.signal,
      timeoutMs: settings.handshakeTimeoutMs,
      ...(record !== undefined && { record }),
      ...(lendReads !== undefined && { lendReads }),
    })
  }

  private upgrade(
    url: URL,
    headers: HeaderField[],
    line: Socket,
    reads: LentReads | undefined,
  ): Promise<IncomingMessage | undefined> {
    const { record, settings, request } = this
    const options: ClientOptions & { closeTimeout: number } = {
      // Node takes a list for each, though the types of `ws` do not know.
      headers: headerLists(headers) as unknown as Record<string, string>,
      perMessageDeflate: deflateOptions(settings),
      maxPayload: settings.messageMaxBytes,
      closeTimeout: CLOSE_TIMEOUT_MS,
      // Pongs are sent by Connection, which records them as rows.
      autoPong: false,
      createConnection: (() => line) as unknown as NonNullable<ClientOptions['createConnection']>,
      finishRequest(clientRequest) {
        record.request(clientRequest)
        clientRequest.end()
      },
    }
    return new Promise((resolve) => {
      let socket: WebSocket
      try {
        socket = new WebSocket(url, request.subprotocols, options)
      } catch (error) {
        // What `ws` or Node refuses beyond our own checks.
        const message = `The request could not be made: ${(error as Error).message}. Check headers and subprotocols.`
        this.end({ code: 'ERR_HEADER_INVALID', message })
        return resolve(undefined)
      }
      let isLeft = false
      const end = (failure: Failure) => {
        if (!isLeft) this.end(failure)
        resolve(undefined)
      }
      this.giveUp.signal.addEventListener('abort', () => socket.terminate(), { once: true })
      socket.on('upgrade', (response) => record.answered(response))
      socket.on('open', () => {
        if (!this.isOver) this.open(socket, line, reads)
        resolve(undefined)
      })
      socket.on('unexpected-response', (clientRequest, response) => {
        record.answered(response)
        if (settings.redirectsMax > 0 && isRedirect(response)) {
          isLeft = true
          record.refusedWith('', false)
          clientRequest.destroy()
          line.destroy()
          return resolve(response)
        }
        this.refusal = () => ({
          code: 'ERR_HANDSHAKE_REFUSED',
          message: describeRefusal(record.statusLine, response, url),
        })
        readRefusal(response, (body, isTruncated) => {
          record.refusedWith(body, isTruncated)
          const wanted = describeWantedCertificate(body)
          if (wanted !== undefined) {
            const message = `${wanted} It answered ${record.statusLine}.`
            this.refusal = () => ({ code: 'ERR_HANDSHAKE_REFUSED', message })
          }
          if (this.refusal !== undefined) end(this.refusal())
        })
      })
      socket.on('error', (error) => end(describeDialError(error, url)))
    })
  }

  private open(socket: WebSocket, line: Socket, reads: LentReads | undefined): void {
    this.isOver = true
    clearTimeout(this.timer)
    this.connection.opened(socket, line, this.handshake(socket.protocol, socket.extensions))
    reads?.begin(socket)
  }

  private onTimeout(): void {
    const seconds = this.settings.handshakeTimeoutMs / 1000
    const message = `${this.awaited} within ${seconds} s. Check the server, or allow it more time.`
    this.end(this.refusal?.() ?? { code: 'ERR_TIMEOUT', message })
  }

  private end(failure: Failure): void {
    if (this.isOver) return
    this.isOver = true
    clearTimeout(this.timer)
    this.connection.failed({ ...failure, message: this.secrets.hide(failure.message) }, this.handshake())
    this.giveUp.abort()
  }

  /** What came back in place of a handshake, as one of the exchanges that led to it. */
  private keepHop(url: URL): void {
    const { requestLine, requestHeaders, response } = this.secrets.hideIn(this.record.finish())
    this.earlier.push({
      kind: 'redirect',
      url: this.secrets.hide(shownUrl(url)),
      requestLine,
      requestHeaders: requestHeaders.map(withoutCredential),
      ...(response !== undefined && {
        response: { ...response, headers: response.headers.map(withoutCredential) },
      }),
      durationMs: this.context.now() - this.startedAtMs - this.earlierMs(),
    })
  }

  private earlierMs(): number {
    return this.earlier.reduce((sum, { durationMs }) => sum + durationMs, 0)
  }

  private recordOf(url: URL, headers: readonly HeaderField[]): HandshakeRecord {
    const { context, settings } = this
    const earlierMs = this.earlier.length === 0 ? 0 : context.now() - this.startedAtMs
    const planned = wireHeaders(url, headers, settings)
    return new HandshakeRecord(context.now, this.startedAtMs, earlierMs, requestLineOf(url), planned)
  }

  private handshake(subprotocol?: string, extensions?: string): Handshake {
    const shown = this.secrets.hideIn(this.record.finish(subprotocol, extensions))
    return this.earlier.length === 0
      ? shown
      : { ...shown, earlier: this.earlier.map((each) => this.secrets.hideIn(each)) }
  }

  private log(text: string): void {
    this.connection.log(this.secrets.hide(text))
  }
}
