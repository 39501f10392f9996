/** What the engine has, as it last told: connections, servers, series. Never changed here, only replaced. */
import { create } from 'zustand'
import type { Workspace } from '../../../shared/ipc/contract'
import type { ConnectionSummary, ServerSummary } from '../../../shared/protocol/feed'
import { call, on } from '../bridge'
import { useLive } from './live-store'

export interface WorkspaceState extends Omit<Workspace, 'pulse'> {
  /** False until the engine has told for the first time. */
  isLoaded: boolean
}

export const useWorkspace = create<WorkspaceState>(() => ({
  isLoaded: false,
  connections: [],
  servers: [],
  series: [],
  bookmarks: [],
  sends: [],
  behaviours: [],
}))

/** @returns the unsubscribe */
export function followWorkspace(): () => void {
  const unsubscribes = [
    on('connections.changed', (connections) => useWorkspace.setState({ connections })),
    on('servers.changed', (servers) => useWorkspace.setState({ servers })),
    on('series.changed', (series) => useWorkspace.setState({ series })),
    on('bookmarks.changed', (bookmarks) => useWorkspace.setState({ bookmarks })),
    on('sends.changed', (sends) => useWorkspace.setState({ sends })),
    on('engine.restarted', () => void readWorkspace()),
  ]
  void readWorkspace()
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}

export async function readWorkspace(): Promise<void> {
  const workspace = await call('workspace.read', {})
  if (!workspace.ok) return
  const { pulse, ...lists } = workspace.value
  useWorkspace.setState({ ...lists, isLoaded: true })
  useLive.setState({ pulse })
}

export function useConnection(id: number | undefined): ConnectionSummary | undefined {
  return useWorkspace(({ connections }) => connections.find((connection) => connection.id === id))
}

export function useServer(id: number | undefined): ServerSummary | undefined {
  return useWorkspace(({ servers }) => servers.find((server) => server.id === id))
}
