/** What is done to a connection from its row. A failure is told; what is taken away can be brought back. */
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, useApp } from '../../state/app-store'
import { useDesk } from '../../state/desk-store'
import { connectionName } from '../../state/names'
import { notify, notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { openTo } from './sidebar-store'
import { afterSibling, type Leaf, type LeafMove, stepOf } from './tree'

export function leavesOf(connections: readonly ConnectionSummary[]): Leaf[] {
  const { servers } = useWorkspace.getState()
  return connections.map((connection) => ({
    id: connection.id,
    label: connectionName(connection, servers),
    url: connection.settings.url,
    folder: connection.settings.folder,
  }))
}

export function isLive({ state }: ConnectionSummary): boolean {
  return state.name === 'connecting' || state.name === 'open' || state.name === 'closing'
}

export async function toggleConnection(id: number): Promise<void> {
  const connection = find(id)
  if (connection === undefined) return
  const done = isLive(connection)
    ? await call('connection.disconnect', { id })
    : await call('connection.connect', { id })
  if (!done.ok) notifyFailure(done.error)
}

/** @param name nothing for its address */
export async function renameConnection(id: number, name: string): Promise<void> {
  const done = await call('connection.configure', { id, change: { name } })
  if (!done.ok) notifyFailure(done.error)
}

/** Right behind the one it is a copy of, not dialled. */
export async function duplicateConnection(id: number): Promise<void> {
  const { connections, servers } = useWorkspace.getState()
  const connection = find(id)
  if (connection === undefined) return
  const beforeId = afterSibling(connections, connection)
  const name = `${connectionName(connection, servers)} copy`.slice(0, 200)
  const added = await call('connection.add', { settings: { ...connection.settings, uid: '', name } })
  if (!added.ok) return notifyFailure(added.error)
  if (beforeId !== undefined) await call('connection.move', { id: added.value.id, beforeId })
  goTo({ kind: 'connection', id: added.value.id })
}

/** Brought back, it is not dialled: it may have been removed to be silent. */
export async function removeConnection(id: number): Promise<void> {
  const connection = find(id)
  if (connection === undefined) return
  const beforeId = afterSibling(useWorkspace.getState().connections, connection)
  const { place } = useApp.getState()
  if (place.kind === 'connection' && place.id === id) goTo({ kind: 'all' })
  const removed = await call('connection.remove', { id })
  if (!removed.ok) return notifyFailure(removed.error)
  const bringBack = async () => {
    const added = await call('connection.add', { settings: connection.settings })
    if (!added.ok) return notifyFailure(added.error)
    if (beforeId !== undefined) await call('connection.move', { id: added.value.id, beforeId })
    openTo(connection.settings.folder)
    goTo({ kind: 'connection', id: added.value.id })
  }
  notify({
    kind: 'info',
    message: 'The connection was removed. Its messages stay under All connections.',
    action: { label: 'Undo', act: () => void bringBack() },
  })
}

export async function moveConnection(id: number, { folder, beforeId }: LeafMove): Promise<void> {
  const connection = find(id)
  if (connection === undefined) return
  if (connection.settings.folder !== folder) {
    const moved = await call('connection.configure', { id, change: { folder } })
    if (!moved.ok) return notifyFailure(moved.error)
    openTo(folder)
  }
  const placed = await call('connection.move', { id, beforeId })
  if (!placed.ok) notifyFailure(placed.error)
}

/** @returns when it is there, or nothing could be done */
export async function stepConnection(id: number, step: -1 | 1): Promise<void> {
  const move = stepOf(leavesOf(useWorkspace.getState().connections), useDesk.getState().folders, id, step)
  if (move !== undefined) await moveConnection(id, move)
}

function find(id: number): ConnectionSummary | undefined {
  return useWorkspace.getState().connections.find((each) => each.id === id)
}
