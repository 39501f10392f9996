/** A folder's, a connection's and a server's row. Plain values in, so that of five hundred only those that changed are drawn. */
import { memo } from 'react'
import type { ConnectionState } from '../../../../shared/protocol/connection-state'
import type { Rate, ServerSummary } from '../../../../shared/protocol/feed'
import { goTo, useApp } from '../../state/app-store'
import { useLive } from '../../state/live-store'
import { serverName } from '../../state/names'
import { formatCompact } from '../../ui/format'
import { StateDot } from '../../ui/state-dot'
import { renameConnection } from './connection-actions'
import { renameFolder } from './folder-actions'
import { Row } from './row'
import { setFolderOpen } from './sidebar-store'

export function AllRow() {
  const isCurrent = useApp(({ place }) => place.kind === 'all')
  const rate = useLive((state) => rateText(state.pulse.total))
  return (
    <Row
      row={{ kind: 'all' }}
      label="All connections"
      isCurrent={isCurrent}
      mark={<span className="sidebar-sigma">Σ</span>}
      figure={rate}
      figureTitle="messages per second"
      onClick={() => goTo({ kind: 'all' })}
    />
  )
}

interface FolderRowProps {
  folder: string
  label: string
  depth: number
  isOpen: boolean
  count: number
}

export const FolderRow = memo(function FolderRow({ folder, label, depth, isOpen, count }: FolderRowProps) {
  return (
    <Row
      row={{ kind: 'folder', folder }}
      label={label}
      title={folder}
      depth={depth}
      isOpen={isOpen}
      mark={<span className={isOpen ? 'sidebar-arrow open' : 'sidebar-arrow'} aria-hidden="true" />}
      figure={isOpen ? '' : String(count)}
      figureTitle="connections"
      onClick={() => setFolderOpen(folder, !isOpen)}
      onRename={(name) => void renameFolder(folder, name)}
    />
  )
})

interface ConnectionRowProps {
  id: number
  label: string
  url: string
  folder: string
  depth: number
  state: ConnectionState['name'] | 'waiting'
}

export const ConnectionRow = memo(function ConnectionRow({ id, label, url, folder, depth, state }: ConnectionRowProps) {
  const isCurrent = useApp(({ place }) => place.kind === 'connection' && place.id === id)
  const rate = useLive(({ pulse }) => rateText(pulse.connections[id]))
  return (
    <Row
      row={{ kind: 'connection', id }}
      label={label}
      title={`${url} · ${state}`}
      depth={depth}
      folder={folder}
      isCurrent={isCurrent}
      mark={<StateDot state={state} />}
      figure={rate}
      figureTitle="messages per second"
      onClick={() => goTo({ kind: 'connection', id })}
      onRename={(name) => void renameConnection(id, name)}
    />
  )
})

export function ServerRow({ server }: { server: ServerSummary }) {
  const { id, state, peerCount, heldCount } = server
  const isCurrent = useApp(({ place }) => place.kind === 'server' && place.id === id)
  const isRunning = state.name === 'running'
  return (
    <Row
      row={{ kind: 'server', id }}
      label={serverName(server)}
      title={isRunning ? state.url : 'stopped'}
      isCurrent={isCurrent}
      mark={<StateDot state={isRunning ? 'open' : 'closed'} />}
      figure={isRunning ? String(peerCount) : ''}
      figureTitle="clients"
      heldCount={heldCount}
      serverUrl={isRunning ? state.url : undefined}
      onClick={() => goTo({ kind: 'server', id })}
    />
  )
}

function rateText(rate: Rate | undefined): string {
  return rate === undefined || rate.messagesPerSecond < 0.5 ? '' : formatCompact(rate.messagesPerSecond)
}
