/** Who is connected to a local server: address, since when, counts; each can be watched alone, and harmed. */
import { useCallback } from 'react'
import { plainConnection } from '../../../../shared/protocol/connection-settings'
import type { PeerSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, serverIdOf, useApp } from '../../state/app-store'
import { notifyFailure } from '../../state/notices'
import { useServer } from '../../state/workspace-store'
import { formatCount } from '../../ui/format'
import { usePolled } from '../../ui/use-polled'
import { ClientActions } from './client-actions'
import { ClientRow } from './client-row'
import './clients.css'

const REFRESH_MS = 500
/** A list for people; the count above it is of all. */
const SHOWN_MAX = 200

export function ClientsTab() {
  const server = useServer(useApp((state) => serverIdOf(state.place)))
  const { total, peers } = usePeers(server?.id)
  if (server?.state.name !== 'running') return <div className="empty">This server is stopped.</div>
  if (peers.length === 0) {
    return (
      <div className="empty">
        <p>
          No clients yet. Connect one to <code className="mono selectable">{server.state.url}</code>
        </p>
        <ConnectHere url={server.state.url} />
      </div>
    )
  }
  const showsUser = peers.some(({ user }) => user !== undefined)
  return (
    <div className="clients">
      <div className="clients-count">
        {formatCount(total)} {total === 1 ? 'client' : 'clients'}
        {total > peers.length && `, the first ${peers.length} shown`} <ConnectHere url={server.state.url} />
        <ClientActions
          label="All clients"
          face="All clients"
          id={server.id}
          actions={['drop', 'reset', 'stall', 'half-open', 'resume']}
          tellsCount
        />
      </div>
      <table className="clients-table">
        <thead>
          <tr>
            <th>Client</th>
            <th>Address</th>
            {showsUser && <th>User</th>}
            <th>State</th>
            <th>Since</th>
            <th className="right">Received</th>
            <th className="right">Sent</th>
            <th className="right">Round trip</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {peers.map((peer) => (
            <ClientRow key={peer.id} peer={peer} serverFaults={server.faults} showsUser={showsUser} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ConnectHere({ url }: { url: string }) {
  const connect = async () => {
    const connected = await call('connection.connect', { settings: plainConnection(url) })
    if (connected.ok) goTo({ kind: 'connection', id: connected.value.id })
    else notifyFailure(connected.error)
  }
  return (
    <button type="button" className="button" onClick={() => void connect()}>
      Join as a client
    </button>
  )
}

interface PeerList {
  total: number
  peers: PeerSummary[]
}

const nobody: PeerList = { total: 0, peers: [] }

function usePeers(serverId: number | undefined): PeerList {
  const read = useCallback(async () => {
    if (serverId === undefined) return nobody
    const peers = await call('server.peers', { id: serverId, first: 0, count: SHOWN_MAX })
    return peers.ok ? peers.value : nobody
  }, [serverId])
  return usePolled(read, REFRESH_MS) ?? nobody
}
