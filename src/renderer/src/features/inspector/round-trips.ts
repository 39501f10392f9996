/** What a list of round trips amounts to. */

export interface RoundTripSummary {
  lastMs: number
  medianMs: number
  minMs: number
  /** Nineteen of twenty were no longer. */
  p95Ms: number
  maxMs: number
}

/** @returns undefined where no ping was answered yet */
export function summarizeRoundTrips(roundTripsMs: readonly number[]): RoundTripSummary | undefined {
  const lastMs = roundTripsMs.at(-1)
  if (lastMs === undefined) return undefined
  const sorted = [...roundTripsMs].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? lastMs
  const middle = (sorted.length - 1) / 2
  return {
    lastMs,
    medianMs: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    minMs: at(0),
    // The nearest rank: one that did occur.
    p95Ms: at(Math.ceil(sorted.length * 0.95) - 1),
    maxMs: at(sorted.length - 1),
  }
}
