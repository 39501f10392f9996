/** What of connections, servers and series is the user's work: what the workspace keeps of what the engine has. */
import type { ConnectionSummary, SeriesSummary, ServerSummary } from './feed'
import { settingsOf } from './server-settings'
import type { KeptSeries, KeptServer, WorkspaceContent } from './workspace-document'

/** As the engine tells them. */
export interface EngineLists {
  connections: readonly ConnectionSummary[]
  servers: readonly ServerSummary[]
  series: readonly SeriesSummary[]
}

/** All but the demo, which comes by itself. */
export function contentOf({ connections, servers, series }: EngineLists): Omit<WorkspaceContent, 'desk'> {
  const own = connections.filter(({ isDemo }) => isDemo !== true)
  return {
    connections: own.map(({ settings }) => settings),
    servers: servers.filter(({ isDemo }) => !isDemo).map(keptServer),
    charts: keptCharts(own, series),
  }
}

export function keptServer(server: ServerSummary): KeptServer {
  return { uid: server.uid, ...settingsOf(server) }
}

/** Charts are counted anew from one, so that the numbers are the same after each start. */
export function keptCharts(connections: readonly ConnectionSummary[], series: readonly SeriesSummary[]): KeptSeries[] {
  const uids = new Map(connections.map(({ id, settings }) => [id, settings.uid]))
  const numbers = new Map<number, number>()
  return series.flatMap(({ connectionId, chartId, path, keyPath }) => {
    const connection = uids.get(connectionId)
    if (connection === undefined) return []
    const chart = numbers.get(chartId) ?? numbers.size + 1
    numbers.set(chartId, chart)
    return [keyPath === undefined ? { connection, chart, path } : { connection, chart, path, keyPath }]
  })
}
