/**
 * One running local server, from `start` to `stop`; `LocalServers` keeps its settings beyond that. Here its parts meet:
 *
 *   socket ─► (TLS door) ─► front door ─► upgrades ─► clients ─► behaviour
 */
import type { Server } from 'node:http'
import { ok, type Result } from '../../../shared/failure'
import type { ServerCertificate } from '../../../shared/protocol/feed'
import type { Mark } from '../../../shared/protocol/frame'
import type {
  FaultAction,
  FaultSettings,
  LiveServerSettings,
  ServerSettings,
} from '../../../shared/protocol/server-settings'
import { withParts } from '../../../shared/protocol/settings-parts'
import type { BegunBehaviour, BehaviourCatalogue, HeldFrames } from '../behaviours/behaviour'
import { Gatekeeper } from '../guards/auth'
import { compileSchema, type Validate } from '../guards/validation'
import { identityFor, type TlsIdentity } from './certificate'
import { Clients, type ClientsHooks } from './clients'
import { FrontDoor } from './front-door'
import { addressOf } from './handshake-record'
import type { Ids } from './ids'
import { addressesOf, type Listener, listen } from './listen'
import { NoteAllowance } from './note-allowance'
import type { AcceptedPeer } from './peer'
import { Places } from './places'
import { ServerStage } from './stage'
import { createTlsDoor } from './tls-door'
import { Upgrades } from './upgrades'
import { dialUpstream } from './upstream'

/** Sockets beyond those that are in: enough for a storm of handshakes, each of which has its time. */
const PENDING_MAX = 1_000

export interface LocalServerHooks extends Omit<ClientsHooks, 'settings' | 'guard' | 'standingOf'> {
  /** Writes a row about the server as a whole. */
  onServerEvent(text: string, mark?: Mark): void
  /** Where certificates are kept; without it they live as long as the process. */
  certificateFolder: string | undefined
  /** PEM of those a tap trusts for its upstream besides the system's. */
  trustedAuthorities(url: URL): string[]
}

export class LocalServer {
  readonly peers: ReadonlySet<AcceptedPeer>
  readonly certificate: ServerCertificate | undefined
  private readonly stage: ServerStage
  private readonly behaviour: BegunBehaviour
  private readonly gatekeeper: Gatekeeper
  private readonly frontDoor: FrontDoor
  private readonly upgrades: Upgrades
  private readonly clients: Clients
  /** Those that parse requests; behind a TLS door, one that never listens itself. */
  private readonly httpServers: Server[] = []
  private listener: Listener | undefined

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
    server.listensTo(listening.value)
    return ok(server)
  }

  private constructor(
    private settings: ServerSettings,
    validate: Validate | undefined,
    identity: TlsIdentity | undefined,
    catalogue: BehaviourCatalogue,
    ids: Ids,
    private readonly hooks: LocalServerHooks,
  ) {
    const { now, turns, onServerEvent } = hooks
    const places = new Places()
    this.certificate = identity?.summary
    this.stage = new ServerStage({
      now,
      onLog: (text, peer, mark) => this.log(text, peer, mark),
      onFault: (fault) => this.onFault(fault),
      onChange: () => hooks.onChange(),
      dial: (request, listener, signal) =>
        dialUpstream(request, listener, { now, turns, trustedAuthorities: hooks.trustedAuthorities }, signal),
    })
    this.peers = this.stage.peers
    this.behaviour = catalogue.begin(settings.behaviour, settings.options, settings.rules, this.stage)
    this.clients = new Clients(this.stage.peers, this.behaviour, places, ids, validate, {
      ...hooks,
      settings: () => this.settings,
      standingOf: (user) => this.gatekeeper.standingOf(user),
      guard: (act, peer) => this.guard(act, peer),
    })
    this.gatekeeper = new Gatekeeper(now, settings.auth)
    this.upgrades = new Upgrades(settings, {
      places,
      admit: this.behaviour.admit,
      withoutCredentials: ({ headers, url }) => this.gatekeeper.withoutCredentials({ headers, url }),
      refuse: (request, socket, refusal) => this.frontDoor.refuse(request, socket, refusal),
      onOpen: (...opened) => this.clients.accept(...opened),
      onEvent: onServerEvent,
    })
    this.frontDoor = new FrontDoor(this.gatekeeper, {
      rules: () => this.settings,
      isExposed: () => this.isExposed,
      connectionCount: (address) => places.count(address),
      url: () => this.url,
      onUpgrade: (upgrade) => this.upgrades.begin(upgrade),
      onEvent: onServerEvent,
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
    return this.clients.get(connectionId)
  }

  /**
   * From now on; what is of the handshake, for clients that come.
   * @param change options and rules are checked
   * @returns `ERR_SCHEMA_INVALID`, and nothing is changed
   */
  configure(change: LiveServerSettings): Result<void> {
    const settings = withParts(this.settings, change)
    const { options, rules, auth, limits } = settings
    if (change.limits !== undefined || change.validation !== undefined) {
      const configured = this.clients.configure(settings)
      if (!configured.ok) return configured
    }
    this.settings = settings
    if (change.options !== undefined) this.guard(() => this.behaviour.configure?.(options))
    if (change.rules !== undefined) this.behaviour.changeRules(rules)
    if (change.auth !== undefined) {
      this.gatekeeper.configure(auth)
      this.clients.applyAccessToAll()
    }
    if (change.faults !== undefined) this.clients.applyFaultsToAll()
    if (change.limits === undefined) return ok(undefined)
    this.upgrades.configure(limits)
    for (const http of this.httpServers) {
      http.headersTimeout = limits.handshakeMs
      http.requestTimeout = limits.handshakeMs
    }
    for (const server of this.listener?.servers ?? []) server.maxConnections = limits.connections + PENDING_MAX
    return ok(undefined)
  }

  /** @param faults in place of the server's; undefined for the server's again */
  configurePeer(peer: AcceptedPeer, faults: FaultSettings | undefined): void {
    this.clients.configurePeer(peer, faults)
  }

  act(peer: AcceptedPeer, action: FaultAction): void {
    this.clients.act(peer, action)
  }

  /** @returns to how many peers it went */
  broadcast(type: 'text' | 'binary', payload: Buffer): number {
    for (const peer of this.peers) peer.post(type, payload)
    return this.peers.size
  }

  /** Says goodbye with 1001 to every peer, then frees the port. */
  async stop(): Promise<void> {
    this.upgrades.stop()
    this.stage.dispose()
    const emptied = this.clients.close(1001, 'Server stopped')
    const closed = this.listener?.close()
    // Those that have not asked for an upgrade yet, or only half: Node no longer looks whether they are late.
    for (const http of this.httpServers) {
      http.closeAllConnections()
      http.close()
    }
    if (closed === undefined) return
    // The ports are free a moment before the last client's end has its rows.
    await Promise.all([closed, emptied])
    this.hooks.onServerEvent('Stopped')
  }

  private listensTo(listener: Listener): void {
    const { onServerEvent } = this.hooks
    this.listener = listener
    const notes = new NoteAllowance()
    const tell = (more: string) => {
      onServerEvent(`Limit: too many sockets that are not in yet; one was cut${more}.`, 'noted')
    }
    for (const each of listener.servers) {
      each.maxConnections = this.settings.limits.connections + PENDING_MAX
      each.on('drop', () => notes.tell(this.hooks.now(), tell))
    }
    onServerEvent(`Listening on ${this.url}`)
    if (listener.isExposed) onServerEvent('Every computer of the network can reach this server.', 'noted')
  }

  private createDoor(identity: TlsIdentity | undefined) {
    const { tls } = this.settings
    const http = this.frontDoor.createHttpServer()
    this.httpServers.push(http)
    if (identity === undefined || tls.kind === 'off') return http
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
    peer?.closeNow(1011, 'Internal error')
  }
}
