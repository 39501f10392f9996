/**
 * What the engine has of the workspace: follows its lists, and brings it in step with a workspace's content. What is there
 * already, by its uid, and as it should be, is left alone, so that a feed that runs goes on running.
 */
import type { CallAnswer, CallInput, CallReply, EngineCallName, Pushes } from '../shared/ipc/contract'
import { liveServerSettings } from '../shared/protocol/server-settings'
import { same } from '../shared/protocol/settings-diff'
import { contentOf, type EngineLists, keptCharts, keptServer } from '../shared/protocol/workspace-content'
import type { KeptSeries, WorkspaceContent } from '../shared/protocol/workspace-document'

/** The engine, as far as it is needed here. */
export interface Engine {
  attach(onPush: (name: string, payload: unknown) => void): number
  call(sessionId: number, name: string, args: unknown): Promise<{ ok: boolean }>
}

type EngineContent = Omit<WorkspaceContent, 'desk'>

const liveParts = Object.keys(liveServerSettings.entries)

export class WorkspaceInEngine {
  private readonly sessionId: number
  private lists: EngineLists = { connections: [], servers: [], series: [] }
  /** What the engine has meanwhile is not yet all there will be. */
  private changes = 0
  private turn: Promise<unknown> = Promise.resolve()

  /** @param onChange tells what is there whenever that has changed by somebody else's doing */
  constructor(
    private readonly engine: Engine,
    private readonly onChange: (content: EngineContent) => void,
  ) {
    this.sessionId = engine.attach((name, payload) => this.hear(name, payload))
  }

  /**
   * Makes it have this and no more, but for the demo. Connections and servers that are new come idle and stopped.
   * @param isAnew closes all there was first, whatever it is
   * @returns what could not be brought back, in sentences
   */
  bring(content: EngineContent, isAnew = false): Promise<string[]> {
    return this.inTurn(async () => {
      const problems: string[] = []
      if (isAnew) await this.removeAllBut({ connections: [], servers: [], charts: [] })
      await this.removeAllBut(content)
      await this.bringConnections(content, problems)
      await this.bringServers(content, problems)
      await this.bringCharts(content.charts, problems)
      await this.read()
      return problems
    })
  }

  setVariables(variables: CallInput<'variables.set'>['variables']): Promise<unknown> {
    return this.call('variables.set', { variables })
  }

  /** What is there now: what changed last may be yet to be told. */
  async content(): Promise<EngineContent | undefined> {
    return (await this.inTurn(() => this.read())) ? contentOf(this.lists) : undefined
  }

  /** One thing after the other, since each begins with what is there. */
  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    this.changes++
    const acted = this.turn.then(act).finally(() => this.changes--)
    this.turn = acted.catch(() => {})
    return acted
  }

  private async removeAllBut({ connections, servers }: EngineContent): Promise<void> {
    await this.read()
    const keptConnections = new Set(connections.map(({ uid }) => uid))
    const keptServers = new Set(servers.map(({ uid }) => uid))
    for (const { id, settings, isDemo } of this.lists.connections) {
      if (isDemo !== true && !keptConnections.has(settings.uid)) await this.call('connection.remove', { id })
    }
    for (const { id, uid, isDemo } of this.lists.servers) {
      if (!isDemo && !keptServers.has(uid)) await this.call('server.remove', { id })
    }
  }

  private async bringConnections({ connections }: EngineContent, problems: string[]): Promise<void> {
    await this.read()
    const there = this.lists.connections.filter(({ isDemo }) => isDemo !== true)
    const ids: number[] = []
    for (const settings of connections) {
      const known = there.find((each) => each.settings.uid === settings.uid)
      if (known === undefined) {
        const added = await this.call('connection.add', { settings })
        if (added.ok) ids.push(added.value.id)
        else problems.push(added.error.message)
        continue
      }
      ids.push(known.id)
      const { uid: _, ...change } = settings
      if (!same(known.settings, settings)) await this.call('connection.configure', { id: known.id, change })
    }
    await this.order('connection.move', ids, there)
  }

  private async bringServers({ servers }: EngineContent, problems: string[]): Promise<void> {
    const there = this.lists.servers.filter(({ isDemo }) => !isDemo)
    const ids: number[] = []
    for (const server of servers) {
      const known = there.find(({ uid }) => uid === server.uid)
      const own = known === undefined ? undefined : keptServer(known)
      if (known !== undefined && same(own, server)) {
        ids.push(known.id)
        continue
      }
      if (known !== undefined && own !== undefined && same(fixedParts(own), fixedParts(server))) {
        ids.push(known.id)
        const change = Object.fromEntries(Object.entries(server).filter(([part]) => liveParts.includes(part)))
        await this.call('server.configure', { id: known.id, ...change })
        continue
      }
      // What it is begun with has changed: it has to begin anew.
      if (known !== undefined) await this.call('server.remove', { id: known.id })
      const added = await this.call('server.add', server)
      if (added.ok) ids.push(added.value.id)
      else problems.push(added.error.message)
    }
    await this.order('server.move', ids, there)
  }

  private async bringCharts(charts: readonly KeptSeries[], problems: string[]): Promise<void> {
    await this.read()
    const own = this.lists.connections.filter(({ isDemo }) => isDemo !== true)
    if (same(keptCharts(own, this.lists.series), charts)) return
    const ids = new Map(own.map(({ id, settings }) => [settings.uid, id]))
    const ownIds = new Set(ids.values())
    for (const { id, connectionId } of this.lists.series) {
      if (ownIds.has(connectionId)) await this.call('series.remove', { id })
    }
    const chartIds = new Map<number, number>()
    for (const { connection, chart, path, keyPath } of charts) {
      const connectionId = ids.get(connection)
      // Of a connection that is not there: nothing could ever be drawn.
      if (connectionId === undefined) continue
      const added = await this.call('series.add', { connectionId, path, keyPath, chartId: chartIds.get(chart) })
      if (added.ok) chartIds.set(chart, added.value.chartId)
      else problems.push(added.error.message)
    }
  }

  /** Asks for no move where the order is right already. */
  private async order(
    move: 'connection.move' | 'server.move',
    ids: readonly number[],
    there: readonly { id: number }[],
  ): Promise<void> {
    // What was added stands at the end, in its order.
    const old = there.map(({ id }) => id).filter((id) => ids.includes(id))
    const isInOrder = old.every((id, at) => ids[at] === id)
    if (!isInOrder) for (const id of ids) await this.call(move, { id })
  }

  private async read(): Promise<boolean> {
    const read = await this.call('workspace.read', {})
    if (read.ok) this.lists = read.value
    return read.ok
  }

  private hear(name: string, payload: unknown): void {
    switch (name as keyof Pushes) {
      case 'connections.changed':
        this.lists = { ...this.lists, connections: payload as Pushes['connections.changed'] }
        break
      case 'servers.changed':
        this.lists = { ...this.lists, servers: payload as Pushes['servers.changed'] }
        break
      case 'series.changed':
        this.lists = { ...this.lists, series: payload as Pushes['series.changed'] }
        break
      default:
        return
    }
    if (this.changes === 0) this.onChange(contentOf(this.lists))
  }

  private async call<N extends EngineCallName>(name: N, args: CallInput<N>): Promise<CallReply<N>> {
    return (await this.engine.call(this.sessionId, name, args)) as CallReply<N> & { value: CallAnswer<N> }
  }
}

function fixedParts(server: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(server).filter(([part]) => !liveParts.includes(part)))
}
