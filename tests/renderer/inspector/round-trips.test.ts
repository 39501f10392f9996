import { describe, expect, it } from 'vitest'
import { summarizeRoundTrips } from '../../../src/renderer/src/features/inspector/round-trips'

describe('round trips', () => {
  it('amount to nothing before the first answer', () => {
    expect(summarizeRoundTrips([])).toBeUndefined()
  })

  it('are summed up by last, median, least and most', () => {
    expect(summarizeRoundTrips([3, 1, 100, 2])).toEqual({ lastMs: 2, medianMs: 2.5, minMs: 1, maxMs: 100 })
    expect(summarizeRoundTrips([9, 10, 8])).toEqual({ lastMs: 8, medianMs: 9, minMs: 8, maxMs: 10 })
  })

  it('keep their order', () => {
    const roundTripsMs = [3, 1, 2]
    summarizeRoundTrips(roundTripsMs)
    expect(roundTripsMs).toEqual([3, 1, 2])
  })
})
