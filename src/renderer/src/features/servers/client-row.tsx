/** One client of a local server: who, since when, how much, and what can be done to it. */
import type { PeerSummary } from '../../../../shared/protocol/feed'
import type { FaultSettings } from '../../../../shared/protocol/server-settings'
import { call } from '../../bridge'
import { goTo } from '../../state/app-store'
import { notifyFailure } from '../../state/notices'
import { formatBytes, formatCount, formatDuration, formatTime } from '../../ui/format'
import { ClientActions } from './client-actions'
import { describeFaults } from './peer-faults'
import { PeerFaultsForm } from './peer-faults-form'

interface Props {
  peer: PeerSummary
  serverFaults: FaultSettings
  /** Where any client proved who it is. */
  showsUser: boolean
}

export function ClientRow({ peer, serverFaults, showsUser }: Props) {
  const drop = async () => {
    const closed = await call('connection.disconnect', { id: peer.id, closeCode: 1000 })
    if (!closed.ok) notifyFailure(closed.error)
  }
  return (
    <tr>
      <td>{peer.id}</td>
      <td className="mono selectable">{peer.remoteAddress}</td>
      {showsUser && (
        <td className="selectable user" title={peer.user}>
          {peer.user ?? '–'}
        </td>
      )}
      <td>
        <ClientState peer={peer} />
      </td>
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
          title="Close with 1000"
          onClick={() => void drop()}
        >
          Drop
        </button>
        <ClientActions
          label={`More for client ${peer.id}`}
          face="More"
          id={peer.id}
          actions={['reset', 'stall', peer.isHalfOpen ? 'resume' : 'half-open']}
          more={{
            label: 'Faults of this client…',
            form: (close) => <PeerFaultsForm peer={peer} serverFaults={serverFaults} onDone={close} />,
          }}
        />
      </td>
    </tr>
  )
}

function ClientState({ peer: { isHalfOpen, faults } }: { peer: PeerSummary }) {
  const state = isHalfOpen ? 'half-open' : 'open'
  return (
    <span className={`client-state ${state}`}>
      {state}
      {faults !== undefined && (
        <span className="own-faults" title={`Its own faults, in place of the server’s: ${describeFaults(faults)}`}>
          {' '}
          · own faults
        </span>
      )}
    </span>
  )
}
