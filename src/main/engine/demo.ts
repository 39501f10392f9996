/** What a first run shows: a ticker of our own, a connection to it, and a live chart of its prices. No network needed. */
import { ok, type Result } from '../../shared/failure'
import { plainConnection } from '../../shared/protocol/connection-settings'
import { plainServer } from '../../shared/protocol/server-settings'
import type { SeriesFeed } from './feeds/series-feed'
import type { LocalServers } from './net/local-servers'
import type { OutboundConnections } from './net/outbound-connections'

const RATE_PER_SECOND = 20
const HANDSHAKE_TIMEOUT_MS = 5_000

export async function startDemo(
  servers: LocalServers,
  connections: OutboundConnections,
  series: SeriesFeed,
): Promise<Result<{ serverId: number; connectionId: number }>> {
  const settings = plainServer({ behaviour: 'ticker', port: 0, options: { rate: RATE_PER_SECOND } })
  const server = await servers.start(settings, undefined, true)
  if (!server.ok) return server
  const serverId = server.value.id
  const url = servers.running(serverId)?.url ?? ''
  const dialled = plainConnection(url, { handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS })
  const connection = connections.connect(dialled, undefined, true)
  if (!connection.ok) return connection
  const connectionId = connection.value.id
  series.add(connectionId, ['price'], ['symbol'])
  return ok({ serverId, connectionId })
}
