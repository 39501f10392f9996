/** What is asked of local servers and of their clients. */
import { fail, ok } from '../../../shared/failure'
import { fill } from '../../../shared/variables/fill'
import { messageBytes } from '../net/message-bytes'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function serverCalls(parts: Parts): CallsOf<'server' | 'peer'> {
  const { store, servers, variables } = parts
  const filled = (given: string | Uint8Array) =>
    typeof given === 'string' ? fill(given, variables.values()).text : given
  return {
    'server.start': ({ id, ...request }) => servers.start(request, id),
    'server.add': ({ uid, ...settings }) => servers.add(settings, uid),
    'server.move': ({ id, beforeId }) => servers.move(id, beforeId),
    'server.stop': ({ id }) => servers.stop(id),
    'server.remove': ({ id }) => servers.remove(id),
    'server.configure': ({ id, ...change }) => servers.configure(id, change),
    'server.peers': ({ id, first, count }) => {
      const peers = [...(servers.running(id)?.peers ?? [])]
      const summaries = peers.slice(first, first + count).map((peer) => {
        const { receivedEver, sentEver, receivedBytes, sentBytes } = store.accounts.of(peer.id)
        return peer.summary({
          receivedCount: receivedEver,
          sentCount: sentEver,
          receivedBytes,
          sentBytes,
        })
      })
      return ok({ total: peers.length, peers: summaries })
    },
    'server.broadcast': ({ id, type, payload, resolves }) => {
      const server = servers.running(id)
      if (server === undefined) return fail('ERR_NOT_OPEN', 'This server is not running. Start it, then send again.')
      return ok({ peerCount: server.broadcast(type, messageBytes(resolves ? filled(payload) : payload)) })
    },
    'server.act': ({ id, action }) => servers.act(id, action),
    'server.check': (given) => servers.checkParts(given),
    'peer.configure': ({ id, faults }) => servers.configurePeer(id, faults),
  }
}
