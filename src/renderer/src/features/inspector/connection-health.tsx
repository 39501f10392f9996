/** The readings of one connection, a client of our own servers included. */
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { useLive } from '../../state/live-store'
import { useConnection } from '../../state/workspace-store'
import { formatBytes, formatCount, formatDuration } from '../../ui/format'
import { StateDot } from '../../ui/state-dot'
import { HealthGroup, NO_READING, Reading } from './health-group'
import { RateReadings } from './rate-readings'
import { RoundTrips } from './round-trips-group'
import { stateSentence } from './state-sentence'
import { useHealth } from './use-health'
import { WireGroup } from './wire-group'

export function ConnectionHealth({ id }: { id: number }) {
  const connection = useConnection(id)
  const reading = useHealth(id)
  const rate = useLive((state) => state.pulse.connections[id])
  if (reading === undefined) return null
  if (reading === 'gone') return <p className="health-gone">This client has left.</p>
  const { health, readAtMs } = reading
  const since = (timeMs: number) => formatDuration(Math.max(0, readAtMs - timeMs))
  const isOpen = health.openedAtMs !== undefined
  // Of a client of ours no state is known here; its ratio tells.
  const isCompressed =
    connection?.state.name === 'open'
      ? connection.state.extensions.includes('permessage-deflate')
      : (health.wire?.receivedBytes ?? 0) < (health.wire?.receivedPayloadBytes ?? 0)
  return (
    <>
      <HealthGroup
        title="Connection"
        summary={<State state={connection?.state} retry={connection?.retry} isOpen={isOpen} />}
      >
        <Reading name="Open for">{health.openedAtMs === undefined ? NO_READING : since(health.openedAtMs)}</Reading>
        <Reading name="Openings">{formatCount(health.openings)}</Reading>
        <Reading name="Last message">
          {health.lastFrameAtMs === undefined ? NO_READING : `${since(health.lastFrameAtMs)} ago`}
        </Reading>
        <Reading name="Waiting to go out">{formatBytes(health.queuedBytes)}</Reading>
      </HealthGroup>
      <HealthGroup title="Traffic">
        {connection !== undefined && <RateReadings rate={rate} />}
        <Reading name="Received">
          {formatCount(health.counters.received)} <small>{formatBytes(health.receivedBytes)}</small>
        </Reading>
        <Reading name="Sent">
          {formatCount(health.counters.sent)} <small>{formatBytes(health.sentBytes)}</small>
        </Reading>
      </HealthGroup>
      {health.wire !== undefined && <WireGroup wire={health.wire} isCompressed={isCompressed} />}
      <RoundTrips
        connectionId={id}
        isOpen={isOpen}
        timesMs={health.roundTripTimesMs}
        roundTripsMs={health.roundTripsMs}
      />
    </>
  )
}

/** The workspace knows no clients of our servers; those are open, or gone. */
function State({ state, retry, isOpen }: Partial<Pick<ConnectionSummary, 'state' | 'retry'>> & { isOpen: boolean }) {
  const name = state?.name ?? (isOpen ? 'open' : 'closed')
  return (
    <>
      <StateDot state={name} />
      {state === undefined ? `This client is ${name}` : stateSentence(state)}
      {retry !== undefined && ` Attempt ${retry.attempt} is waited for.`}
    </>
  )
}
