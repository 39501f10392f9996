/** Round trips over time as a picture of fixed size: lines, their breaks, and a scale that people read. */

export interface RoundTripPlot {
  /** Points of one line each; between them nothing was answered for a while. */
  lines: string[]
  /** The upper end of the scale; its lower is 0, so that 2 ms beside 3 ms is no cliff. */
  topMs: number
  medianY: number
  fromMs: number
  toMs: number
}

export const PLOT_WIDTH = 240
export const PLOT_HEIGHT = 72
/** Keeps the line's own width inside the picture. */
const MARGIN = 2
/** So many times the usual distance between two answers is a gap; closer than this nothing is. */
const GAP_FACTOR = 4
const GAP_MIN_MS = 5_000
/** A single answer needs some time to stand in. */
const SPAN_MIN_MS = 10_000

/**
 * @param timesMs when each was answered, in their order
 * @returns undefined where there is nothing to draw
 */
export function plotRoundTrips(
  roundTripsMs: readonly number[],
  timesMs: readonly number[],
  medianMs: number,
): RoundTripPlot | undefined {
  const first = timesMs[0]
  const last = timesMs.at(-1)
  if (first === undefined || last === undefined) return undefined
  const toMs = last
  const fromMs = Math.min(first, toMs - SPAN_MIN_MS)
  const topMs = niceTop(Math.max(...roundTripsMs))
  const x = (timeMs: number) => MARGIN + ((timeMs - fromMs) / (toMs - fromMs)) * (PLOT_WIDTH - 2 * MARGIN)
  const y = (ms: number) => PLOT_HEIGHT - MARGIN - (ms / topMs) * (PLOT_HEIGHT - 2 * MARGIN)
  const gapMs = Math.max(GAP_MIN_MS, GAP_FACTOR * usualDistance(timesMs))
  const lines: string[][] = []
  for (const [at, timeMs] of timesMs.entries()) {
    const isApart = at === 0 || timeMs - (timesMs[at - 1] ?? timeMs) > gapMs
    if (isApart) lines.push([])
    lines.at(-1)?.push(`${x(timeMs).toFixed(1)},${y(roundTripsMs[at] ?? 0).toFixed(1)}`)
  }
  // A line of one point has no length: twice the same point is a dot, with round ends.
  const drawn = lines.map((points) => (points.length === 1 ? [...points, ...points] : points).join(' '))
  return { lines: drawn, topMs, medianY: y(medianMs), fromMs, toMs }
}

/** @returns 1, 2 or 5 times a power of ten, at or above it */
export function niceTop(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 0.01)))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= ms) ?? 10
  return step * power
}

function usualDistance(timesMs: readonly number[]): number {
  const distances = timesMs.slice(1).map((timeMs, at) => timeMs - (timesMs[at] ?? timeMs))
  return distances.sort((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 0
}
