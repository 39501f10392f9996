/** The parts of an engine, as its calls see them. Made in `index.ts`. */
import type { BehaviourSummary } from '../../shared/protocol/behaviour'
import type { Clock } from './clock'
import type { Decoders } from './decode/decoders'
import type { Bookmarks } from './feeds/bookmarks'
import type { Cadence } from './feeds/cadence'
import type { Membership } from './feeds/membership'
import type { RateFeed } from './feeds/rate-feed'
import type { RowReaders } from './feeds/row-readers'
import type { SeriesFeed } from './feeds/series-feed'
import type { ClearedRows } from './frames/cleared-rows'
import type { FrameStore } from './frames/frame-store'
import type { Connection } from './net/connection'
import type { LocalServers } from './net/local-servers'
import type { OutboundConnections } from './net/outbound-connections'
import type { SendTasks } from './sending/send-tasks'
import type { Variables } from './variables'

export interface Parts {
  now: Clock
  store: FrameStore
  cleared: ClearedRows
  membership: Membership
  connections: OutboundConnections
  servers: LocalServers
  series: SeriesFeed
  rates: RateFeed
  decoders: Decoders
  cadence: Cadence
  variables: Variables
  behaviours: BehaviourSummary[]
  bookmarks: Bookmarks
  sends: SendTasks
  readers: RowReaders
  /** Outbound or peer. */
  connection(id: number): Connection | undefined
  /** All that it is called; of a client its server too. */
  connectionNames(id: number): readonly string[]
  /** What rows show besides their frames may be another now. */
  redecorate(): void
  /** A connection's messages are read another way from now on. */
  decodeAnew(connectionId: number): void
  rebuildViews(): void
}
