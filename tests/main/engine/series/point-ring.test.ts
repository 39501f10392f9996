import { describe, expect, it } from 'vitest'
import { POINTS_MAX, PointRing } from '../../../../src/main/engine/series/point-ring'

/** A point every 10 ms from `firstMs`, whose value is its number. */
function ringOf(count: number, firstMs = 0): PointRing {
  const ring = new PointRing()
  for (let number = 0; number < count; number++) ring.add(firstMs + number * 10, number)
  return ring
}

describe('PointRing', () => {
  it('is empty at first: no last value, nothing to find', () => {
    const ring = new PointRing()
    expect(ring.length).toBe(0)
    expect(ring.last).toBeNaN()
    expect(ring.indexFrom(0)).toBe(0)
  })

  it('keeps every point in its order while it grows', () => {
    const ring = ringOf(5_000)
    expect(ring.length).toBe(5_000)
    expect([ring.timeAt(0), ring.valueAt(0)]).toEqual([0, 0])
    expect([ring.timeAt(4_999), ring.valueAt(4_999)]).toEqual([49_990, 4_999])
    for (const index of [255, 256, 511, 512, 1_024]) expect(ring.valueAt(index)).toBe(index)
  })

  it('is full without having lost a point', () => {
    const ring = ringOf(POINTS_MAX)
    expect(ring.length).toBe(POINTS_MAX)
    expect(ring.valueAt(0)).toBe(0)
    expect(ring.last).toBe(POINTS_MAX - 1)
  })

  it('then forgets the oldest, one for each that comes', () => {
    const ring = ringOf(POINTS_MAX + 3)
    expect(ring.length).toBe(POINTS_MAX)
    expect(ring.valueAt(0)).toBe(3)
    expect(ring.last).toBe(POINTS_MAX + 2)
  })

  it('goes round more than once', () => {
    const ring = ringOf(2 * POINTS_MAX + 7)
    expect(ring.valueAt(0)).toBe(POINTS_MAX + 7)
    expect(ring.valueAt(POINTS_MAX - 1)).toBe(2 * POINTS_MAX + 6)
  })

  it('finds the first point at or after a time', () => {
    const ring = ringOf(100, 1_000)
    expect(ring.indexFrom(-1)).toBe(0)
    expect(ring.indexFrom(1_000)).toBe(0)
    expect(ring.indexFrom(1_001)).toBe(1)
    expect(ring.indexFrom(1_990)).toBe(99)
    expect(ring.indexFrom(1_991)).toBe(100)
  })

  it('finds the first of several points with the same time', () => {
    const ring = new PointRing()
    for (const timeMs of [1, 5, 5, 5, 9]) ring.add(timeMs, timeMs)
    expect(ring.indexFrom(5)).toBe(1)
  })

  it('finds times across the seam of a full ring', () => {
    const ring = ringOf(POINTS_MAX + 1_000)
    const oldestMs = ring.timeAt(0)
    for (const index of [0, 1, POINTS_MAX - 1_001, POINTS_MAX - 1_000, POINTS_MAX - 1]) {
      expect(ring.indexFrom(oldestMs + index * 10)).toBe(index)
    }
  })
})
