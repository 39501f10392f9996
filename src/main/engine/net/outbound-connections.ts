/** The connections we dial: made, dialled again, closed, removed; each keeps its id, its request and its timeline. */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '../../../shared/failure'
import {
  type ConnectionChange,
  type ConnectionSettings,
  plainConnection,
} from '../../../shared/protocol/connection-settings'
import type { ConnectionSummary } from '../../../shared/protocol/feed'
import { withParts } from '../../../shared/protocol/settings-parts'
import { Connection, type ConnectionHooks } from './connection'
import { type CancelDial, dial } from './dial'
import type { Ids } from './ids'
import { WindowBudget } from './lent-reads'
import { moveBefore } from './list-order'

/** More than a person watches, few enough for a list that is pushed whole. */
export const OUTBOUND_MAX = 500
/** How long the other sides have to answer our goodbye when all ends. */
const GOODBYE_MS = 1_000

interface Outbound {
  connection: Connection
  settings: ConnectionSettings
  cancelDial: CancelDial
}

export class OutboundConnections {
  private readonly byId = new Map<number, Outbound>()
  private readonly windows = new WindowBudget()

  constructor(
    private readonly ids: Ids,
    private readonly hooks: ConnectionHooks,
    private readonly onChange: () => void,
  ) {}

  /**
   * Dials, as a new connection or again as `id`.
   * @param settings those it has, unless given
   * @returns its id; what is wrong with them, `ERR_NOT_FOUND`, `ERR_ALREADY_RUNNING` or `ERR_TOO_MANY`
   */
  connect(settings?: ConnectionSettings, id?: number): Result<{ id: number }> {
    const known = id === undefined ? undefined : this.byId.get(id)
    if (id !== undefined && known === undefined) return notFound(id)
    if (known !== undefined && isLive(known.connection)) {
      return fail('ERR_ALREADY_RUNNING', 'This connection is already open. Disconnect it first.')
    }
    if (known === undefined && this.byId.size >= OUTBOUND_MAX) return tooMany()
    const connection = known?.connection ?? new Connection(this.ids.next(), this.hooks)
    const wanted = withUid(settings ?? known?.settings ?? plainConnection(''), known?.settings.uid)
    const dialled = dial(connection, wanted, this.hooks.now, this.windows)
    if (!dialled.ok) return dialled
    this.byId.set(connection.id, { connection, settings: wanted, cancelDial: dialled.value })
    this.onChange()
    return ok({ id: connection.id })
  }

  /** Knows it from now on, without dialling. */
  add(settings: ConnectionSettings): Result<{ id: number }> {
    if (this.byId.size >= OUTBOUND_MAX) return tooMany()
    const connection = new Connection(this.ids.next(), this.hooks)
    this.byId.set(connection.id, { connection, settings: withUid(settings), cancelDial: () => {} })
    this.onChange()
    return ok({ id: connection.id })
  }

  /** Replaces the parts that are given; those of the handshake count from the next one. */
  configure(id: number, change: ConnectionChange): Result<void> {
    const outbound = this.byId.get(id)
    if (outbound === undefined) return notFound(id)
    outbound.settings = withParts(outbound.settings, change)
    this.onChange()
    return ok(undefined)
  }

  /** Puts it before another in the list; at its end without one. */
  move(id: number, beforeId?: number): Result<void> {
    if (!moveBefore(this.byId, id, beforeId)) return notFound(id)
    this.onChange()
    return ok(undefined)
  }

  get(id: number): Connection | undefined {
    return this.byId.get(id)?.connection
  }

  settingsOf(id: number): ConnectionSettings | undefined {
    return this.byId.get(id)?.settings
  }

  /** Closes with code and reason; cancels one that is still being dialled. */
  disconnect(id: number, closeCode?: number, reason?: string): Result<void> {
    const outbound = this.byId.get(id)
    if (outbound === undefined) return notFound(id)
    if (outbound.connection.state.name === 'connecting') {
      outbound.cancelDial()
      return ok(undefined)
    }
    return outbound.connection.close(closeCode, reason)
  }

  /** Its stored frames stay until they are evicted. */
  remove(id: number): Result<void> {
    const outbound = this.byId.get(id)
    if (outbound === undefined) return notFound(id)
    this.byId.delete(id)
    if (outbound.connection.state.name === 'connecting') outbound.cancelDial()
    else outbound.connection.close(1000)
    this.onChange()
    return ok(undefined)
  }

  list(): ConnectionSummary[] {
    return [...this.byId.values()].map(({ connection, settings }) => ({
      id: connection.id,
      name: settings.name || nameOf(settings.url),
      settings,
      state: connection.state,
    }))
  }

  /** Says goodbye with 1001 to every server; who does not answer is cut. */
  dispose(): void {
    for (const { connection, cancelDial } of this.byId.values()) {
      cancelDial()
      connection.close(1001, 'Feedscope quits')
    }
    setTimeout(() => {
      for (const { connection } of this.byId.values()) connection.close()
    }, GOODBYE_MS).unref()
  }
}

function isLive(connection: Connection): boolean {
  const { name } = connection.state
  return name === 'connecting' || name === 'open' || name === 'closing'
}

/** Under the name it had, or a new one. */
function withUid(settings: ConnectionSettings, known?: string): ConnectionSettings {
  return { ...settings, uid: known ?? (settings.uid || randomUUID()) }
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
