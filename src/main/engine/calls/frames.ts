/** What is asked of a single frame: its bytes, what decoders make of it, what came before it, a bookmark at it. */
import { fail, ok } from '../../../shared/failure'
import { fill } from '../../../shared/variables/fill'
import { findEarlier } from '../feeds/comparable-message'
import { earlierMessages } from '../feeds/preceding-messages'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function frameCalls(parts: Parts): CallsOf<'frame' | 'proto' | 'bookmark'> {
  const { store, servers, variables } = parts
  const filled = (given: string | Uint8Array) =>
    typeof given === 'string' ? fill(given, variables.values()).text : given
  return {
    'frame.send': async ({ connectionId, type, payload: given, resolves }) => {
      const payload = resolves ? filled(given) : given
      const connection = parts.connection(connectionId)
      if (connection === undefined) {
        return fail('ERR_NOT_FOUND', `There is no connection ${connectionId} any more.`)
      }
      const isMessage = type === 'text' || type === 'binary'
      const faulty = isMessage ? servers.sendThroughFaults(connectionId, type, payload) : undefined
      return faulty ?? connection.send(type, payload)
    },
    'frame.read': async ({ seq, from, maxBytes }) => {
      const chunk = await store.fetch(seq)
      if (chunk === undefined) {
        if (seq >= store.endSeq) return fail('ERR_NOT_FOUND', `There is no frame ${seq} yet.`)
        return ok({ seq, timeMs: 0, connectionId: 0, kind: 0, byteLength: 0, payload: 'evicted' })
      }
      const row = seq - chunk.firstSeq
      const payload = chunk.payloadAt(row)
      return ok({
        seq,
        timeMs: chunk.timeAt(row),
        connectionId: chunk.connectionAt(row),
        kind: chunk.kindAt(row),
        byteLength: chunk.byteLengthAt(row),
        roundTripMs: parts.readers.roundTripOf(seq),
        payload: payload === undefined ? 'dropped' : new Uint8Array(payload.subarray(from, from + maxBytes)),
      })
    },
    'frame.earlier': async ({ seq, path }) => ok({ seq: await findEarlier(parts, seq, path) }),
    'frame.decode': async ({ seq }) => {
      const chunk = await store.fetch(seq)
      const row = seq - (chunk?.firstSeq ?? 0)
      const payload = chunk?.payloadAt(row)
      if (chunk === undefined || payload === undefined) {
        return fail('ERR_NOT_FOUND', `The bytes of frame ${seq} are not there to be decoded.`)
      }
      const [connectionId, kind] = [chunk.connectionAt(row), chunk.kindAt(row)]
      const earlier = () => earlierMessages(store, seq, connectionId, kind)
      return ok(parts.decoders.decode(connectionId, kind, payload, earlier))
    },
    'proto.types': ({ files }) => {
      const types = parts.decoders.protoTypes(files)
      // They were read anew, so rows may read otherwise.
      parts.redecorate()
      return types
    },
    'bookmark.set': ({ seq, note }) => parts.bookmarks.set(seq, note),
    'bookmark.remove': ({ seq }) => parts.bookmarks.remove(seq),
  }
}
