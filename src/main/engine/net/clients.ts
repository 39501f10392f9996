/**
 * Those that are in at a local server, each a connection with a peer in front of it: they come, speak, and leave.
 *
 *   socket ─► connection ─► faults ─► intake ─► rules ─► behaviour
 */
import { ok, type Result } from '../../../shared/failure'
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import type { FaultAction, FaultSettings, ServerSettings } from '../../../shared/protocol/server-settings'
import type { BegunBehaviour } from '../behaviours/behaviour'
import type { AdmittedUser } from '../guards/auth'
import { compileSchema, type Validate } from '../guards/validation'
import { Connection } from './connection'
import type { ConnectionHooks } from './connection-hooks'
import { NO_CLOSE_FRAME } from './ending'
import { acceptedHandshake, addressOf } from './handshake-record'
import type { Ids } from './ids'
import { Intake, type IntakeRules } from './intake'
import { AcceptedPeer } from './peer'
import { hasFaults, PeerFaults } from './peer-faults'
import type { Places } from './places'
import type { UpgradesHooks } from './upgrades'
import { VitalSigns } from './vital-signs'

/** Of each client: a list shows the last, and there may be thousands of clients. */
const ROUND_TRIPS_KEPT = 20

export interface ClientsHooks extends Omit<ConnectionHooks, 'onMessage' | 'onPing' | 'onStrayPong'> {
  settings(): ServerSettings
  /** What holds now of a user who is in; undefined if he may not be. */
  standingOf(user: AdmittedUser): AdmittedUser | undefined
  /** A peer was let in; frames of this connection follow. */
  onAccept(connectionId: number): void
  onChange(): void
  /** Does it; what it throws is a fault of the behaviour. */
  guard(act: () => void, peer?: AcceptedPeer): void
}

export class Clients {
  private readonly byConnection = new Map<number, AcceptedPeer>()
  private readonly intake: Intake
  private readonly vitalSigns: VitalSigns
  /** One for all of them: closures of their own would cost each half a kilobyte. */
  private readonly connectionHooks: ConnectionHooks
  private acceptedCount = 0
  private onEmpty = () => {}

  /** @param peers those on the behaviour's stage: kept here */
  constructor(
    private readonly peers: Set<AcceptedPeer>,
    private readonly behaviour: BegunBehaviour,
    private readonly places: Places,
    private readonly ids: Ids,
    validate: Validate | undefined,
    private readonly hooks: ClientsHooks,
  ) {
    this.intake = new Intake(this.intakeRules(validate), hooks.now, (peer, message) =>
      hooks.guard(() => behaviour.onMessage?.(peer, message), peer),
    )
    this.vitalSigns = new VitalSigns(peers, hooks.settings().limits, hooks.now)
    this.connectionHooks = this.hooksOfAll()
  }

  get(connectionId: number): AcceptedPeer | undefined {
    return this.byConnection.get(connectionId)
  }

  accept(...[socket, { request, user, shown }, responseLines, entry]: Parameters<UpgradesHooks['onOpen']>): void {
    const { hooks, behaviour } = this
    const nowMs = hooks.now()
    const connection = new Connection(this.ids.next(), this.connectionHooks)
    const address = addressOf(request.socket)
    const peer = this.peerOf(connection, request.socket.remoteAddress, address, user)
    this.byConnection.set(connection.id, peer)
    this.peers.add(peer)
    hooks.onAccept(peer.id)
    hooks.onChange()
    const asked = { ...shown, remoteAddress: address }
    const handshake = acceptedHandshake(asked, responseLines, socket.protocol, socket.extensions, nowMs)
    connection.opened(socket, request.socket, handshake)
    this.applyFaults(peer)
    // Its upstream may have let it wait while its user was removed.
    this.applyAccess(peer)
    hooks.guard(() => {
      entry?.enter(peer)
      behaviour.onOpen?.(peer)
    }, peer)
  }

  /** What is of messages and of time, from now on. @returns `ERR_SCHEMA_INVALID`, and nothing is changed */
  configure({ limits, validation }: ServerSettings): Result<void> {
    const validate = compileSchema(validation.schema)
    if (!validate.ok) return validate
    this.intake.configure({ limits, validate: validate.value, whenInvalid: validation.whenInvalid }, this.peers)
    this.vitalSigns.configure(limits)
    return ok(undefined)
  }

  /** The server's faults have changed. */
  applyFaultsToAll(): void {
    for (const peer of this.peers) this.applyFaults(peer)
  }

  /** Who may be in, and who may speak, has changed. Those of whom nobody asked who they are stay. */
  applyAccessToAll(): void {
    for (const peer of this.peers) this.applyAccess(peer)
  }

  /** @param faults in place of the server's; undefined for the server's again */
  configurePeer(peer: AcceptedPeer, faults: FaultSettings | undefined): void {
    peer.ownFaults = faults
    this.applyFaults(peer)
  }

  act(peer: AcceptedPeer, action: FaultAction): void {
    this.faultsOf(peer).act(action)
  }

  /** Says goodbye to each. @returns once the last has left, and its rows are there */
  async close(closeCode: number, reason: string): Promise<void> {
    this.vitalSigns.dispose()
    for (const peer of this.peers) {
      peer.faults?.end()
      peer.closeNow(closeCode, reason)
    }
    if (this.peers.size === 0) return
    await new Promise<void>((resolve) => {
      this.onEmpty = resolve
    })
  }

  private hooksOfAll(): ConnectionHooks {
    const { hooks, behaviour } = this
    return {
      now: hooks.now,
      turns: hooks.turns,
      onFrame: hooks.onFrame,
      onUnkept: hooks.onUnkept,
      onRoundTrip: hooks.onRoundTrip,
      queueMaxBytes: () => hooks.settings().limits.queuedBytes,
      roundTripsKept: ROUND_TRIPS_KEPT,
      onMessage: ({ id }, bytes, isBinary) => {
        const peer = this.byConnection.get(id)
        const type = isBinary ? 'binary' : 'text'
        if (peer?.faults !== undefined) peer.faults.receive(type, bytes)
        else if (peer !== undefined) this.intake.take(peer, type, bytes, undefined)
      },
      onPing: ({ id }, payload) => {
        const peer = this.byConnection.get(id)
        if (peer?.faults?.ignoresPings === true) return 'ignored'
        let isPassedOn = false
        if (peer !== undefined) {
          hooks.guard(() => {
            isPassedOn = behaviour.onPing?.(peer, payload) === true
          }, peer)
        }
        return isPassedOn ? 'passed-on' : undefined
      },
      onStrayPong: ({ id }, payload) => {
        const peer = this.byConnection.get(id)
        if (peer !== undefined) hooks.guard(() => behaviour.onStrayPong?.(peer, payload), peer)
      },
      onStateChange: (connection) => {
        const peer = this.byConnection.get(connection.id)
        if (connection.state.name === 'closed' && peer !== undefined) this.leave(peer, connection.state)
        hooks.onStateChange(connection)
      },
    }
  }

  /** Apart from `accept`: what is in scope there, the whole request, would live as long as the peer. */
  private peerOf(
    connection: Connection,
    address: string | undefined,
    remoteAddress: string,
    user: AdmittedUser | undefined,
  ): AcceptedPeer {
    const place = this.places.take(address)
    return new AcceptedPeer(connection, place, this.acceptedCount++, remoteAddress, this.hooks.now(), user)
  }

  private leave(
    peer: AcceptedPeer,
    { closeCode, reason, closedBy }: Extract<ConnectionState, { name: 'closed' }>,
  ): void {
    const { hooks, behaviour } = this
    peer.faults?.end()
    peer.place.give()
    this.peers.delete(peer)
    this.byConnection.delete(peer.id)
    const close = { closeCode: closedBy === 'network' ? NO_CLOSE_FRAME : closeCode, reason }
    hooks.guard(() => behaviour.onClosing?.(peer, close), peer)
    hooks.guard(() => behaviour.onClose?.(peer), peer)
    hooks.onChange()
    if (this.peers.size === 0) this.onEmpty()
  }

  private applyAccess(peer: AcceptedPeer): void {
    const { admitted, connection } = peer
    if (admitted === undefined || connection.state.name !== 'open') return
    const standing = this.hooks.standingOf(admitted)
    if (standing === undefined) {
      connection.log(`Refused: ${admitted.name} may not be connected any more. The client was closed.`, 'noted')
      connection.close(1008, 'No longer allowed')
    } else peer.admitted = standing
  }

  /** Its own, or the server's; nothing is made for a client that has none. */
  private applyFaults(peer: AcceptedPeer): void {
    const faults = peer.ownFaults ?? this.hooks.settings().faults
    if (peer.faults !== undefined) peer.faults.configure(faults)
    else if (hasFaults(faults)) this.faultsOf(peer)
  }

  private faultsOf(peer: AcceptedPeer): PeerFaults {
    peer.faults ??= new PeerFaults(peer, peer.ordinal, peer.ownFaults ?? this.hooks.settings().faults, {
      now: this.hooks.now,
      onReceived: (from, { type, payload, mark }) => this.intake.take(from, type, payload, mark),
      queueMaxBytes: () => this.hooks.settings().limits.queuedBytes,
    })
    return peer.faults
  }

  private intakeRules(validate: Validate | undefined): IntakeRules {
    const { limits, validation } = this.hooks.settings()
    return { limits, validate, whenInvalid: validation.whenInvalid }
  }
}
