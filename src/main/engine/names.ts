/** All that a connection is called where people speak of it, for `conn:` of a filter. */
import type { ConnectionSummary, ServerSummary } from '../../shared/protocol/feed'

interface Known {
  connections: readonly ConnectionSummary[]
  servers: readonly ServerSummary[]
  /** Whose client it is, or was. */
  serverId: number | undefined
}

/** @param id of a connection, a client or a server */
export function namesOf(id: number, { connections, servers, serverId }: Known): string[] {
  const connection = connections.find((each) => each.id === id)
  if (connection !== undefined) {
    const { name, settings } = connection
    const own = servers.find(({ state }) => state.name === 'running' && state.url === settings.url)
    return own === undefined ? [name, settings.url] : [name, settings.url, `${own.behaviour} ${name}`]
  }
  const server = servers.find((each) => each.id === id)
  if (server !== undefined) return serverNames(server)
  const itsServer = servers.find((each) => each.id === serverId)
  const client = `client ${id}`
  return itsServer === undefined ? [client] : serverNames(itsServer).map((name) => `${client} of ${name}`)
}

function serverNames({ name, behaviour, port, state, isDemo }: ServerSummary): string[] {
  const shown = `:${state.name === 'running' ? state.port : port} ${isDemo ? 'demo ' : ''}${behaviour}`
  return name === '' ? [shown] : [shown, name]
}
