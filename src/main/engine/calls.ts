/** The engine's half of the contract: what each call does, in the order of `contract.ts`. */
import { fail, ok, type Result } from '../../shared/failure'
import type { EngineCallName, Handlers } from '../../shared/ipc/contract'
import { fill } from '../../shared/variables/fill'
import type { HeldFrames } from './behaviours/held-frames'
import { startDemo } from './demo'
import { checkFilter } from './feeds/check-filter'
import { findEarlier } from './feeds/earlier-message'
import { earlierMessages } from './feeds/earlier-messages'
import type { LogFeed } from './feeds/log-feed'
import { MessageCheck } from './guards/message-check'
import { messageBytes } from './net/message-bytes'
import { resolveRequest } from './net/resolve-request'
import type { Parts } from './parts'

/** How long a clearing can be undone. */
export const UNDO_MS = 15_000

/** @param log the views of the window that calls */
export function createCalls(parts: Parts, log: LogFeed): Handlers<EngineCallName> {
  const messageCheck = new MessageCheck()
  const { store, cleared, membership, connections, servers, series, rates, variables } = parts
  const withHeld = <T>(id: number, act: (held: HeldFrames) => Result<T>): Result<T> => {
    const held = servers.running(id)?.held
    return held === undefined ? fail('ERR_NOT_FOUND', 'Only a tap that runs holds frames. Start it.') : act(held)
  }
  const filled = (given: string | Uint8Array) =>
    typeof given === 'string' ? fill(given, variables.values()).text : given
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
        roundTripMs: parts.roundTripOf(seq),
        payload: payload === undefined ? 'dropped' : new Uint8Array(payload.subarray(from, from + maxBytes)),
      })
    },

    'frame.earlier': async ({ seq, path }) => ok({ seq: await findEarlier(parts, seq, path) }),
    'schema.check': ({ schema, text }) => messageCheck.problems(schema, text),
    'send.start': (task) => parts.sends.start(task),
    'send.stop': ({ id }) => parts.sends.stop(id),
    'send.forget': ({ id }) => parts.sends.forget(id),
    'variables.set': (args) => {
      variables.set(args.variables)
      return ok(undefined)
    },
    'variables.preview': ({ text }) => {
      const { text: filled, unknown } = fill(text, variables.previewValues())
      return ok({ text: variables.hidden(filled), unknown })
    },
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
    'server.check': (parts) => servers.checkParts(parts),
    'peer.configure': ({ id, faults }) => servers.configurePeer(id, faults),

    'tap.hold': ({ id, directions }) => withHeld(id, (held) => ok(held.hold(directions))),
    'tap.held': ({ id }) => withHeld(id, (held) => ok({ directions: [...held.directions], frames: held.list() })),
    'tap.read': ({ id, heldId }) => withHeld(id, (held) => held.read(heldId)),
    'tap.release': ({ id, heldIds, payload }) =>
      withHeld(id, (held) => held.release(heldIds, payload === undefined ? undefined : Buffer.from(payload))),
    'tap.drop': ({ id, heldIds }) => withHeld(id, (held) => ok(held.drop(heldIds))),

    'filter.check': ({ text }) => checkFilter(text),

    'log.watch': ({ scope, filter, ...window }) => {
      const checked = checkFilter(filter.text)
      return checked.ok ? log.watch(scope, filter, window) : checked
    },
    'log.move': ({ viewId, ...window }) => {
      log.view(viewId)?.move(window)
      return ok(undefined)
    },
    'log.acknowledge': ({ viewId }) => {
      log.acknowledge(viewId)
      return ok(undefined)
    },
    'log.unwatch': ({ viewId }) => {
      log.unwatch(viewId)
      return ok(undefined)
    },
    'log.locate': ({ viewId, seq }) => ok({ row: log.view(viewId)?.rowOf(seq) }),
    'log.decorate': ({ columns, colours }) => log.decorator.configure(columns, colours),
    'bookmark.set': ({ seq, note }) => parts.bookmarks.set(seq, note),
    'bookmark.remove': ({ seq }) => parts.bookmarks.remove(seq),
    'log.find': async ({ viewId, text, row, direction }) => {
      const view = log.view(viewId)
      if (view === undefined) return fail('ERR_NOT_FOUND', `There is no log ${viewId} any more.`)
      const found = await view.find(text, row, direction)
      return found.ok ? ok({ row: found.value?.row, seq: found.value?.seq }) : found
    },
    'log.clear': ({ scope }) => {
      const clearId = cleared.clear([...(membership.idsOf(scope) ?? store.accounts.ids())])
      parts.rebuildViews()
      setTimeout(() => cleared.settle(clearId), UNDO_MS).unref()
      return ok({ clearId })
    },
    'log.restore': ({ clearId }) => {
      if (!cleared.restore(clearId)) return fail('ERR_NOT_FOUND', 'It is too late to undo this clear.')
      parts.rebuildViews()
      return ok(undefined)
    },

    'storage.configure': ({ limits }) => {
      store.configure(limits)
      rates.tell()
      return ok(undefined)
    },

    'series.add': ({ connectionId, path, keyPath, chartId }) => series.add(connectionId, path, keyPath, chartId),
    'series.split': ({ id, keyPath }) => series.split(id, keyPath),
    'series.remove': ({ id }) => series.remove(id),
    'series.read': ({ seriesIds, fromMs, toMs, widthPx }) => ok(series.columns(seriesIds, fromMs, toMs, widthPx)),
    'rates.read': ({ scope, fromMs, toMs, widthPx }) => ok(rates.columns(scope, fromMs, toMs, widthPx)),
  }
}
