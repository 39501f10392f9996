import { describe, expect, it } from 'vitest'
import { niceTop, plotRoundTrips } from '../../../src/renderer/src/features/inspector/round-trip-plot'

const second = (count: number) => count * 1_000

describe('a plot of round trips', () => {
  it('is none where nothing was answered', () => {
    expect(plotRoundTrips([], [], 0)).toBeUndefined()
  })

  it('runs from the first answer to the last, from zero to a round number above the longest', () => {
    const plot = plotRoundTrips([0, 8, 10], [second(0), second(10), second(20)], 8)
    expect(plot).toEqual({
      lines: ['2.0,70.0 120.0,15.6 238.0,2.0'],
      topMs: 10,
      medianY: 70 - 0.8 * 68,
      fromMs: 0,
      toMs: second(20),
    })
  })

  it('breaks where nothing was answered for much longer than usual', () => {
    const times = [0, 1, 2, 30, 31].map(second)
    expect(plotRoundTrips([1, 1, 1, 1, 1], times, 1)?.lines.map((line) => line.split(' ').length)).toEqual([3, 2])
    const slow = [0, 60, 120, 180].map(second)
    expect(plotRoundTrips([1, 1, 1, 1], slow, 1)?.lines).toHaveLength(1)
  })

  it('draws one answer alone as a dot at the end of ten seconds', () => {
    expect(plotRoundTrips([1], [second(60)], 1)).toMatchObject({
      lines: ['238.0,2.0 238.0,2.0'],
      fromMs: second(50),
      toMs: second(60),
    })
  })
})

it.each([
  [0, 0.01],
  [0.3, 0.5],
  [1, 1],
  [1.1, 2],
  [7, 10],
  [120, 200],
])('the top of a scale for %s ms is %s ms', (ms, top) => expect(niceTop(ms)).toBeCloseTo(top))
