/** The parts of an engine, as its calls see them. Made in `index.ts`. */
import type { BehaviourSummary } from '../../shared/protocol/behaviour'
import type { Clock } from './clock'
import type { Decoders } from './decode/decoders'
import type { Cadence } from './feeds/cadence'
import type { Membership } from './feeds/membership'
import type { RateFeed } from './feeds/rate-feed'
import type { SeriesFeed } from './feeds/series-feed'
import type { ClearedRows } from './frames/cleared-rows'
import type { FrameStore } from './frames/frame-store'
import type { Connection } from './net/connection'
import type { LocalServers } from './net/local-servers'
import type { OutboundConnections } from './net/outbound-connections'

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
  behaviours: BehaviourSummary[]
  /** Outbound or peer. */
  connection(id: number): Connection | undefined
  rebuildViews(): void
}
