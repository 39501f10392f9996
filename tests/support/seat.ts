/** A window's seat at an engine, taken by a test: calls with the contract's types, keeps what is pushed. */
import { onTestFinished } from 'vitest'
import { Engine, type EngineHost, type EngineOptions } from '../../src/main/engine'
import type { Push } from '../../src/main/engine/session'
import type { Failure, Result } from '../../src/shared/failure'
import { everything, type Filter } from '../../src/shared/filter/filter'
import type { CallAnswer, CallInput, EngineCallName, Pulse } from '../../src/shared/ipc/contract'
import { unpackLogWindow } from '../../src/shared/ipc/log-window'
import { type ConnectionSettings, plainConnection } from '../../src/shared/protocol/connection-settings'
import type { ConnectionState } from '../../src/shared/protocol/connection-state'
import type { ConnectionSummary, Scope, SeriesSummary, ServerSummary } from '../../src/shared/protocol/feed'
import { LogPane, type PaneWindow } from './log-pane'
import { until } from './until'

/** The engine's door, be it in this process or in another. */
export interface Door {
  attach(push: Push): { call(name: string, args: unknown): Promise<Result<unknown>>; close(): void }
}

export class Seat {
  connections: ConnectionSummary[] = []
  servers: ServerSummary[] = []
  series: SeriesSummary[] = []
  readonly pulses: Pulse[] = []
  /** Of every push that came, in their order. */
  readonly pushed: string[] = []
  private readonly session: ReturnType<Door['attach']>
  private readonly panes = new Map<number, LogPane>()

  constructor(door: Door) {
    this.session = door.attach((name, payload) => {
      this.pushed.push(name)
      if (name === 'connections.changed') this.connections = payload as ConnectionSummary[]
      else if (name === 'servers.changed') this.servers = payload as ServerSummary[]
      else if (name === 'series.changed') this.series = payload as SeriesSummary[]
      else if (name === 'pulse.tick') this.pulses.push(payload as Pulse)
      else if (name === 'log.tick') this.onTick(payload as Uint8Array)
    })
  }

  /** Calls, and fails the test unless it is answered well. */
  async call<N extends EngineCallName>(name: N, args: CallInput<N>): Promise<CallAnswer<N>> {
    const result = await this.session.call(name, args)
    if (!result.ok) throw new Error(`${name} answered ${result.error.code}: ${result.error.message}`)
    return result.value as CallAnswer<N>
  }

  /** Calls, and fails the test unless it is refused. */
  async refusal<N extends EngineCallName>(name: N, args: CallInput<N>): Promise<Failure> {
    const result = await this.session.call(name, args)
    if (result.ok) throw new Error(`${name} was not refused.`)
    return result.error
  }

  /** Calls with whatever, as a window that is not ours might. */
  callAnything(name: string, args: unknown): Promise<Result<unknown>> {
    return this.session.call(name, args)
  }

  close(): void {
    this.session.close()
  }

  // ── connections ────────────────────────────────────────────────────────────────────────────────────────────────────

  async dial(url: string, more: Partial<ConnectionSettings> = {}): Promise<number> {
    return (await this.call('connection.connect', { settings: settingsFor(url, more) })).id
  }

  async open(url: string, more: Partial<ConnectionSettings> = {}): Promise<number> {
    const id = await this.dial(url, more)
    await this.untilState(id, 'open')
    return id
  }

  connection(id: number): ConnectionSummary | undefined {
    return this.connections.find((each) => each.id === id)
  }

  untilState<Name extends ConnectionState['name']>(
    id: number,
    name: Name,
    patienceMs?: number,
  ): Promise<Extract<ConnectionState, { name: Name }>> {
    type Wanted = Extract<ConnectionState, { name: Name }>
    return until(
      () => {
        const state = this.connection(id)?.state
        return state?.name === name && (state as Wanted)
      },
      `connection ${id} is ${name}`,
      patienceMs,
    )
  }

  async handshake(id: number) {
    const handshake = await this.call('connection.handshake', { id })
    if (handshake === undefined) throw new Error(`Connection ${id} has no handshake.`)
    return handshake
  }

  // ── servers ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async serve(
    behaviour: ServerSummary['behaviour'],
    more: Partial<CallInput<'server.start'>> = {},
  ): Promise<{ id: number; url: string; port: number }> {
    const args = { behaviour, port: 0, options: {}, allowedOrigins: [], compression: false, ...more }
    const { id } = await this.call('server.start', args)
    this.servers = (await this.call('workspace.read', {})).servers
    const state = this.server(id)?.state
    if (state?.name !== 'running') throw new Error(`Server ${id} does not run.`)
    return { id, url: state.url, port: state.port }
  }

  server(id: number): ServerSummary | undefined {
    return this.servers.find((each) => each.id === id)
  }

  async peers(id: number) {
    return (await this.call('server.peers', { id, first: 0, count: 1_000 })).peers
  }

  // ── logs ───────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Watches a log; each tick is acknowledged as it comes, unless the pane holds. */
  async watch(scope: Scope, filter: Partial<Filter> = {}, window: Partial<PaneWindow> = {}): Promise<LogPane> {
    const wanted = { firstRow: 0, rowCount: 400, follow: true, ...window }
    const { viewId } = await this.call('log.watch', { scope, filter: { ...everything, ...filter }, ...wanted })
    const pane = new LogPane(
      viewId,
      () => this.call('log.acknowledge', { viewId }),
      (moved) => this.call('log.move', { viewId, ...moved }),
    )
    this.panes.set(viewId, pane)
    return pane
  }

  watchConnection(id: number): Promise<LogPane> {
    return this.watch({ kind: 'connection', id })
  }

  private onTick(packed: Uint8Array): void {
    const window = unpackLogWindow(packed)
    this.panes.get(window.viewId)?.receive(window)
  }
}

export function settingsFor(url: string, more: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return plainConnection(url, { handshakeTimeoutMs: 5_000, compression: false, ...more })
}

/** An engine of the test's own, disposed of with it. */
export function openEngine(options?: EngineOptions, host?: EngineHost): Engine {
  const engine = new Engine(options, host)
  onTestFinished(() => engine.dispose())
  return engine
}

/** A seat at an engine of its own. */
export function takeSeat(options?: EngineOptions): Seat {
  return new Seat(openEngine(options))
}
