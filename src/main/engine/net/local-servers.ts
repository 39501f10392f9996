/** The local servers the user has: their settings outlive a stop, several run at once. */
import { fail, ok, type Result } from '../../../shared/failure'
import type { BehaviourName, BehaviourOptions } from '../../../shared/protocol/behaviour'
import type { ServerState, ServerSummary } from '../../../shared/protocol/feed'
import type { LiveServerSettings, ServerSettings } from '../../../shared/protocol/server-settings'
import type { BehaviourType } from '../behaviours/behaviour'
import type { Connection, ConnectionHooks } from './connection'
import type { Ids } from './ids'
import { LocalServer } from './local-server'

/** More than a lab needs; each costs two listening sockets. */
export const SERVERS_MAX = 50

export interface LocalServersHooks extends Omit<ConnectionHooks, 'onStateChange'> {
  onServerEvent(serverId: number, text: string): void
  /** A peer of this server was accepted: frames of the connection belong to it from now on. */
  onAccept(serverId: number, connectionId: number): void
  onChange(): void
}

/** What the servers can do, from outside this folder. */
export interface BehaviourCatalogue {
  types: Readonly<Record<BehaviourName, BehaviourType>>
  checkOptions(name: BehaviourName, options: BehaviourOptions): Result<BehaviourOptions>
}

interface Entry {
  id: number
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
    const checked = this.catalogue.checkOptions(request.behaviour, request.options)
    if (!checked.ok) return checked
    const known = id === undefined ? undefined : this.byId.get(id)
    if (id !== undefined && known === undefined) return notFound(id)
    if (known !== undefined && (known.running !== undefined || known.starting !== undefined)) {
      return fail('ERR_ALREADY_RUNNING', 'This server is already running. Stop it first.')
    }
    if (known === undefined && this.byId.size >= SERVERS_MAX) {
      return fail('ERR_TOO_MANY', `There are ${SERVERS_MAX} servers already. Remove one you no longer need.`)
    }
    const entry: Entry = known ?? { id: this.ids.next(), request, isDemo, running: undefined, starting: undefined }
    const settings = { ...request, options: checked.value, behaviour: this.catalogue.types[request.behaviour] }
    const starting = LocalServer.start(settings, this.ids, this.hooksOf(entry))
    entry.starting = starting
    this.starting.add(starting)
    const started = await starting
    entry.starting = undefined
    this.starting.delete(starting)
    if (!started.ok) return started
    entry.request = { ...request, options: checked.value }
    entry.running = started.value
    this.byId.set(entry.id, entry)
    this.hooks.onChange()
    return ok({ id: entry.id })
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

  /** New option values for a running behaviour, or for the next start. */
  configure(id: number, change: LiveServerSettings): Result<void> {
    const entry = this.byId.get(id)
    if (entry === undefined) return notFound(id)
    const { request } = entry
    const checked = this.catalogue.checkOptions(request.behaviour, { ...request.options, ...change.options })
    if (!checked.ok) return checked
    entry.request = { ...request, ...change, options: checked.value }
    entry.running?.configure(checked.value)
    this.hooks.onChange()
    return ok(undefined)
  }

  running(id: number): LocalServer | undefined {
    return this.byId.get(id)?.running
  }

  /** The connection of a peer, whichever server it is at. */
  peerConnection(connectionId: number): Connection | undefined {
    for (const { running } of this.byId.values()) {
      const peer = running?.peer(connectionId)
      if (peer !== undefined) return peer.connection
    }
    return undefined
  }

  list(): ServerSummary[] {
    return [...this.byId.values()].map(({ id, request, running, isDemo }) => {
      const { port } = request
      const state: ServerState =
        running === undefined
          ? { name: 'stopped' }
          : { name: 'running', url: running.url, urls: [running.url], port: running.port, isExposed: false }
      const name = `:${running?.port ?? port} ${request.behaviour}`
      return { id, name, ...request, state, peerCount: running?.peers.size ?? 0, heldCount: 0, isDemo }
    })
  }

  async dispose(): Promise<void> {
    await Promise.all(this.starting)
    await Promise.all([...this.byId.values()].map(({ running }) => running?.stop()))
  }

  private hooksOf(entry: Entry) {
    const { hooks } = this
    const { id } = entry
    return {
      now: hooks.now,
      turns: hooks.turns,
      onFrame: hooks.onFrame,
      onServerEvent: (text: string) => hooks.onServerEvent(id, text),
      onAccept: (connectionId: number) => hooks.onAccept(id, connectionId),
      onPeersChange: hooks.onChange,
      onStateChange: () => {},
    }
  }
}

function notFound(id: number) {
  return fail('ERR_NOT_FOUND', `There is no server ${id} any more.`)
}
