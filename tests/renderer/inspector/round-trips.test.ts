import { describe, expect, it } from 'vitest'
import { summarizeRoundTrips } from '../../../src/renderer/src/features/inspector/round-trips'

describe('round trips', () => {
  it('amount to nothing before the first answer', () => {
    expect(summarizeRoundTrips([])).toBeUndefined()
  })

  it('are summed up by last, median, least, most and what nineteen of twenty keep to', () => {
    expect(summarizeRoundTrips([3, 1, 100, 2])).toEqual({ lastMs: 2, medianMs: 2.5, minMs: 1, p95Ms: 100, maxMs: 100 })
    expect(summarizeRoundTrips([9, 10, 8])).toEqual({ lastMs: 8, medianMs: 9, minMs: 8, p95Ms: 10, maxMs: 10 })
    const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
    expect(summarizeRoundTrips(hundred)?.p95Ms).toBe(95)
  })

  it('keep their order', () => {
    const roundTripsMs = [3, 1, 2]
    summarizeRoundTrips(roundTripsMs)
    expect(roundTripsMs).toEqual([3, 1, 2])
  })
})
