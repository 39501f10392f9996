/**
 * The engine's composition root: the one place where its parts meet. Its door is the contract: `attach` seats a window (or
 * a test, or the bench), which then calls and is pushed to. Nothing here knows whether it runs in a Worker or in plain Node.
 *
 *   net ──onFrame──► frames ◄──reads── feeds ──push──► session ──► window
 */

import { join } from 'node:path'
import { assertNever } from '../../shared/assert-never'
import { ok } from '../../shared/failure'
import type { Pushes, PushName } from '../../shared/ipc/contract'
import { parseJson } from '../../shared/parse-json'
import { frameKind } from '../../shared/protocol/frame'
import type { StorageLimits } from '../../shared/protocol/storage'
import { fill } from '../../shared/variables/fill'
import { behaviourCatalogue, behaviourSummaries } from './behaviours'
import { type Clock, monotonicClock, oncePerTurn } from './clock'
import { automaticDecodings, Decoders, type DecodingHints } from './decode/decoders'
import { Bookmarks } from './feeds/bookmarks'
import { Cadence } from './feeds/cadence'
import { CatchUp } from './feeds/catch-up'
import { Membership } from './feeds/membership'
import { earlierMessages } from './feeds/preceding-messages'
import { RateFeed } from './feeds/rate-feed'
import { RowCursor, type RowReader } from './feeds/row-cursor'
import type { RowReaders } from './feeds/row-readers'
import { SeriesFeed } from './feeds/series-feed'
import { filledText } from './filled-text'
import { ClearedRows } from './frames/cleared-rows'
import { FrameStore } from './frames/frame-store'
import { compileMessageMatch } from './match/compile'
import { namesOf } from './names'
import type { Connection } from './net/connection'
import { Ids } from './net/ids'
import { LocalServers } from './net/local-servers'
import { OutboundConnections } from './net/outbound-connections'
import { ownAuthorities } from './net/own-authorities'
import { ReadTurns } from './net/read-turns'
import { environmentProxy, systemProxyOf } from './net/system-proxy'
import type { Parts } from './parts'
import { PongRoundTrips } from './pong-round-trips'
import { SendTasks } from './sending/send-tasks'
import { type Push, Session } from './session'
import { TaskTarget } from './task-target'
import { Variables } from './variables'

export type { RowCursor, RowReader, StoredRow } from './feeds/row-cursor'

/**
 * How long charts and logs may read frames at a beat, or between two turns of the event loop: sockets and calls wait for it.
 * In one a chart gets hundreds of points a beat, more than it has pixels for.
 */
const SERIES_BUDGET_MS = 1
const LOG_BUDGET_MS = 4

const CERTIFICATES_FOLDER = 'certificates'

export interface EngineOptions {
  now?: Clock
  storage?: StorageOptions
  /** The user's, where what is to last is kept: certificates. Without it nothing lasts. */
  profileFolder?: string
}

/** What the engine asks whoever hosts it. */
export interface EngineHost {
  /**
   * Which proxy the system wants for a URL, which has no path.
   * @returns as a PAC file does: `PROXY host:port; DIRECT`
   */
  resolveProxy(url: string): Promise<string>
}

export interface StorageOptions {
  /** Where frames go that no longer fit memory; without it they are evicted. */
  folder?: string
  limits?: Partial<StorageLimits>
}

/** Lists that are pushed whole, once a beat at most, when they have changed. */
type StatePush = Extract<
  PushName,
  'connections.changed' | 'servers.changed' | 'series.changed' | 'bookmarks.changed' | 'sends.changed'
>

export class Engine {
  private readonly parts: Parts
  private readonly sessions = new Set<Session>()
  private readonly cursors = new Set<RowCursor>()
  private readonly changed = new Set<StatePush>()
  private readonly catchUp = new CatchUp(() => this.advance())

  /** @param host without one the environment says which proxy to use */
  constructor({ now = monotonicClock, storage, profileFolder }: EngineOptions = {}, host?: EngineHost) {
    const cadence = new Cadence(
      () => this.beat(),
      () => store.sleep(),
    )
    const turns = new ReadTurns(now)
    const store = new FrameStore({
      now: oncePerTurn(now),
      ...storage,
      onWake: () => cadence.wake(),
      // At once: whoever waited for it sends for the next one, and before it has to make room again.
      onLoaded: () => {
        for (const session of this.sessions) session.log.tick()
        this.catchUp.start()
        cadence.wake()
      },
      onTrouble: () => this.parts.rates.tell(),
      onHold: (isHeld) => turns.hold(isHeld),
    })
    const membership = new Membership()
    const ids = new Ids()
    const variables = new Variables(now)
    const onFrame = (id: number, kind: number, payload: Uint8Array) => store.append(id, kind, payload)
    const pongs = new PongRoundTrips()
    const onRoundTrip = (seq: number, durationMs: number) => pongs.set(seq, durationMs)
    const onUnkept = (id: number, kind: number, byteLength: number) => {
      store.appendUnkept(id, kind, byteLength)
    }
    const trustedAuthorities = (url: URL) => ownAuthorities(servers.list(), url)
    const connections = new OutboundConnections(ids, {
      now,
      turns,
      onFrame,
      onUnkept,
      onRoundTrip,
      fill: (text) => filledText(text, variables.values()),
      compileAnswer: compileMessageMatch,
      onStateChange: () => this.markChanged('connections.changed'),
      onChange: () => this.markChanged('connections.changed'),
      reach: {
        variables,
        trustedAuthorities,
        systemProxy:
          host === undefined ? environmentProxy(process.env) : systemProxyOf((url) => host.resolveProxy(url)),
      },
    })
    const servers = new LocalServers(ids, behaviourCatalogue(compileMessageMatch), {
      now,
      turns,
      onFrame,
      onUnkept,
      onRoundTrip,
      onServerEvent: (serverId, text, mark) =>
        void onFrame(serverId, frameKind('event', 'received', mark), Buffer.from(text)),
      onAccept: (serverId, connectionId) => {
        membership.join(serverId, connectionId)
        this.welcome(serverId, connectionId)
        // Its handshake is told once all that has to do with its coming is done.
        queueMicrotask(() => decoders.welcome(connectionId, () => hintsOf(servers.peerConnection(connectionId))))
      },
      onChange: () => this.markChanged('servers.changed'),
      trustedAuthorities,
      certificateFolder: profileFolder === undefined ? undefined : join(profileFolder, CERTIFICATES_FOLDER),
    })
    const decoders = new Decoders((id) => {
      const settings = connections.settingsOf(id)
      const connection = settings === undefined ? servers.peerConnection(id) : connections.get(id)
      if (connection === undefined) return undefined
      return {
        decodings: settings?.decoding ?? automaticDecodings,
        stamp: connection.handshakeStamp,
        hints: () => hintsOf(connection),
      }
    })
    const series = new SeriesFeed(
      store,
      now,
      () => this.markChanged('series.changed'),
      (...frame) => decoders.jsonOf(...frame),
    )
    const jsonOf: RowReaders['jsonOf'] = (seq, id, kind, payload) =>
      decoders.jsonOf(id, kind, payload, () => earlierMessages(store, seq, id, kind))
    const sources = {
      connectionIds: () => connections.list().map(({ id }) => id),
      serverIds: () => servers.list().map(({ id }) => id),
    }
    const bookmarks = new Bookmarks(store, () => {
      this.redecorate()
      this.markChanged('bookmarks.changed')
    })
    const connectionNames = (id: number) =>
      namesOf(id, { connections: connections.list(), servers: servers.list(), serverId: membership.serverIdOf(id) })
    const connection = (id: number) => connections.get(id) ?? servers.peerConnection(id)
    const sends = new SendTasks({
      now,
      find: (id) => {
        const found = connection(id)
        return found === undefined ? undefined : new TaskTarget(found, servers)
      },
      fill: (text) => ok(fill(text, variables.values()).text),
      onChange: () => this.markChanged('sends.changed'),
    })
    this.parts = {
      now,
      store,
      cleared: new ClearedRows(store),
      variables,
      membership,
      connections,
      servers,
      series,
      rates: new RateFeed(store, membership, sources, now, (pulse) => this.push('pulse.tick', pulse)),
      decoders,
      cadence,
      behaviours: behaviourSummaries(),
      bookmarks,
      sends,
      readers: {
        read: (seq, id, kind, payload) => decoders.read(id, kind, payload, () => earlierMessages(store, seq, id, kind)),
        wayOf: (id) => decoders.wayOf(id),
        jsonOf,
        messageOf: (...frame) => jsonOf(...frame) ?? parseJson(frame[3].toString()),
        roundTripOf: (seq) => pongs.of(seq),
        noteOf: (seq) => bookmarks.noteOf(seq),
      },
      connection,
      connectionNames,
      redecorate: () => this.redecorate(),
      decodeAnew: (connectionId) => this.decodeAnew(connectionId),
      rebuildViews: () => {
        for (const session of this.sessions) session.log.rebuild()
      },
    }
    store.sleep()
  }

  /** Seats a window. Close the session when the window goes. */
  attach(push: Push): Session {
    const session = new Session(this.parts, push, (closed) => this.sessions.delete(closed))
    this.sessions.add(session)
    return session
  }

  /** Hands every row to a host, in order and at its pace, from its first `resume` on. */
  follow(reader: RowReader): RowCursor {
    const { store, now } = this.parts
    const cursor = new RowCursor(store, now, reader, {
      onResume: () => this.catchUp.start(),
      onClose: (closed) => this.cursors.delete(closed),
    })
    this.cursors.add(cursor)
    return cursor
  }

  /** Closes every socket, stops every timer, removes every file. */
  async dispose(): Promise<void> {
    const { cadence, rates, connections, servers, store, sends } = this.parts
    for (const session of this.sessions) session.log.close()
    sends.dispose()
    cadence.dispose()
    this.catchUp.dispose()
    rates.dispose()
    connections.dispose()
    await servers.dispose()
    await store.dispose()
  }

  /** What rows show besides their frames has changed. */
  private redecorate(): void {
    for (const session of this.sessions) session.log.decorator.forget()
    this.parts.cadence.wake()
  }

  /** A connection's messages are read another way: rows, what fields filter, and what is drawn. */
  private decodeAnew(connectionId: number): void {
    this.parts.series.reread(connectionId)
    for (const session of this.sessions) session.log.filterAnew()
    this.redecorate()
  }

  private markChanged(name: StatePush): void {
    this.changed.add(name)
    this.parts.cadence.wake()
  }

  /** @returns whether more is due at once */
  private beat(): boolean {
    this.parts.bookmarks.prune()
    for (const name of this.changed) this.pushState(name)
    this.changed.clear()
    const isBehind = this.advance()
    for (const session of this.sessions) session.log.tick()
    if (isBehind) this.catchUp.start()
    return isBehind
  }

  /** Charts and logs read what they have not seen. @returns whether they could go on at once */
  private advance(): boolean {
    const { now, series } = this.parts
    let isBehind = series.advance(now() + SERIES_BUDGET_MS) === 'behind'
    const deadlineMs = now() + LOG_BUDGET_MS
    for (const session of this.sessions) if (session.log.advance(deadlineMs) === 'behind') isBehind = true
    for (const cursor of this.cursors) if (cursor.advance(deadlineMs) === 'behind') isBehind = true
    return isBehind
  }

  private welcome(serverId: number, connectionId: number): void {
    const peer = this.cursors.size === 0 ? undefined : this.parts.servers.running(serverId)?.peer(connectionId)
    if (peer !== undefined) for (const cursor of this.cursors) cursor.welcome(connectionId, peer)
  }

  private pushState(name: StatePush): void {
    const { connections, servers, series, bookmarks, sends } = this.parts
    switch (name) {
      case 'connections.changed':
        this.push(name, connections.list())
        break
      case 'servers.changed':
        this.push(name, servers.list())
        break
      case 'series.changed':
        this.push(name, series.list())
        break
      case 'bookmarks.changed':
        this.push(name, bookmarks.list())
        break
      case 'sends.changed':
        this.push(name, sends.list())
        break
      default:
        assertNever(name)
    }
  }

  private push<N extends PushName>(name: N, payload: Pushes[N]): void {
    for (const session of this.sessions) session.push(name, payload)
  }
}

/** What decoders go by: the subprotocol, and the path with its query. */
function hintsOf(connection: Connection | undefined): DecodingHints {
  const handshake = connection?.handshake
  return { subprotocol: handshake?.subprotocol ?? '', path: handshake?.requestLine.split(' ')[1] ?? '' }
}
