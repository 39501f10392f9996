/** The local servers the user has: their settings outlive a stop, several run at once. */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/failure'
import type { ServerState, ServerSummary } from '../../../shared/protocol/feed'
import type { Mark } from '../../../shared/protocol/frame'
import type {
  FaultAction,
  FaultSettings,
  LiveServerSettings,
  Rule,
  ServerSettings,
} from '../../../shared/protocol/server-settings'
import { withParts } from '../../../shared/protocol/settings-parts'
import type { BehaviourCatalogue } from '../behaviours/behaviour'
import { compileSchema } from '../guards/validation'
import type { Connection } from './connection'
import type { Ids } from './ids'
import { moveBefore } from './list-order'
import { LocalServer, type LocalServerHooks } from './local-server'
import { messageBytes } from './message-bytes'
import type { AcceptedPeer } from './peer'

/** More than a lab needs; each costs two listening sockets. */
export const SERVERS_MAX = 50

export interface LocalServersHooks extends Omit<LocalServerHooks, 'onServerEvent' | 'onAccept' | 'onStateChange'> {
  onServerEvent(serverId: number, text: string, mark?: Mark): void
  /** A peer of this server was accepted: frames of the connection belong to it from now on. */
  onAccept(serverId: number, connectionId: number): void
}

interface Entry {
  id: number
  uid: string
  request: ServerSettings
  isDemo: boolean
  running: LocalServer | undefined
  /** Between the call and the port being bound. */
  starting: Promise<unknown> | undefined
}

export class LocalServers {
  private readonly byId = new Map<number, Entry>()
  private readonly starting = new Set<Promise<unknown>>()

  constructor(
    private readonly ids: Ids,
    private readonly catalogue: BehaviourCatalogue,
    private readonly hooks: LocalServersHooks,
  ) {}

  /**
   * Starts a new server, or a stopped one again with new settings.
   * @returns its id; why not: a bad option, a busy port, `ERR_ALREADY_RUNNING`, `ERR_NOT_FOUND`, `ERR_TOO_MANY`
   */
  async start(request: ServerSettings, id?: number, isDemo = false): Promise<Result<{ id: number }>> {
    const checked = this.check(request)
    if (!checked.ok) return checked
    const known = id === undefined ? undefined : this.byId.get(id)
    if (id !== undefined && known === undefined) return notFound(id)
    if (known !== undefined && (known.running !== undefined || known.starting !== undefined)) {
      return fail('ERR_ALREADY_RUNNING', 'This server is already running. Stop it first.')
    }
    if (known === undefined && this.byId.size >= SERVERS_MAX) return tooMany()
    const entry: Entry = known ?? {
      id: this.ids.next(),
      uid: randomUUID(),
      request,
      isDemo,
      running: undefined,
      starting: undefined,
    }
    const starting = LocalServer.start(checked.value, this.catalogue, this.ids, this.hooksOf(entry))
    entry.starting = starting
    this.starting.add(starting)
    const started = await starting
    entry.starting = undefined
    this.starting.delete(starting)
    if (!started.ok) return started
    entry.request = checked.value
    entry.running = started.value
    this.byId.set(entry.id, entry)
    this.hooks.onChange()
    return ok({ id: entry.id })
  }

  /**
   * A server that does not run. What is wrong with its settings a start will say.
   * @param uid the one it goes by; a new one where that is empty or another's
   * @returns its id, or `ERR_TOO_MANY`
   */
  add(request: ServerSettings, uid = ''): Result<{ id: number }> {
    if (this.byId.size >= SERVERS_MAX) return tooMany()
    const id = this.ids.next()
    const isFree = uid !== '' && [...this.byId.values()].every((entry) => entry.uid !== uid)
    const ownUid = isFree ? uid : randomUUID()
    this.byId.set(id, { id, uid: ownUid, request, isDemo: false, running: undefined, starting: undefined })
    this.hooks.onChange()
    return ok({ id })
  }

  /** Puts it before another in the list; at its end without one. */
  move(id: number, beforeId?: number): Result<void> {
    if (!moveBefore(this.byId, id, beforeId)) return notFound(id)
    this.hooks.onChange()
    return ok(undefined)
  }

  async stop(id: number): Promise<Result<void>> {
    const entry = this.byId.get(id)
    if (entry === undefined) return notFound(id)
    await entry.starting
    const { running } = entry
    entry.running = undefined
    await running?.stop()
    this.hooks.onChange()
    return ok(undefined)
  }

  async remove(id: number): Promise<Result<void>> {
    const stopped = await this.stop(id)
    this.byId.delete(id)
    this.hooks.onChange()
    return stopped
  }

  /**
   * New settings for a running server, or for the next start. What is wrong changes nothing.
   * @param change of options, those given; of other parts, each that is given as a whole
   */
  configure(id: number, change: LiveServerSettings): Result<void> {
    const entry = this.byId.get(id)
    if (entry === undefined) return notFound(id)
    const { request, running } = entry
    const options = { ...request.options, ...change.options }
    const checked = this.check({ ...withParts(request, change), options })
    if (!checked.ok) return checked
    const configured =
      running === undefined
        ? this.checkParts({ schema: change.validation?.schema })
        : running.configure({ ...change, ...(change.options && { options: checked.value.options }) })
    if (!configured.ok) return configured
    entry.request = checked.value
    this.hooks.onChange()
    return ok(undefined)
  }

  /** Faults of one client in place of its server's; undefined for the server's again. */
  configurePeer(connectionId: number, faults: FaultSettings | undefined): Result<void> {
    const { server, peer } = this.findPeer(connectionId)
    if (server === undefined || peer === undefined) return peerGone(connectionId)
    server.configurePeer(peer, faults)
    return ok(undefined)
  }

  /**
   * At once, to one client or to all of a server.
   * @param id of a server, or of a client's connection
   * @returns to how many it was done
   */
  act(id: number, action: FaultAction): Result<{ peerCount: number }> {
    const running = this.byId.get(id)?.running
    if (running !== undefined) {
      const peers = [...running.peers]
      for (const peer of peers) running.act(peer, action)
      return ok({ peerCount: peers.length })
    }
    const { server, peer } = this.findPeer(id)
    if (server === undefined || peer === undefined) return peerGone(id)
    server.act(peer, action)
    return ok({ peerCount: 1 })
  }

  /** What a start would say of them; for a form that is being filled in. */
  checkParts({ schema, rules }: { schema?: string | undefined; rules?: readonly Rule[] }): Result<void> {
    const compiled = compileSchema(schema ?? '')
    return compiled.ok ? this.catalogue.checkRules(rules ?? []) : compiled
  }

  running(id: number): LocalServer | undefined {
    return this.byId.get(id)?.running
  }

  /**
   * Sends a message to a client as a behaviour would: what goes wrong for it on purpose goes wrong for this too.
   * @returns undefined where nothing does: then its connection can tell what becomes of it
   */
  sendThroughFaults(
    connectionId: number,
    type: 'text' | 'binary',
    payload: string | Uint8Array,
  ): Result<void> | undefined {
    const { peer } = this.findPeer(connectionId)
    if (peer?.faults === undefined) return undefined
    peer.post(type, messageBytes(payload))
    return ok(undefined)
  }

  /** Whether messages to this peer are delayed, lost or spoiled on purpose. */
  hasFaults(connectionId: number): boolean {
    return this.findPeer(connectionId).peer?.faults !== undefined
  }

  /** The connection of a peer, whichever server it is at. */
  peerConnection(connectionId: number): Connection | undefined {
    return this.findPeer(connectionId).peer?.connection
  }

  list(): ServerSummary[] {
    return [...this.byId.values()].map(({ id, uid, request, running, isDemo }) => ({
      ...request,
      id,
      uid,
      name: `:${running?.port ?? request.port} ${request.behaviour}`,
      state: stateOf(running),
      peerCount: running?.peers.size ?? 0,
      heldCount: running?.held?.count ?? 0,
      isDemo,
    }))
  }

  async dispose(): Promise<void> {
    await Promise.all(this.starting)
    await Promise.all([...this.byId.values()].map(({ running }) => running?.stop()))
  }

  /** @returns the settings with complete options; a bad option, `ERR_RULE_INVALID` */
  private check(request: ServerSettings): Result<ServerSettings> {
    const options = this.catalogue.checkOptions(request.behaviour, request.options)
    if (!options.ok) return options
    const rules = this.catalogue.checkRules(request.rules)
    return rules.ok ? ok({ ...request, options: options.value }) : rules
  }

  private findPeer(connectionId: number): { server?: LocalServer; peer?: AcceptedPeer } {
    for (const { running } of this.byId.values()) {
      const peer = running?.peer(connectionId)
      if (peer !== undefined) return { server: running, peer }
    }
    return {}
  }

  private hooksOf({ id }: Entry): LocalServerHooks {
    const { hooks } = this
    return {
      ...hooks,
      onServerEvent: (text, mark) => hooks.onServerEvent(id, text, mark),
      onAccept: (connectionId) => hooks.onAccept(id, connectionId),
      onStateChange: () => {},
    }
  }
}

function stateOf(running: LocalServer | undefined): ServerState {
  if (running === undefined) return { name: 'stopped' }
  const { url, urls, port, isExposed, certificate } = running
  return { name: 'running', url, urls, port, isExposed, certificate }
}

function notFound(id: number) {
  return fail('ERR_NOT_FOUND', `There is no server ${id} any more.`)
}

function tooMany() {
  return fail('ERR_TOO_MANY', `There are ${SERVERS_MAX} servers already. Remove one you no longer need.`)
}

function peerGone(id: number) {
  return fail('ERR_NOT_FOUND', `There is no client ${id} any more.`)
}
