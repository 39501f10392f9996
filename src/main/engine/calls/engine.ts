/** What is asked of the engine as a whole: all it has, the demo, the room it may take. */
import { ok } from '../../../shared/failure'
import { startDemo } from '../demo'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function engineCalls(parts: Parts): CallsOf<'workspace' | 'demo' | 'storage'> {
  const { store, connections, servers, series, rates } = parts
  return {
    'workspace.read': () =>
      ok({
        connections: connections.list(),
        servers: servers.list(),
        series: series.list(),
        bookmarks: parts.bookmarks.list(),
        sends: parts.sends.list(),
        behaviours: parts.behaviours,
        pulse: rates.pulse(),
      }),
    'demo.start': () => startDemo(servers, connections, series),
    'storage.configure': ({ limits }) => {
      store.configure(limits)
      rates.tell()
      return ok(undefined)
    },
  }
}
