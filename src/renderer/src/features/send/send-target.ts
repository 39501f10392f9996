/** Where a message from the panel would go, or why it cannot go anywhere now. */
import { assertNever } from '../../../../shared/assert-never'
import type { ConnectionSummary, ServerSummary } from '../../../../shared/protocol/feed'
import type { Place } from '../../state/app-store'

export type SendTarget =
  | { kind: 'connection'; id: number }
  | { kind: 'server'; id: number; peerCount: number }
  /** A sentence: what to do first. */
  | { kind: 'none'; why: string }

export function sendTargetOf(
  place: Place,
  connections: readonly ConnectionSummary[],
  servers: readonly ServerSummary[],
): SendTarget {
  switch (place.kind) {
    case 'connection': {
      const connection = connections.find(({ id }) => id === place.id)
      // A client of a local server is not listed; should it have left, sending says so.
      if (connection === undefined || connection.state.name === 'open') return { kind: 'connection', id: place.id }
      return { kind: 'none', why: whyNotOpen(connection) }
    }
    case 'server': {
      const server = servers.find(({ id }) => id === place.id)
      if (server?.state.name !== 'running') return { kind: 'none', why: 'Start this server to send to its clients.' }
      if (server.peerCount === 0) return { kind: 'none', why: 'No client is connected to this server yet.' }
      return { kind: 'server', id: place.id, peerCount: server.peerCount }
    }
    case 'all':
      return { kind: 'none', why: 'Select a connection, or a server of yours, to send to it.' }
    case 'new-connection':
      return { kind: 'none', why: 'Connect first, then send.' }
    case 'new-server':
      return { kind: 'none', why: 'Start the server first, then send to its clients.' }
    default:
      return assertNever(place)
  }
}

function whyNotOpen({ state }: ConnectionSummary): string {
  switch (state.name) {
    case 'connecting':
      return 'Still connecting.'
    case 'closing':
      return 'This connection is closing.'
    case 'idle':
    case 'open':
    case 'closed':
    case 'failed':
      return 'This connection is not open. Connect it to send.'
    default:
      return assertNever(state)
  }
}
