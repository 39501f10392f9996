/**
 * One running local server: accepts the upgrades that the guard lets through, makes each a connection, and hands what
 * comes over it to the behaviour. It runs from `start` to `stop`; `LocalServers` keeps its settings beyond that.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { ok, type Result } from '../../../shared/failure'
import type { BehaviourOptions } from '../../../shared/protocol/behaviour'
import type { Behaviour, BehaviourType } from '../behaviours/behaviour'
import { checkOrigin } from '../guards/origin'
import { checkRequestForm } from '../guards/request-form'
import { Connection, type ConnectionHooks } from './connection'
import { acceptedHandshake, addressOf } from './handshake-record'
import type { Ids } from './ids'
import { type Listener, listenOnLoopback } from './listen'
import { AcceptedPeer } from './peer'
import { answerRefusal, describeNonsense } from './refusal'
import { ServerStage } from './stage'

/** One message of a client; feeds send little, and a hostile one must not fill memory. */
export const SERVER_MESSAGE_MAX_BYTES = 16 * 1024 * 1024
/** How long a client has to answer our close frame before its socket is cut. */
const CLOSE_TIMEOUT_MS = 1_000
/** A request's headers must be there within it (plain Node waits a minute). */
const HEADERS_TIMEOUT_MS = 3_000
/** How often Node looks for requests that are late; with the above, late ones are cut within 3.5 s. */
const LATE_REQUEST_CHECK_MS = 500
/** zlib's fastest: two to four times as fast as its usual 6 on feeds of JSON, and a sixth more bytes, which loopback has. */
const DEFLATE_LEVEL = 1
export interface LocalServerSettings {
  behaviour: BehaviourType
  options: BehaviourOptions
  port: number
  allowedOrigins: readonly string[]
  compression: boolean
}

export interface LocalServerHooks extends ConnectionHooks {
  /** Writes a row about the server as a whole. */
  onServerEvent(text: string): void
  /** A peer was let in; frames of this connection follow. */
  onAccept(connectionId: number): void
  onPeersChange(): void
}

export class LocalServer {
  readonly peers: ReadonlySet<AcceptedPeer>
  private readonly stage: ServerStage
  private readonly behaviour: Behaviour
  private readonly byConnection = new Map<number, AcceptedPeer>()
  private readonly responseLines = new WeakMap<IncomingMessage, string[]>()
  private readonly acceptor: WebSocketServer
  private listener: Listener | undefined

  /** @returns the server once it listens; `ERR_PORT_IN_USE`, `ERR_PORT_FORBIDDEN`, `ERR_LISTEN_FAILED` */
  static async start(settings: LocalServerSettings, ids: Ids, hooks: LocalServerHooks): Promise<Result<LocalServer>> {
    const server = new LocalServer(settings, ids, hooks)
    const listening = await listenOnLoopback(settings.port, () => server.createHttpServer())
    if (!listening.ok) {
      server.stage.dispose()
      return listening
    }
    server.listener = listening.value
    hooks.onServerEvent(`Listening on ${server.url}`)
    return ok(server)
  }

  private constructor(
    private readonly settings: LocalServerSettings,
    private readonly ids: Ids,
    private readonly hooks: LocalServerHooks,
  ) {
    this.stage = new ServerStage(
      hooks.now,
      (text, peer) => this.log(text, peer),
      (fault) => this.onFault(fault),
    )
    this.peers = this.stage.peers
    this.behaviour = settings.behaviour.begin(this.stage, settings.options)
    const options: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      perMessageDeflate: settings.compression && { zlibDeflateOptions: { level: DEFLATE_LEVEL } },
      maxPayload: SERVER_MESSAGE_MAX_BYTES,
      // Pongs are sent by Connection, which records them as rows.
      autoPong: false,
      // The peers are ours to keep.
      clientTracking: false,
      closeTimeout: CLOSE_TIMEOUT_MS,
    }
    this.acceptor = new WebSocketServer(options)
    this.acceptor.on('headers', (lines, request) => this.responseLines.set(request, lines))
    this.acceptor.on('wsClientError', (error, socket, request) => {
      // The version we speak is due with every refusal of another (RFC 6455, section 4.2.2).
      const version = { 'Sec-WebSocket-Version': '13' }
      this.refuse(request, socket, 400, `Not a WebSocket handshake: ${error.message}.`, version)
    })
  }

  get port(): number {
    return this.listener?.port ?? 0
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  peer(connectionId: number): AcceptedPeer | undefined {
    return this.byConnection.get(connectionId)
  }

  configure(options: BehaviourOptions): void {
    this.guard(() => this.behaviour.configure?.(options))
  }

  /** @returns to how many peers it went */
  broadcast(type: 'text' | 'binary', payload: Buffer): number {
    for (const peer of this.peers) peer.post(type, payload)
    return this.peers.size
  }

  /** Says goodbye with 1001 to every peer, then frees the port. */
  async stop(): Promise<void> {
    this.stage.dispose()
    for (const peer of this.peers) peer.connection.close(1001, 'Server stopped')
    const closed = this.listener?.close()
    // Those that have not asked for an upgrade yet, or only half: Node no longer looks whether they are late.
    for (const server of this.listener?.servers ?? []) server.closeAllConnections()
    await closed
    this.hooks.onServerEvent('Stopped')
  }

  private createHttpServer(): Server {
    const http = createServer({
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: LATE_REQUEST_CHECK_MS,
    })
    const answered = new WeakSet<Duplex>()
    http.on('clientError', (error, socket) => this.refuseNonsense(error, socket))
    http.on('request', (request, response) => {
      answered.add(request.socket)
      this.hooks.onServerEvent(`${addressOf(request.socket)} asked for a page: ${request.method} ${request.url}`)
      response.writeHead(426, {
        'Content-Type': 'text/plain; charset=utf-8',
        Connection: 'close',
        Upgrade: 'websocket',
      })
      response.end(`This is a WebSocket server. Connect to ${this.url} with a WebSocket client.\n`)
    })
    http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      // We have said that we close; Node reads on in what came with the request that we answered.
      if (answered.has(socket)) {
        socket.destroy()
        return
      }
      const refusal = checkOrigin(request.headers, this.settings.allowedOrigins) ?? checkRequestForm(request)
      if (refusal !== undefined) {
        this.refuse(request, socket, refusal.statusCode, refusal.reason, refusal.headers)
        return
      }
      this.acceptor.handleUpgrade(request, socket, head, (accepted) => this.accept(accepted, request))
    })
    return http
  }

  private accept(socket: WebSocket, request: IncomingMessage): void {
    const { hooks } = this
    const connection = new Connection(this.ids.next(), {
      now: hooks.now,
      turns: hooks.turns,
      onFrame: hooks.onFrame,
      onMessage: (_, bytes, isBinary) => {
        this.guard(() => this.behaviour.onMessage?.(peer, { bytes, isBinary }), peer)
        connection.holdBack()
      },
      onStateChange: ({ state }) => {
        if (state.name === 'closed') this.leave(peer)
        hooks.onStateChange(connection)
      },
    })
    const peer = new AcceptedPeer(connection, addressOf(request.socket), hooks.now())
    this.byConnection.set(connection.id, peer)
    const lines = this.responseLines.get(request) ?? []
    const handshake = acceptedHandshake(request, lines, socket.protocol, socket.extensions, hooks.now())
    this.stage.peers.add(peer)
    hooks.onAccept(peer.id)
    hooks.onPeersChange()
    connection.opened(socket, request.socket, handshake)
    this.guard(() => this.behaviour.onOpen?.(peer), peer)
  }

  private leave(peer: AcceptedPeer): void {
    this.stage.peers.delete(peer)
    this.byConnection.delete(peer.id)
    this.guard(() => this.behaviour.onClose?.(peer), peer)
    this.hooks.onPeersChange()
  }

  private refuse(
    request: IncomingMessage,
    socket: Duplex,
    statusCode: number,
    reason: string,
    headers: Readonly<Record<string, string>> = {},
  ): void {
    this.hooks.onServerEvent(`Refused ${addressOf(request.socket)} with ${statusCode}: ${reason}`)
    answerRefusal(socket, statusCode, reason, headers)
  }

  /** What came is not HTTP, or never became a whole request. */
  private refuseNonsense(error: Error & { code?: string; rawPacket?: Buffer }, socket: Duplex): void {
    const { statusCode, reason } = describeNonsense(error)
    this.hooks.onServerEvent(`Refused a client with ${statusCode}: ${reason}`)
    if (socket.writable) answerRefusal(socket, statusCode, reason)
    else socket.destroy()
  }

  private log(text: string, peer?: AcceptedPeer): void {
    if (peer === undefined) this.hooks.onServerEvent(text)
    else peer.connection.log(text)
  }

  /** A behaviour that throws must not end the engine: the fault becomes a row, and the peer it was for is closed. */
  private guard(act: () => void, peer?: AcceptedPeer): void {
    try {
      act()
    } catch (fault) {
      this.onFault(fault, peer)
    }
  }

  private onFault(fault: unknown, peer?: AcceptedPeer): void {
    this.log(`ERR_BEHAVIOUR_FAULT: ${fault instanceof Error ? fault.message : String(fault)}`, peer)
    peer?.connection.close(1011, 'Internal error')
  }
}
