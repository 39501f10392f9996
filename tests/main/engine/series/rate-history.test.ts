import { describe, expect, it } from 'vitest'
import type { PixelGrid } from '../../../../src/main/engine/series/downsample'
import { RateHistory } from '../../../../src/main/engine/series/rate-history'

/** A pixel for each quarter of a second. */
const grid: PixelGrid = { startMs: 0, bucketMs: 250, buckets: 9 }

function totals(receivedCount: number, sentCount = 0) {
  return { receivedCount, receivedBytes: receivedCount * 100, sentCount, sentBytes: sentCount * 10 }
}

function drawn(values: Float64Array | undefined): number[] {
  return [...(values ?? [])].filter((value) => !Number.isNaN(value))
}

describe('RateHistory', () => {
  it('has no rate before the second sample: the first is what others are compared with', () => {
    const history = new RateHistory()
    history.sample(0, totals(5_000))
    expect(history.current(4)).toEqual({ messagesPerSecond: 0, bytesPerSecond: 0 })
    expect(history.read(grid).map(({ values }) => drawn(values))).toEqual([[], [], [], []])
  })

  it('has four lines: messages and bytes received, messages and bytes sent, all per second', () => {
    const history = new RateHistory()
    history.sample(0, totals(0))
    history.sample(250, totals(10, 2))
    history.sample(500, totals(30, 2))
    expect(history.read(grid).map(({ key, values, last }) => ({ key, drawn: drawn(values), last }))).toEqual([
      { key: 'received messages/s', drawn: [40, 80], last: 80 },
      { key: 'received bytes/s', drawn: [4_000, 8_000], last: 8_000 },
      { key: 'sent messages/s', drawn: [8, 0], last: 0 },
      { key: 'sent bytes/s', drawn: [80, 0], last: 0 },
    ])
  })

  it('divides by the time that passed, when the timer is late', () => {
    const history = new RateHistory()
    history.sample(0, totals(0))
    history.sample(2_000, totals(100))
    expect(history.read(grid)[0]?.last).toBe(50)
  })

  it('counts what came between two samples of the same moment with the next one', () => {
    const history = new RateHistory()
    history.sample(0, totals(0))
    history.sample(250, totals(10))
    history.sample(250, totals(15))
    history.sample(500, totals(20))
    expect(drawn(history.read(grid)[0]?.values)).toEqual([40, 40])
  })

  it('tells as the current rate the mean of the newest samples, both directions together', () => {
    const history = new RateHistory()
    history.sample(0, totals(0))
    for (let sample = 1; sample <= 8; sample++) {
      const received = Math.min(sample, 4) * 10 + Math.max(0, sample - 4) * 20
      history.sample(sample * 250, totals(received, sample))
    }
    expect(history.current(4)).toEqual({ messagesPerSecond: 84, bytesPerSecond: 8_040 })
    expect(history.current(8).messagesPerSecond).toBe(64)
  })

  it('takes the mean of those there are while there are fewer', () => {
    const history = new RateHistory()
    history.sample(0, totals(0))
    history.sample(250, totals(5))
    expect(history.current(4).messagesPerSecond).toBe(20)
  })
})
