/** How long the other side takes to answer a ping, and a button that asks it once more. */
import { call } from '../../bridge'
import { notifyFailure } from '../../state/notices'
import { formatDuration } from '../../ui/format'
import { HealthGroup, NO_READING, Reading } from './health-group'
import { RoundTripChart } from './round-trip-chart'
import { summarizeRoundTrips } from './round-trips'

interface Props {
  connectionId: number
  isOpen: boolean
  /** The newest last. */
  roundTripsMs: readonly number[]
  /** When each was answered. */
  timesMs: readonly number[]
}

/** Told apart by their payload, from one another and from those of the engine's own. */
let pingCount = 0

export function RoundTrips({ connectionId, isOpen, roundTripsMs, timesMs }: Props) {
  const summary = summarizeRoundTrips(roundTripsMs)
  const reading = (durationMs: number | undefined) =>
    durationMs === undefined ? NO_READING : formatDuration(durationMs)
  const measure = async () => {
    const sent = await call('frame.send', { connectionId, type: 'ping', payload: `health ${++pingCount}` })
    if (!sent.ok) notifyFailure(sent.error)
  }
  const foot = (
    <>
      {summary !== undefined && (
        <RoundTripChart roundTripsMs={roundTripsMs} timesMs={timesMs} medianMs={summary.medianMs} />
      )}
      <button type="button" className="button" disabled={!isOpen} onClick={() => void measure()}>
        Measure round trip
      </button>
    </>
  )
  return (
    <HealthGroup title="Round trip" foot={foot}>
      <Reading name="Last">{reading(summary?.lastMs)}</Reading>
      <Reading name="Median">{reading(summary?.medianMs)}</Reading>
      <Reading name="Least">{reading(summary?.minMs)}</Reading>
      <Reading name="95th percentile">{reading(summary?.p95Ms)}</Reading>
      <Reading name="Most">{reading(summary?.maxMs)}</Reading>
    </HealthGroup>
  )
}
