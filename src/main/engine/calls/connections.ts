/** What is asked of a connection, outbound or a client of ours: to connect, to change, to tell of itself. */
import { fail, ok } from '../../../shared/failure'
import { resolveRequest } from '../net/resolve-request'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function connectionCalls(parts: Parts): CallsOf<'connection'> {
  const { store, connections, servers, series, variables } = parts
  return {
    'connection.connect': ({ id, settings }) => connections.connect(settings, id),
    'connection.add': ({ settings }) => connections.add(settings),
    'connection.configure': ({ id, change }) => {
      const before = JSON.stringify(connections.settingsOf(id)?.decoding)
      const configured = connections.configure(id, change)
      if (JSON.stringify(connections.settingsOf(id)?.decoding) !== before) parts.decodeAnew(id)
      return configured
    },
    'connection.move': ({ id, beforeId }) => connections.move(id, beforeId),
    'connection.resolve': ({ settings }) => ok(resolveRequest(settings, variables)),
    'connection.retry': ({ id, act }) => connections.retry(id, act),
    'connection.disconnect': ({ id, closeCode, reason }) => {
      const peer = servers.peerConnection(id)
      return peer === undefined ? connections.disconnect(id, closeCode, reason) : peer.close(closeCode, reason)
    },
    'connection.remove': ({ id }) => {
      series.removeOf(id)
      return connections.remove(id)
    },
    'connection.handshake': ({ id }) => ok(parts.connection(id)?.handshake),
    'connection.health': ({ id }) => {
      const connection = parts.connection(id)
      if (connection === undefined) return fail('ERR_NOT_FOUND', `There is no connection ${id} any more.`)
      const { receivedBytes, sentBytes, lastFrameAtMs } = store.accounts.of(id)
      return ok({
        counters: store.accounts.sum([id]),
        receivedBytes,
        sentBytes,
        lastFrameAtMs: lastFrameAtMs === 0 ? undefined : lastFrameAtMs,
        ...connection.health(),
      })
    },
  }
}
