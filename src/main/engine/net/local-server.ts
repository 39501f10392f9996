/**
 * One running local server: what `FrontDoor` lets through becomes a connection, and what comes over it goes through `Intake` to the
 * behaviour. It runs from `start` to `stop`; `LocalServers` keeps its settings beyond that.
 *
 *   socket ─► (TLS door) ─► front door ─► connection ─► faults ─► intake ─► rules ─► behaviour
 */
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { ok, type Result } from '../../../shared/failure'
import type { ServerCertificate } from '../../../shared/protocol/feed'
import type { Mark } from '../../../shared/protocol/frame'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import type {
  FaultAction,
  FaultSettings,
  LiveServerSettings,
  ServerSettings,
} from '../../../shared/protocol/server-settings'
import type { BegunBehaviour, BehaviourCatalogue, Entry, HeldFrames } from '../behaviours/behaviour'
import { type AdmittedUser, Gatekeeper } from '../guards/auth'
import { compileSchema, type Validate } from '../guards/validation'
import { identityFor, type TlsIdentity } from './certificate'
import { Connection, type ConnectionHooks, NO_CLOSE_FRAME } from './connection'
import { FrontDoor } from './front-door'
import { acceptedHandshake, addressOf, headerLines } from './handshake-record'
import type { Ids } from './ids'
import { Intake } from './intake'
import { addressesOf, type Listener, listen } from './listen'
import { AcceptedPeer } from './peer'
import { hasFaults, PeerFaults } from './peer-faults'
import { answerInstead } from './refusal'
import { ServerStage } from './stage'
import { createTlsDoor } from './tls-door'
import { dialUpstream } from './upstream'
import { VitalSigns } from './vital-signs'

/** How long a client has to answer our close frame before its socket is cut. */
const CLOSE_TIMEOUT_MS = 1_000
/** zlib's fastest: two to four times as fast as its usual 6 on feeds of JSON, and a sixth more bytes, which loopback has. */
const DEFLATE_LEVEL = 1
/** Sockets beyond those that are in: enough for a storm of handshakes, each of which has its time. */
const PENDING_MAX = 1_000
/** Of each client: a list shows the last, and there may be thousands of clients. */
const ROUND_TRIPS_KEPT = 20

export interface LocalServerHooks extends Omit<ConnectionHooks, 'onMessage' | 'onPing' | 'onStrayPong'> {
  /** Writes a row about the server as a whole. */
  onServerEvent(text: string, mark?: Mark): void
  /** A peer was let in; frames of this connection follow. */
  onAccept(connectionId: number): void
  /** Who is there, or what is held, has changed. */
  onChange(): void
  /** Where certificates are kept; without it they live as long as the process. */
  certificateFolder: string | undefined
}

export class LocalServer {
  readonly peers: ReadonlySet<AcceptedPeer>
  readonly certificate: ServerCertificate | undefined
  private readonly stage: ServerStage
  private readonly behaviour: BegunBehaviour
  private readonly byConnection = new Map<number, AcceptedPeer>()
  private readonly countByAddress = new Map<string, number>()
  private readonly responseLines = new WeakMap<IncomingMessage, string[]>()
  private readonly subprotocols = new WeakMap<IncomingMessage, string>()
  private readonly gatekeeper: Gatekeeper
  private readonly frontDoor: FrontDoor
  private readonly intake: Intake
  private readonly vitalSigns: VitalSigns
  private readonly acceptor: WebSocketServer
  /** Those that parse requests; behind a TLS door, one that never listens itself. */
  private readonly httpServers: Server[] = []
  private readonly stopping = new AbortController()
  private listener: Listener | undefined
  private acceptedCount = 0
  private onEmpty = () => {}
  /** Those whose upstream is being asked: each has its place. */
  private admittingCount = 0

  /**
   * @param settings checked by the catalogue: options and rules
   * @returns the server once it listens; what is wrong with its schema or certificate, `ERR_PORT_IN_USE`, `ERR_PORT_FORBIDDEN`,
   *   `ERR_HOST_INVALID`, `ERR_LISTEN_FAILED`
   */
  static async start(
    settings: ServerSettings,
    catalogue: BehaviourCatalogue,
    ids: Ids,
    hooks: LocalServerHooks,
  ): Promise<Result<LocalServer>> {
    const validate = compileSchema(settings.validation.schema)
    if (!validate.ok) return validate
    const { tls, host } = settings
    let identity: TlsIdentity | undefined
    if (tls.kind !== 'off') {
      const hosts = [...addressesOf(host), ...settings.allowedHosts]
      const made = await identityFor(tls, { folder: hooks.certificateFolder, hosts, nowMs: Date.now() })
      if (!made.ok) return made
      identity = made.value
    }
    const server = new LocalServer(settings, validate.value, identity, catalogue, ids, hooks)
    const listening = await listen(host, settings.port, () => server.createDoor(identity))
    if (!listening.ok) {
      await server.stop()
      return listening
    }
    server.listener = listening.value
    for (const each of listening.value.servers) {
      each.maxConnections = settings.limits.connections + PENDING_MAX
      each.on('drop', () => hooks.onServerEvent('Limit: too many sockets that are not in yet; one was cut.', 'noted'))
    }
    hooks.onServerEvent(`Listening on ${server.url}`)
    if (listening.value.isExposed) hooks.onServerEvent('Every computer of the network can reach this server.', 'noted')
    return ok(server)
  }

  private constructor(
    private settings: ServerSettings,
    validate: Validate | undefined,
    identity: TlsIdentity | undefined,
    catalogue: BehaviourCatalogue,
    private readonly ids: Ids,
    private readonly hooks: LocalServerHooks,
  ) {
    this.certificate = identity?.summary
    this.stage = new ServerStage({
      now: hooks.now,
      onLog: (text, peer, mark) => this.log(text, peer, mark),
      onFault: (fault) => this.onFault(fault),
      onChange: () => hooks.onChange(),
      dial: (request, listener, signal) =>
        dialUpstream(request, listener, { now: hooks.now, turns: hooks.turns }, signal),
    })
    this.peers = this.stage.peers
    this.behaviour = catalogue.begin(settings.behaviour, settings.options, settings.rules, this.stage)
    this.gatekeeper = new Gatekeeper(hooks.now, settings.auth)
    this.frontDoor = new FrontDoor(this.gatekeeper, {
      rules: () => this.settings,
      isExposed: () => this.isExposed,
      connectionCount: (address) =>
        address === undefined ? this.byConnection.size + this.admittingCount : (this.countByAddress.get(address) ?? 0),
      url: () => this.url,
      onUpgrade: (request, socket, head, user) => this.onUpgrade(request, socket, head, user),
      onEvent: hooks.onServerEvent,
    })
    this.intake = new Intake(this.intakeRules(validate), hooks.now, (peer, message) =>
      this.guard(() => this.behaviour.onMessage?.(peer, message), peer),
    )
    this.vitalSigns = new VitalSigns(this.stage.peers, settings.limits, hooks.now)
    const options: ServerOptions & { closeTimeout: number } = {
      noServer: true,
      perMessageDeflate: settings.compression && { zlibDeflateOptions: { level: DEFLATE_LEVEL } },
      maxPayload: settings.limits.messageBytes,
      maxFragments: settings.limits.fragments,
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
      this.frontDoor.refuse(request, socket, { statusCode: 400, reason, headers })
    })
  }

  get port(): number {
    return this.listener?.port ?? 0
  }

  get isExposed(): boolean {
    return this.listener?.isExposed ?? false
  }

  get url(): string {
    return this.urls[0] ?? ''
  }

  /** The scheme that is meant first; what a program of this computer dials before what others do. */
  get urls(): string[] {
    const { tls } = this.settings
    const schemes = tls.kind === 'off' ? ['ws'] : tls.alsoPlain ? ['wss', 'ws'] : ['wss']
    const addresses = this.listener?.addresses ?? []
    return addresses.flatMap((address) => {
      const host = address.includes(':') ? `[${address}]` : address
      return schemes.map((scheme) => `${scheme}://${host}:${this.port}`)
    })
  }

  get held(): HeldFrames | undefined {
    return this.behaviour.held
  }

  peer(connectionId: number): AcceptedPeer | undefined {
    return this.byConnection.get(connectionId)
  }

  /**
   * From now on; what is of the handshake, for clients that come.
   * @param change options and rules are checked
   * @returns `ERR_SCHEMA_INVALID`, and nothing is changed
   */
  configure(change: LiveServerSettings): Result<void> {
    const validate = compileSchema((change.validation ?? this.settings.validation).schema)
    if (!validate.ok) return validate
    // What is not given stays: an absent part is undefined, which must not replace one.
    const given = Object.fromEntries(Object.entries(change).filter(([, part]) => part !== undefined))
    this.settings = { ...this.settings, ...given }
    const { options, rules, auth, limits, faults } = this.settings
    if (change.options !== undefined) this.guard(() => this.behaviour.configure?.(options))
    if (change.rules !== undefined) this.behaviour.changeRules(rules)
    if (change.auth !== undefined) this.gatekeeper.configure(auth)
    if (change.limits !== undefined) {
      Object.assign(this.acceptor.options, { maxPayload: limits.messageBytes, maxFragments: limits.fragments })
      for (const http of this.httpServers) {
        http.headersTimeout = limits.handshakeMs
        http.requestTimeout = limits.handshakeMs
      }
      for (const server of this.listener?.servers ?? []) server.maxConnections = limits.connections + PENDING_MAX
      this.vitalSigns.configure(limits)
    }
    this.intake.configure(this.intakeRules(validate.value), this.peers)
    if (change.faults !== undefined) for (const peer of this.peers) this.applyFaults(peer, faults)
    return ok(undefined)
  }

  /** @param faults in place of the server's; undefined for the server's again */
  configurePeer(peer: AcceptedPeer, faults: FaultSettings | undefined): void {
    peer.ownFaults = faults
    this.applyFaults(peer, this.settings.faults)
  }

  act(peer: AcceptedPeer, action: FaultAction): void {
    this.faultsOf(peer).act(action)
  }

  /** @returns to how many peers it went */
  broadcast(type: 'text' | 'binary', payload: Buffer): number {
    for (const peer of this.peers) peer.post(type, payload)
    return this.peers.size
  }

  /** Says goodbye with 1001 to every peer, then frees the port. */
  async stop(): Promise<void> {
    this.stopping.abort()
    this.stage.dispose()
    this.vitalSigns.dispose()
    for (const peer of this.peers) {
      peer.faults?.end()
      peer.connection.close(1001, 'Server stopped')
    }
    const closed = this.listener?.close()
    // Those that have not asked for an upgrade yet, or only half: Node no longer looks whether they are late.
    for (const http of this.httpServers) {
      http.closeAllConnections()
      http.close()
    }
    if (closed === undefined) return
    // The ports are free a moment before the last client's end has its rows.
    await Promise.all([closed, this.whenEmpty()])
    this.hooks.onServerEvent('Stopped')
  }

  private whenEmpty(): Promise<void> {
    if (this.peers.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.onEmpty = resolve
    })
  }

  private createDoor(identity: TlsIdentity | undefined) {
    const { tls } = this.settings
    if (identity === undefined || tls.kind === 'off') return this.createHttpServer()
    const http = this.createHttpServer()
    // It never listens itself; this is what makes Node look for requests that are late.
    http.emit('listening')
    return createTlsDoor({
      identity,
      alsoPlain: tls.alsoPlain,
      firstBytesMs: () => this.settings.limits.handshakeMs,
      onSocket: (socket) => http.emit('connection', socket),
      onRefused: (reason, socket) => this.hooks.onServerEvent(`Refused ${addressOf(socket)}: ${reason}`, 'noted'),
    })
  }

  private createHttpServer(): Server {
    const http = this.frontDoor.createHttpServer()
    this.httpServers.push(http)
    return http
  }

  private onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, user: AdmittedUser | undefined): void {
    const { behaviour } = this
    if (behaviour.admit === undefined) this.letIn(request, socket, head, user)
    else void this.admit(behaviour.admit.bind(behaviour), request, socket, head, user)
  }

  /** Whether it comes in depends on somebody else: a place is taken for it meanwhile. */
  private async admit(
    ask: NonNullable<BegunBehaviour['admit']>,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    user: AdmittedUser | undefined,
  ): Promise<void> {
    const { url: target = '/', headers } = this.gatekeeper.withoutCredentials({
      headers: request.headers,
      url: request.url,
    })
    const gone = new AbortController()
    const give = () => gone.abort()
    socket.on('error', give)
    socket.once('close', give)
    this.stopping.signal.addEventListener('abort', give)
    const names = new Set(Object.keys(headers))
    const { remoteAddress } = request.socket
    this.takePlace(remoteAddress, 1)
    const entry = await ask(
      {
        target,
        headers: headerLines(request.rawHeaders).filter(([name]) => names.has(name.toLowerCase())),
        subprotocols: (headers['sec-websocket-protocol'] ?? '').split(',').flatMap((each) => each.trim() || []),
        remoteAddress: addressOf(request.socket),
      },
      gone.signal,
    )
    this.takePlace(remoteAddress, -1)
    this.stopping.signal.removeEventListener('abort', give)
    socket.off('close', give)
    if (!entry.isOpen) {
      this.hooks.onServerEvent(`Refused ${addressOf(request.socket)} with ${entry.statusCode}: ${entry.why}`, 'noted')
      return answerInstead(socket, entry.statusCode, entry.headers as HeaderLine[], entry.body)
    }
    if (socket.destroyed || this.stopping.signal.aborted) {
      entry.leave()
      socket.destroy()
      return
    }
    if (entry.subprotocol !== '') this.subprotocols.set(request, entry.subprotocol)
    this.letIn(request, socket, head, user, entry)
  }

  private letIn(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    user: AdmittedUser | undefined,
    entry?: Extract<Entry, { isOpen: true }>,
  ): void {
    let isIn = false
    this.acceptor.handleUpgrade(request, socket, head, (accepted) => {
      isIn = true
      this.accept(accepted, request, user, entry)
    })
    if (!isIn) entry?.leave()
  }

  private accept(
    socket: WebSocket,
    request: IncomingMessage,
    user: AdmittedUser | undefined,
    entry: Extract<Entry, { isOpen: true }> | undefined,
  ): void {
    const { hooks, behaviour } = this
    const connection = new Connection(this.ids.next(), {
      now: hooks.now,
      turns: hooks.turns,
      onFrame: hooks.onFrame,
      queueMaxBytes: () => this.settings.limits.queuedBytes,
      roundTripsKept: ROUND_TRIPS_KEPT,
      onMessage: (_, bytes, isBinary) => {
        const type = isBinary ? 'binary' : 'text'
        if (peer.faults === undefined) this.intake.take(peer, type, bytes, undefined)
        else peer.faults.receive(type, bytes)
      },
      onPing: (_, payload) => {
        if (peer.faults?.ignoresPings === true) return 'ignored'
        return behaviour.onPing?.(peer, payload) === true ? 'passed-on' : undefined
      },
      onStrayPong: (_, payload) => this.guard(() => behaviour.onStrayPong?.(peer, payload), peer),
      onStateChange: ({ state }) => {
        if (state.name === 'closed') this.leave(peer, state)
        hooks.onStateChange(connection)
      },
    })
    const peer = new AcceptedPeer(connection, this.acceptedCount++, addressOf(request.socket), hooks.now(), user)
    this.byConnection.set(connection.id, peer)
    this.countAddress(request.socket)
    const lines = this.responseLines.get(request) ?? []
    const handshake = acceptedHandshake(request, lines, socket.protocol, socket.extensions, hooks.now())
    this.stage.peers.add(peer)
    hooks.onAccept(peer.id)
    hooks.onChange()
    connection.opened(socket, request.socket, handshake)
    this.applyFaults(peer, this.settings.faults)
    this.guard(() => {
      entry?.enter(peer)
      behaviour.onOpen?.(peer)
    }, peer)
  }

  private leave(
    peer: AcceptedPeer,
    { closeCode, reason, closedBy }: { closeCode: number; reason: string; closedBy: string },
  ) {
    peer.faults?.end()
    this.stage.peers.delete(peer)
    this.byConnection.delete(peer.id)
    const close = { closeCode: closedBy === 'network' ? NO_CLOSE_FRAME : closeCode, reason }
    this.guard(() => this.behaviour.onClosing?.(peer, close), peer)
    this.guard(() => this.behaviour.onClose?.(peer), peer)
    this.hooks.onChange()
    if (this.peers.size === 0) this.onEmpty()
  }

  private takePlace(address: string | undefined, difference: 1 | -1): void {
    this.admittingCount += difference
    this.countAddress(address, difference)
  }

  private countAddress(address: string | undefined, difference: 1 | -1): void {
    if (address === undefined) return
    const count = (this.countByAddress.get(address) ?? 0) + difference
    if (count === 0) this.countByAddress.delete(address)
    else this.countByAddress.set(address, count)
  }

  /** Its own faults, or the server's; nothing is made for a client that has none. */
  private applyFaults(peer: AcceptedPeer, serverFaults: FaultSettings): void {
    const faults = peer.ownFaults ?? serverFaults
    if (peer.faults !== undefined) peer.faults.configure(faults)
    else if (hasFaults(faults)) this.faultsOf(peer)
  }

  private faultsOf(peer: AcceptedPeer): PeerFaults {
    peer.faults ??= new PeerFaults(peer, peer.ordinal, peer.ownFaults ?? this.settings.faults, {
      now: this.hooks.now,
      onReceived: (from, { type, payload, mark }) => this.intake.take(from, type, payload, mark),
      queueMaxBytes: () => this.settings.limits.queuedBytes,
    })
    return peer.faults
  }

  private intakeRules(validate: Validate | undefined) {
    const { limits, validation } = this.settings
    return { limits, validate, whenInvalid: validation.whenInvalid }
  }

  private log(text: string, peer?: AcceptedPeer, mark?: Mark): void {
    if (peer === undefined) this.hooks.onServerEvent(text, mark)
    else peer.connection.log(text, mark)
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
    this.log(`ERR_BEHAVIOUR_FAULT: ${fault instanceof Error ? fault.message : String(fault)}`, peer, 'noted')
    peer?.connection.close(1011, 'Internal error')
  }
}
