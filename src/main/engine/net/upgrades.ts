/**
 * From a request that the front door lets through to an open socket: the behaviour is asked where that depends on somebody else
 * (a tap's upstream), then `ws` answers 101.
 */
import { setMaxListeners } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import type { Handshake } from '../../../shared/protocol/handshake'
import type { LimitSettings, ServerSettings } from '../../../shared/protocol/server-settings'
import type { Behaviour, Entry, UpgradeRequest } from '../behaviours/behaviour'
import type { AdmittedUser } from '../guards/auth'
import type { Refusal } from '../guards/refusal'
import { addressOf, headerLines } from './handshake-record'
import type { Places } from './places'
import { answerInstead } from './refusal'

/** How long a client has to answer our close frame before its socket is cut. */
const CLOSE_TIMEOUT_MS = 1_000
/** zlib's fastest: two to four times as fast as its usual 6 on feeds of JSON, and a sixth more bytes, which loopback has. */
const DEFLATE_LEVEL = 1

type OpenEntry = Extract<Entry, { isOpen: true }>

/** A request that wants to become a socket. */
export interface Upgrade {
  request: IncomingMessage
  socket: Duplex
  head: Buffer
  user: AdmittedUser | undefined
  /** The request for people to look at: what was for us alone cannot be read there. */
  shown: Pick<Handshake, 'requestLine' | 'requestHeaders'>
}

export interface UpgradesHooks {
  places: Places
  admit: Behaviour['admit']
  /** Path and headers for a tap: without what was for us. */
  withoutCredentials(request: IncomingMessage): { url: string; headers: IncomingMessage['headers'] }
  refuse(request: IncomingMessage, socket: Duplex, refusal: Refusal): void
  /** @param responseLines of the 101 */
  onOpen(socket: WebSocket, upgrade: Upgrade, responseLines: readonly string[], entry: OpenEntry | undefined): void
  onEvent(text: string, mark: 'noted'): void
}

export class Upgrades {
  private readonly acceptor: WebSocketServer
  private readonly responseLines = new WeakMap<IncomingMessage, string[]>()
  private readonly subprotocols = new WeakMap<IncomingMessage, string>()
  private readonly stopping = new AbortController()

  constructor(
    { compression, limits }: ServerSettings,
    private readonly hooks: UpgradesHooks,
  ) {
    // One for each client about whom the behaviour is asked; Node before 18.17 warns of more than ten.
    setMaxListeners(0, this.stopping.signal)
    const options: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      perMessageDeflate: compression && { zlibDeflateOptions: { level: DEFLATE_LEVEL } },
      maxPayload: limits.messageBytes,
      maxFragments: limits.fragments,
      // Pongs are sent by Connection, which records them as rows.
      autoPong: false,
      // The peers are ours to keep.
      clientTracking: false,
      closeTimeout: CLOSE_TIMEOUT_MS,
      handleProtocols: (offered, request) => this.subprotocols.get(request) ?? [...offered][0] ?? false,
    }
    this.acceptor = new WebSocketServer(options)
    this.acceptor.on('headers', (lines, request) => this.responseLines.set(request, lines))
    this.acceptor.on('wsClientError', (error, socket, request) => {
      // The version we speak is due with every refusal of another (RFC 6455, section 4.2.2).
      const headers = { 'Sec-WebSocket-Version': '13' }
      const reason = `Not a WebSocket handshake: ${error.message}.`
      hooks.refuse(request, socket, { statusCode: 400, reason, headers })
    })
  }

  /** For those that come from now on. */
  configure({ messageBytes, fragments }: LimitSettings): void {
    Object.assign(this.acceptor.options, { maxPayload: messageBytes, maxFragments: fragments })
  }

  begin(upgrade: Upgrade): void {
    const { admit } = this.hooks
    if (admit === undefined) this.letIn(upgrade)
    else void this.ask(admit, upgrade)
  }

  /** Nobody comes in any more, whatever is answered. */
  stop(): void {
    this.stopping.abort()
  }

  /** It has its place meanwhile. */
  private async ask(admit: NonNullable<Behaviour['admit']>, upgrade: Upgrade): Promise<void> {
    const { request, socket } = upgrade
    const { signal } = this.stopping
    const gone = new AbortController()
    const giveUp = () => gone.abort()
    socket.on('error', giveUp)
    socket.once('close', giveUp)
    signal.addEventListener('abort', giveUp)
    const place = this.hooks.places.take(request.socket.remoteAddress)
    const entry = await this.answerOf(admit, request, gone.signal)
    place.give()
    signal.removeEventListener('abort', giveUp)
    socket.off('close', giveUp)
    if (!entry.isOpen) {
      const { statusCode, headers, body, why } = entry
      this.hooks.onEvent(`Refused ${addressOf(request.socket)} with ${statusCode}: ${why}`, 'noted')
      answerInstead(socket, statusCode, headers, body)
    } else if (socket.destroyed || signal.aborted) {
      entry.leave()
      socket.destroy()
    } else {
      if (entry.subprotocol !== '') this.subprotocols.set(request, entry.subprotocol)
      this.letIn(upgrade, entry)
    }
  }

  /** A behaviour that throws must not end the engine. */
  private async answerOf(
    admit: NonNullable<Behaviour['admit']>,
    request: IncomingMessage,
    signal: AbortSignal,
  ): Promise<Entry> {
    try {
      return await admit(this.asked(request), signal)
    } catch (fault) {
      const why = `ERR_BEHAVIOUR_FAULT: ${fault instanceof Error ? fault.message : String(fault)}`
      return { isOpen: false, statusCode: 500, headers: [], body: '', why }
    }
  }

  private asked(request: IncomingMessage): UpgradeRequest {
    const { url: target, headers } = this.hooks.withoutCredentials(request)
    const names = new Set(Object.keys(headers))
    return {
      target,
      headers: headerLines(request.rawHeaders).filter(([name]) => names.has(name.toLowerCase())),
      subprotocols: (headers['sec-websocket-protocol'] ?? '').split(',').flatMap((each) => each.trim() || []),
      remoteAddress: addressOf(request.socket),
    }
  }

  private letIn(upgrade: Upgrade, entry?: OpenEntry): void {
    const { request, socket, head } = upgrade
    let isIn = false
    this.acceptor.handleUpgrade(request, socket, head, (accepted) => {
      isIn = true
      this.hooks.onOpen(accepted, upgrade, this.responseLines.get(request) ?? [], entry)
    })
    if (!isIn) entry?.leave()
  }
}
