/** The readings of one connection, a client of our own servers included. */
import type { ConnectionState } from '../../../../shared/protocol/connection-state'
import { useLive } from '../../state/live-store'
import { useConnection } from '../../state/workspace-store'
import { formatBytes, formatCount, formatDuration } from '../../ui/format'
import { StateDot } from '../../ui/state-dot'
import { HealthGroup, NO_READING, Reading } from './health-group'
import { RateReadings } from './rate-readings'
import { RoundTrips } from './round-trips-group'
import { stateSentence } from './state-sentence'
import { useHealth } from './use-health'

export function ConnectionHealth({ id }: { id: number }) {
  const connection = useConnection(id)
  const reading = useHealth(id)
  const rate = useLive((state) => state.pulse.connections[id])
  if (reading === undefined) return null
  if (reading === 'gone') return <p className="health-gone">This client has left.</p>
  const { health, readAtMs } = reading
  const since = (timeMs: number) => formatDuration(Math.max(0, readAtMs - timeMs))
  const isOpen = health.openedAtMs !== undefined
  return (
    <>
      <HealthGroup title="Connection" summary={<State state={connection?.state} isOpen={isOpen} />}>
        <Reading name="Open for">{health.openedAtMs === undefined ? NO_READING : since(health.openedAtMs)}</Reading>
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
      <RoundTrips connectionId={id} isOpen={isOpen} roundTripsMs={health.roundTripsMs} />
    </>
  )
}

/** The workspace knows no clients of our servers; those are open, or gone. */
function State({ state, isOpen }: { state: ConnectionState | undefined; isOpen: boolean }) {
  const name = state?.name ?? (isOpen ? 'open' : 'closed')
  return (
    <>
      <StateDot state={name} />
      {state === undefined ? `This client is ${name}` : stateSentence(state)}
    </>
  )
}
