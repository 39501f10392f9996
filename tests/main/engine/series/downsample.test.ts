import { describe, expect, it } from 'vitest'
import { downsample, gridTimes, type PixelGrid, pixelGrid } from '../../../../src/main/engine/series/downsample'
import { PointRing } from '../../../../src/main/engine/series/point-ring'
import { seededRandom } from '../../../support/seeded-random'

const START_MS = Date.UTC(2024, 4, 17, 9, 30)
/** Ten pixels of 100 ms, of four slots each. */
const grid: PixelGrid = { startMs: START_MS, bucketMs: 100, buckets: 10 }

/** @param points ms since the start, and value */
function ringOf(points: readonly (readonly [atMs: number, value: number])[]): PointRing {
  const ring = new PointRing()
  for (const [atMs, value] of points) ring.add(START_MS + atMs, value)
  return ring
}

/** The four slots of a pixel. */
function pixel(column: Float64Array, at: number): number[] {
  return [...column.subarray(at * 4, at * 4 + 4)]
}

const nothing = [Number.NaN, Number.NaN, Number.NaN, Number.NaN]

describe('a pixel grid', () => {
  it('has a bucket for each pixel and one for the rest at an end', () => {
    const { startMs, bucketMs, buckets } = pixelGrid(START_MS, START_MS + 1_000, 10)
    expect({ startMs, bucketMs, buckets }).toEqual({ startMs: START_MS, bucketMs: 100, buckets: 11 })
  })

  it.each([1, 7, 733, 800, 16_384])('covers its whole span at %d px', (widthPx) => {
    const fromMs = START_MS + 12.345
    const toMs = fromMs + 10_000
    const { startMs, bucketMs, buckets } = pixelGrid(fromMs, toMs, widthPx)
    expect(startMs).toBeLessThanOrEqual(fromMs)
    expect(startMs).toBeGreaterThan(fromMs - bucketMs - 0.001)
    expect(startMs + buckets * bucketMs).toBeGreaterThanOrEqual(toMs)
  })

  it('keeps its buckets while its span slides, so that lines slide as they are', () => {
    const before = pixelGrid(START_MS, START_MS + 60_000, 733)
    const after = pixelGrid(START_MS + 16.7, START_MS + 60_016.7, 733)
    const apart = (after.startMs - before.startMs) / before.bucketMs
    expect(after.bucketMs).toBe(before.bucketMs)
    expect(apart).toBeCloseTo(Math.round(apart), 3)
  })

  it('has room for a span without length', () => {
    expect(pixelGrid(START_MS, START_MS, 100).buckets).toBeGreaterThan(0)
  })

  it('has four times a pixel, each later than the one before', () => {
    const times = gridTimes(grid)
    expect([...times.subarray(0, 5)]).toEqual([0, 25, 50, 75, 100].map((atMs) => START_MS + atMs))
    expect(times).toHaveLength(40)
  })
})

describe('a line on it', () => {
  it('is empty without points', () => {
    expect(downsample(new PointRing(), grid)).toEqual(new Float64Array(40).fill(Number.NaN))
  })

  it('draws a point alone at its time within the pixel', () => {
    expect(pixel(downsample(ringOf([[155, 7]]), grid), 1)).toEqual([Number.NaN, Number.NaN, 7, Number.NaN])
  })

  it('draws first, extremes in their order, and last of a pixel with many', () => {
    const rising = ringOf([10, 20, 30, 40, 50].map((atMs, at) => [atMs, [3, 1, 5, 9, 4][at] as number]))
    expect(pixel(downsample(rising, grid), 0)).toEqual([3, 1, 9, 4])
    const falling = ringOf([10, 20, 30, 40, 50].map((atMs, at) => [atMs, [3, 9, 5, 1, 4][at] as number]))
    expect(pixel(downsample(falling, grid), 0)).toEqual([3, 9, 1, 4])
  })

  it('leaves pixels without a point empty', () => {
    const column = downsample(
      ringOf([
        [50, 1],
        [950, 2],
      ]),
      grid,
    )
    for (let at = 1; at < 9; at++) expect(pixel(column, at)).toEqual(nothing)
  })

  it('takes a point on an edge into the pixel it begins', () => {
    const column = downsample(ringOf([[200, 5]]), grid)
    expect(pixel(column, 1)).toEqual(nothing)
    expect(pixel(column, 2)).toEqual([5, Number.NaN, Number.NaN, Number.NaN])
  })

  it('says nothing of what was before it began and will be after it ended', () => {
    const column = downsample(ringOf([[450, 5]]), grid)
    expect(column[0]).toBeNaN()
    expect(column[39]).toBeNaN()
  })

  it('is drawn to both ends where it goes on beyond them', () => {
    const column = downsample(
      ringOf([
        [-100, 0],
        [100, 10],
        [900, 10],
        [1_050, 4],
      ]),
      grid,
    )
    expect(column[0]).toBeCloseTo(5, 9)
    expect(column[39]).toBeCloseTo(7, 9)
  })

  it('crosses a grid that has no point of its own', () => {
    const column = downsample(
      ringOf([
        [-1_000, 0],
        [2_000, 30],
      ]),
      grid,
    )
    expect(column[0]).toBeCloseTo(10, 9)
    expect(column[39]).toBeCloseTo(19.75, 9)
    expect(column.filter((value) => !Number.isNaN(value))).toHaveLength(2)
  })

  it('leaves nothing out where a pixel edge is no number a float can hold', () => {
    const bucketMs = 1 / 7
    const fine: PixelGrid = { startMs: START_MS, bucketMs, buckets: 500 }
    const ring = new PointRing()
    // A spike, then a point exactly on the edge that follows, as the grid computes it.
    for (let edge = 1; edge < 500; edge++) {
      const edgeMs = START_MS + edge * bucketMs
      ring.add(edgeMs - 0.05, 0)
      ring.add(edgeMs - 0.04, 1_000 + edge)
      ring.add(edgeMs - 0.03, 0)
      ring.add(edgeMs, 0)
    }
    const drawn = new Set(downsample(ring, fine))
    const lost = Array.from({ length: 499 }, (_, at) => 1_001 + at).filter((spike) => !drawn.has(spike))
    expect(lost).toEqual([])
  })

  it.each([1, 2, 3, 4, 5])('draws the extremes, the first and the last of any walk (%d)', (seed) => {
    const random = seededRandom(seed)
    const ring = new PointRing()
    const values: number[] = []
    let timeMs = START_MS
    let value = 100
    while (timeMs < START_MS + 5_000) {
      ring.add(timeMs, value)
      values.push(value)
      timeMs += random() * 3
      value += random() - 0.5
    }
    const drawn = downsample(ring, pixelGrid(START_MS, START_MS + 5_000, 317)).filter((each) => !Number.isNaN(each))
    expect(Math.min(...drawn)).toBe(Math.min(...values))
    expect(Math.max(...drawn)).toBe(Math.max(...values))
    expect(drawn[0]).toBe(values[0])
    expect(drawn.at(-1)).toBe(values.at(-1))
  })
})
