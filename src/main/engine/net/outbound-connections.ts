/** The connections we dial: made, dialled again, closed, removed; each keeps its id, its request and its timeline. */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/failure'
import {
  type ConnectionChange,
  type ConnectionSettings,
  plainConnection,
} from '../../../shared/protocol/connection-settings'
import type { ConnectionSummary } from '../../../shared/protocol/feed'
import type { Connection } from './connection'
import type { DialContext } from './dial-attempt'
import type { Ids } from './ids'
import { WindowBudget } from './lent-reads'
import { moveBefore } from './list-order'
import { Outbound, type OutboundHooks } from './outbound'

/** More than a person watches, few enough for a list that is pushed whole. */
export const OUTBOUND_MAX = 500
/** How long the other sides have to answer our goodbye when all ends. */
const GOODBYE_MS = 1_000

export interface OutboundConnectionsHooks extends OutboundHooks {
  /** What a dial needs besides time: variables, the system's proxy, trust. */
  reach: Omit<DialContext, 'now' | 'windows'>
}

export class OutboundConnections {
  private readonly byId = new Map<number, Outbound>()
  private readonly dialContext: DialContext

  constructor(
    private readonly ids: Ids,
    private readonly hooks: OutboundConnectionsHooks,
  ) {
    this.dialContext = { now: hooks.now, windows: new WindowBudget(), ...hooks.reach }
  }

  /**
   * Dials, as a new connection or again as `id`.
   * @param settings those it has, unless given
   * @param isDemo dialled by the app itself
   * @returns its id; what is wrong with them, `ERR_NOT_FOUND`, `ERR_ALREADY_RUNNING` or `ERR_TOO_MANY`
   */
  connect(settings?: ConnectionSettings, id?: number, isDemo = false): Result<{ id: number }> {
    const known = id === undefined ? undefined : this.byId.get(id)
    if (id !== undefined && known === undefined) return notFound(id)
    if (known?.isLive) {
      return fail('ERR_ALREADY_RUNNING', 'This connection is already open. Disconnect it first.')
    }
    if (known === undefined && this.byId.size >= OUTBOUND_MAX) return tooMany()
    const wanted = this.withUid(settings ?? known?.settings ?? plainConnection(''), known?.settings.uid)
    const outbound = known ?? new Outbound(this.ids.next(), wanted, this.hooks, this.dialContext, isDemo)
    const dialled = outbound.connect(wanted)
    if (!dialled.ok) return dialled
    this.byId.set(outbound.connection.id, outbound)
    this.hooks.onChange()
    return ok({ id: outbound.connection.id })
  }

  /** Knows it from now on, without dialling. */
  add(settings: ConnectionSettings): Result<{ id: number }> {
    if (this.byId.size >= OUTBOUND_MAX) return tooMany()
    const id = this.ids.next()
    this.byId.set(id, new Outbound(id, this.withUid(settings), this.hooks, this.dialContext))
    this.hooks.onChange()
    return ok({ id })
  }

  /** Replaces the parts that are given; those of the handshake count from the next one. @returns `ERR_SCHEMA_INVALID`, `ERR_NOT_FOUND` */
  configure(id: number, change: ConnectionChange): Result<void> {
    const outbound = this.byId.get(id)
    if (outbound === undefined) return notFound(id)
    const configured = outbound.configure(change)
    if (configured.ok) this.hooks.onChange()
    return configured
  }

  /** Puts it before another in the list; at its end without one. */
  move(id: number, beforeId?: number): Result<void> {
    if (!moveBefore(this.byId, id, beforeId)) return notFound(id)
    this.hooks.onChange()
    return ok(undefined)
  }

  get(id: number): Connection | undefined {
    return this.byId.get(id)?.connection
  }

  /** One that waits for its next attempt makes it at once, or never. */
  retry(id: number, act: 'now' | 'stop'): Result<void> {
    return this.byId.get(id)?.retry(act) ?? notFound(id)
  }

  settingsOf(id: number): ConnectionSettings | undefined {
    return this.byId.get(id)?.settings
  }

  /** Closes with code and reason; cancels one that is still being dialled, or waits to be. */
  disconnect(id: number, closeCode?: number, reason?: string): Result<void> {
    return this.byId.get(id)?.disconnect(closeCode, reason) ?? notFound(id)
  }

  /** Its stored frames stay until they are evicted. */
  remove(id: number): Result<void> {
    const outbound = this.byId.get(id)
    if (outbound === undefined) return notFound(id)
    this.byId.delete(id)
    outbound.end(1000)
    this.hooks.onChange()
    return ok(undefined)
  }

  list(): ConnectionSummary[] {
    return [...this.byId.values()].map((outbound) => ({
      ...outbound.summary(),
      name: outbound.settings.name || nameOf(outbound.settings.url),
    }))
  }

  /** Under the uid it had; else the one it brings, unless that is empty or another's: a copy is a connection of its own. */
  private withUid(settings: ConnectionSettings, known?: string): ConnectionSettings {
    const isTaken = [...this.byId.values()].some((other) => other.settings.uid === settings.uid)
    return { ...settings, uid: known ?? (isTaken || settings.uid === '' ? randomUUID() : settings.uid) }
  }

  /** Says goodbye with 1001 to every server; who does not answer is cut. */
  dispose(): void {
    for (const outbound of this.byId.values()) outbound.end(1001, 'Feedscope quits')
    setTimeout(() => {
      for (const { connection } of this.byId.values()) connection.close()
    }, GOODBYE_MS).unref()
  }
}

function tooMany() {
  return fail('ERR_TOO_MANY', `There are ${OUTBOUND_MAX} connections already. Remove one you no longer need.`)
}

function notFound(id: number) {
  return fail('ERR_NOT_FOUND', `There is no connection ${id} any more.`)
}

/** `ws://me:…@localhost:8080/feed?token=…` → `localhost:8080/feed`: no scheme, and no part that may hold a secret. */
function nameOf(url: string): string {
  return url
    .trim()
    .replace(/^wss?:\/\//i, '')
    .replace(/[?#].*$/, '')
    .replace(/^[^/]*@/, '')
    .replace(/\/$/, '')
}
