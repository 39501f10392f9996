/** A line the size of a word: the course of a few hundred numbers, without axes. */
import './sparkline.css'

interface Props {
  values: readonly number[]
  /** What it shows, for those who cannot see it. */
  label: string
}

const WIDTH = 240
const HEIGHT = 32
/** Keeps the line's own width inside the picture. */
const MARGIN = 2

export function Sparkline({ values, label }: Props) {
  return (
    <svg
      className="sparkline"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <polyline points={sparklinePoints(values)} vectorEffect="non-scaling-stroke" />
    </svg>
  )
}

/** From zero up: a round trip of 2 ms beside one of 3 ms shall not look like a cliff. */
export function sparklinePoints(values: readonly number[]): string {
  const top = Math.max(...values, Number.MIN_VALUE)
  // One value alone is a level line.
  const drawn = values.length === 1 ? [...values, ...values] : values
  const x = (at: number) => MARGIN + (at / (drawn.length - 1)) * (WIDTH - 2 * MARGIN)
  const y = (value: number) => HEIGHT - MARGIN - (value / top) * (HEIGHT - 2 * MARGIN)
  return drawn.map((value, at) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
}
