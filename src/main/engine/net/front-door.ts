/**
 * The HTTP side of a local server: what is asked of a client before it is let in, in this order: room, Host and Origin, the form of the request, who it is,
 * whether a fault refuses it, what the behaviour says. Nothing of it reaches a behaviour before.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { AuthSettings, FaultSettings, LimitSettings } from '../../../shared/protocol/server-settings'
import { AUTH_BODY_MAX_BYTES, type Gatekeeper, preflightHeaders, type TicketAnswer } from '../guards/auth'
import { checkOrigin } from '../guards/origin'
import type { Refusal } from '../guards/refusal'
import { checkRequestForm } from '../guards/request-form'
import { addressOf, headerLines } from './handshake-record'
import { answerRefusal, describeNonsense } from './refusal'
import type { Upgrade } from './upgrades'

/** How often Node looks for requests that are late, beside their time itself: with 3 s for it, late ones are cut within 3.5 s. */
const LATE_REQUEST_CHECK_MS = 500
/** When a client that found no room may try again. */
const RETRY_AFTER_SECONDS = 5
const TICKET_PATH = '/auth'
const FAULT_REASON = 'A fault of this server refuses every handshake.'

export interface FrontDoorRules {
  limits: LimitSettings
  allowedOrigins: readonly string[]
  allowedHosts: readonly string[]
  auth: AuthSettings
  faults: FaultSettings
}

export interface FrontDoorHooks {
  /** As they are now: each request is held to what holds when it comes. */
  rules(): FrontDoorRules
  /** Beyond this computer. */
  isExposed(): boolean
  /** Those that are in, or about to be. */
  connectionCount(address?: string): number
  url(): string
  /** It may come in. */
  onUpgrade(upgrade: Upgrade): void
  /** Writes a row about the server as a whole. */
  onEvent(text: string, mark?: 'noted'): void
}

export class FrontDoor {
  constructor(
    private readonly gatekeeper: Gatekeeper,
    private readonly hooks: FrontDoorHooks,
  ) {}

  createHttpServer(): Server {
    const { handshakeMs } = this.hooks.rules().limits
    const answered = new WeakSet<Duplex>()
    const http = createServer({
      headersTimeout: handshakeMs,
      requestTimeout: handshakeMs,
      connectionsCheckingInterval: Math.min(LATE_REQUEST_CHECK_MS, handshakeMs),
    })
    http.on('clientError', (error, socket) => this.refuseNonsense(error, socket))
    http.on('request', (request, response) => {
      answered.add(request.socket)
      this.onRequest(request, response)
    })
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // We have said that we close; Node reads on in what came with the request that we answered.
      if (answered.has(socket)) {
        socket.destroy()
        return
      }
      const refusal = this.checkRoom(request) ?? this.checkOrigin(request) ?? checkRequestForm(request)
      if (refusal !== undefined) {
        this.refuse(request, socket, refusal)
        return
      }
      const { headers, url } = request
      const admission = this.gatekeeper.admit({ headers, url })
      const { refuseStatus } = this.hooks.rules().faults
      if (!admission.isAdmitted) this.refuse(request, socket, admission.refusal)
      else if (refuseStatus > 0) this.refuse(request, socket, { statusCode: refuseStatus, reason: FAULT_REASON })
      else {
        const hidden = this.gatekeeper.withHiddenCredentials({ headers, url }, headerLines(request.rawHeaders))
        const shown = { requestLine: `${request.method} ${hidden.url}`, requestHeaders: hidden.headers }
        this.hooks.onUpgrade({ request, socket, head, user: admission.user, shown })
      }
    })
    return http
  }

  refuse(request: IncomingMessage, socket: Duplex, { statusCode, reason, headers }: Refusal): void {
    this.hooks.onEvent(`Refused ${addressOf(request.socket)} with ${statusCode}: ${reason}`, 'noted')
    answerRefusal(socket, statusCode, reason, headers)
  }

  /** Of a request that has a place: there is none while as many are in as may be. */
  private checkRoom(request: IncomingMessage): Refusal | undefined {
    const { connections, connectionsPerAddress } = this.hooks.rules().limits
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) }
    if (this.hooks.connectionCount() >= connections) {
      return { statusCode: 503, reason: `All ${connections} connections that this server allows are taken.`, headers }
    }
    const { remoteAddress } = request.socket
    if (remoteAddress === undefined || this.hooks.connectionCount(remoteAddress) < connectionsPerAddress)
      return undefined
    const reason = `All ${connectionsPerAddress} connections that this server allows one address are taken.`
    return { statusCode: 503, reason, headers }
  }

  private checkOrigin({ headers }: IncomingMessage): Refusal | undefined {
    const { allowedOrigins, allowedHosts } = this.hooks.rules()
    return checkOrigin(headers, { allowedOrigins, allowedHosts, isExposed: this.hooks.isExposed() })
  }

  /** No upgrade: a ticket is asked for, or somebody has typed the address into a browser. */
  private onRequest(request: IncomingMessage, response: ServerResponse): void {
    const { hooks } = this
    const isForTicket = hooks.rules().auth.kind === 'ticket' && pathOf(request) === TICKET_PATH
    if (!isForTicket) {
      hooks.onEvent(`${addressOf(request.socket)} asked for a page: ${request.method} ${pathOf(request)}`)
      response.writeHead(426, {
        'Content-Type': 'text/plain; charset=utf-8',
        Connection: 'close',
        Upgrade: 'websocket',
      })
      response.end(`This is a WebSocket server. Connect to ${hooks.url()} with a WebSocket client.\n`)
      return
    }
    const refusal = this.checkOrigin(request)
    if (refusal !== undefined) {
      const { statusCode, reason, headers = {} } = refusal
      this.answer(request, response, { statusCode, headers, body: { error: reason } })
    } else if (request.method === 'OPTIONS') {
      response.writeHead(204, preflightHeaders(request.headers)).end()
    } else if (request.method !== 'POST') {
      const body = { error: 'A ticket is asked for with POST.' }
      this.answer(request, response, { statusCode: 405, headers: { Allow: 'POST' }, body })
    } else {
      void readBody(request).then((body) => {
        if (body === undefined) return
        this.answer(request, response, this.gatekeeper.exchange({ headers: request.headers, body }))
      })
    }
  }

  private answer(
    request: IncomingMessage,
    response: ServerResponse,
    { statusCode, headers, body }: TicketAnswer,
  ): void {
    const address = addressOf(request.socket)
    if (statusCode < 400) this.hooks.onEvent(`Gave a ticket to ${address}`)
    else this.hooks.onEvent(`Refused a ticket to ${address} with ${statusCode}: ${reasonOf(body)}`, 'noted')
    response.writeHead(statusCode, {
      'Content-Type': 'application/json; charset=utf-8',
      Connection: 'close',
      ...headers,
    })
    response.end(JSON.stringify(body))
  }

  /** What came is not HTTP, or never became a whole request. */
  private refuseNonsense(error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex): void {
    const { statusCode, reason } = describeNonsense(error)
    this.hooks.onEvent(`Refused a client with ${statusCode}: ${reason}`, 'noted')
    if (socket.writable) answerRefusal(socket, statusCode, reason)
    else socket.destroy()
  }
}

function reasonOf(body: object): string {
  return 'error' in body ? String(body.error) : 'no reason was given'
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.replace(/[?#].*$/s, '')
}

/** @returns all of it; of one that is too long, what has come until then; undefined for one that breaks off */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let byteLength = 0
    const end = () => resolve(Buffer.concat(parts).toString())
    request.on('data', (part: Buffer) => {
      if (byteLength > AUTH_BODY_MAX_BYTES) return
      byteLength += part.byteLength
      parts.push(part)
      if (byteLength > AUTH_BODY_MAX_BYTES) end()
    })
    request.on('end', end)
    request.on('close', () => resolve(undefined))
  })
}
