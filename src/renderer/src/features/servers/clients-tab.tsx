/** Who is connected to a local server: address, since when, counts; one can be disconnected or watched alone. */
import { useCallback } from 'react'
import { plainRequest } from '../../../../shared/protocol/connection-request'
import type { PeerSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { goTo, serverIdOf, useApp } from '../../state/app-store'
import { notifyFailure } from '../../state/notices'
import { useServer } from '../../state/workspace-store'
import { formatBytes, formatCount, formatDuration, formatTime } from '../../ui/format'
import { usePolled } from '../../ui/use-polled'

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
  return (
    <div className="clients">
      <p className="clients-count">
        {formatCount(total)} {total === 1 ? 'client' : 'clients'}
        {total > peers.length && `, the first ${peers.length} shown`} <ConnectHere url={server.state.url} />
      </p>
      <table className="clients-table">
        <thead>
          <tr>
            <th>Client</th>
            <th>Address</th>
            <th>Since</th>
            <th className="right">Received</th>
            <th className="right">Sent</th>
            <th className="right">Round trip</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {peers.map((peer) => (
            <ClientRow key={peer.id} peer={peer} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ClientRow({ peer }: { peer: PeerSummary }) {
  const disconnect = async () => {
    const closed = await call('connection.disconnect', { id: peer.id, closeCode: 1000 })
    if (!closed.ok) notifyFailure(closed.error)
  }
  return (
    <tr>
      <td>{peer.id}</td>
      <td className="mono selectable">{peer.remoteAddress}</td>
      <td>{formatTime(peer.connectedAtMs)}</td>
      <td className="right">
        {formatCount(peer.receivedCount)} · {formatBytes(peer.receivedBytes)}
      </td>
      <td className="right">
        {formatCount(peer.sentCount)} · {formatBytes(peer.sentBytes)}
      </td>
      <td className="right">{peer.roundTripMs === undefined ? '–' : formatDuration(peer.roundTripMs)}</td>
      <td className="right">
        <button type="button" className="button quiet" onClick={() => goTo({ kind: 'connection', id: peer.id })}>
          Watch
        </button>
        <button
          type="button"
          className="button quiet"
          aria-label={`Drop client ${peer.id}`}
          onClick={() => void disconnect()}
        >
          Drop
        </button>
      </td>
    </tr>
  )
}

function ConnectHere({ url }: { url: string }) {
  const connect = async () => {
    const connected = await call('connection.connect', { request: plainRequest(url) })
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
