/** What connections are called in the window: our own servers' by their behaviour, peers by their number. */
import { useCallback } from 'react'
import type { ConnectionSummary, ServerSummary } from '../../../shared/protocol/feed'
import { useWorkspace } from './workspace-store'

export function serverName({ state, port, behaviour, isDemo }: ServerSummary): string {
  const shownPort = state.name === 'running' ? state.port : port
  return `:${shownPort === 0 ? 'any' : shownPort} ${isDemo ? 'demo ' : ''}${behaviour}`
}

/** A connection to a server of ours is better known by what it streams than by a port. */
export function connectionName({ name, settings }: ConnectionSummary, servers: readonly ServerSummary[]): string {
  const own = servers.find(({ state }) => state.name === 'running' && state.url === settings.url)
  if (own === undefined || settings.name !== '') return name
  return own.isDemo ? `demo ${own.behaviour}` : `${own.behaviour} ${name}`
}

/** @returns a function from a frame's connection id to a name, for any there ever was */
export function useConnectionNames(): (connectionId: number) => string {
  const connections = useWorkspace((state) => state.connections)
  const servers = useWorkspace((state) => state.servers)
  return useCallback(
    (connectionId) => {
      const connection = connections.find(({ id }) => id === connectionId)
      if (connection !== undefined) return connectionName(connection, servers)
      const server = servers.find(({ id }) => id === connectionId)
      return server === undefined ? `client ${connectionId}` : serverName(server)
    },
    [connections, servers],
  )
}
