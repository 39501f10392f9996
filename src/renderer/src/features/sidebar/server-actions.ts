/** What is done to a server from its row. */
import type { ServerSummary } from '../../../../shared/protocol/feed'
import { settingsOf } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { goTo, useApp } from '../../state/app-store'
import { notify, notifyFailure } from '../../state/notices'
import { useWorkspace } from '../../state/workspace-store'
import { afterSibling } from './tree'

export async function toggleServer(id: number): Promise<void> {
  const server = find(id)
  if (server === undefined) return
  const done =
    server.state.name === 'running'
      ? await call('server.stop', { id })
      : await call('server.start', { id, ...settingsOf(server) })
  if (!done.ok) notifyFailure(done.error)
}

/** Right behind the one it is a copy of, stopped: two cannot have one port. */
export async function duplicateServer(id: number): Promise<void> {
  const server = find(id)
  if (server === undefined) return
  const beforeId = afterSibling(useWorkspace.getState().servers, server)
  const added = await call('server.add', settingsOf(server))
  if (!added.ok) return notifyFailure(added.error)
  if (beforeId !== undefined) await call('server.move', { id: added.value.id, beforeId })
  goTo({ kind: 'server', id: added.value.id })
}

export async function removeServer(id: number): Promise<void> {
  const server = find(id)
  if (server === undefined) return
  const beforeId = afterSibling(useWorkspace.getState().servers, server)
  const { place } = useApp.getState()
  if (place.kind === 'server' && place.id === id) goTo({ kind: 'all' })
  const removed = await call('server.remove', { id })
  if (!removed.ok) return notifyFailure(removed.error)
  // Who removes the demo does not want it back at the next start.
  if (server.isDemo) void call('demo.keep', { atStart: false })
  const wasRunning = server.state.name === 'running'
  const bringBack = async () => {
    const back = await (wasRunning ? call('server.start', settingsOf(server)) : call('server.add', settingsOf(server)))
    if (!back.ok) return notifyFailure(back.error)
    if (beforeId !== undefined) await call('server.move', { id: back.value.id, beforeId })
    goTo({ kind: 'server', id: back.value.id })
  }
  notify({
    kind: 'info',
    message: wasRunning ? 'The server was stopped and removed.' : 'The server was removed.',
    action: { label: wasRunning ? 'Start it again' : 'Undo', act: () => void bringBack() },
  })
}

/** @param beforeId at the end of the list without one */
export async function moveServer(id: number, beforeId: number | undefined): Promise<void> {
  const moved = await call('server.move', { id, beforeId })
  if (!moved.ok) notifyFailure(moved.error)
}

export async function stepServer(id: number, step: -1 | 1): Promise<void> {
  const { servers } = useWorkspace.getState()
  const at = servers.findIndex((each) => each.id === id)
  const neighbour = servers[at + step]
  if (at === -1 || neighbour === undefined) return
  await moveServer(id, step === -1 ? neighbour.id : servers[at + 2]?.id)
}

function find(id: number): ServerSummary | undefined {
  return useWorkspace.getState().servers.find((each) => each.id === id)
}
