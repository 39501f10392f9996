/** The course of the round trips: time to the right, milliseconds upwards, the median dashed. */
import { formatDuration, formatTime } from '../../ui/format'
import { PLOT_HEIGHT, PLOT_WIDTH, plotRoundTrips } from './round-trip-plot'
import './round-trip-chart.css'

interface Props {
  roundTripsMs: readonly number[]
  timesMs: readonly number[]
  medianMs: number
}

export function RoundTripChart({ roundTripsMs, timesMs, medianMs }: Props) {
  const plot = plotRoundTrips(roundTripsMs, timesMs, medianMs)
  if (plot === undefined) return null
  const count = roundTripsMs.length
  const label = `Round trips over time: ${count} from ${clock(plot.fromMs)} to ${clock(plot.toMs)}, median ${formatDuration(medianMs)}`
  return (
    <figure className="round-trip-chart" role="img" aria-label={label}>
      <div className="round-trip-scale">
        <span>{formatDuration(plot.topMs)}</span>
        <span>{formatDuration(plot.topMs / 2)}</span>
        <span>0</span>
      </div>
      <svg aria-hidden="true" viewBox={`0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}`} preserveAspectRatio="none">
        {[0, 0.5, 1].map((part) => (
          <line key={part} className="grid" x1="0" x2={PLOT_WIDTH} y1={lineAt(part)} y2={lineAt(part)} />
        ))}
        <line className="median" x1="0" x2={PLOT_WIDTH} y1={plot.medianY} y2={plot.medianY} />
        {plot.lines.map((points) => (
          <polyline key={points} points={points} />
        ))}
      </svg>
      <figcaption>
        <span>{clock(plot.fromMs)}</span>
        <span>{clock(plot.toMs)}</span>
      </figcaption>
    </figure>
  )
}

/** Inside the picture, where the plot has its ends. */
function lineAt(part: number): number {
  return 2 + part * (PLOT_HEIGHT - 4)
}

/** Without milliseconds: ends of a scale. */
function clock(timeMs: number): string {
  return formatTime(timeMs).slice(0, 8)
}
