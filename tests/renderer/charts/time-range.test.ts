import { describe, expect, it } from 'vitest'
import {
  between,
  hasMoved,
  hasOtherLength,
  lengthOf,
  liveRange,
  pan,
  readIntervalMs,
  readWindow,
  snapToPixel,
  zoomAround,
} from '../../../src/renderer/src/features/charts/time-range'

const NOW_MS = Date.UTC(2024, 4, 17, 9, 30, 12, 345)

describe('a live range', () => {
  it('ends now and is as long as its span', () => {
    expect(liveRange('1 min', NOW_MS, NOW_MS - 3_600_000)).toEqual({ fromMs: NOW_MS - 60_000, toMs: NOW_MS })
    expect(lengthOf(liveRange('15 min', NOW_MS, NOW_MS - 3_600_000))).toBe(900_000)
  })

  it('shows its whole span while nobody knows where the data begins', () => {
    expect(lengthOf(liveRange('5 min', NOW_MS))).toBe(300_000)
    expect(lengthOf(liveRange('all', NOW_MS))).toBe(60_000)
  })

  it('begins a little before the data of a feed younger than its span', () => {
    expect(lengthOf(liveRange('5 min', NOW_MS, NOW_MS - 100_000))).toBeCloseTo(102_000, 6)
  })

  it('gives a feed that has just begun ten seconds', () => {
    expect(lengthOf(liveRange('1 min', NOW_MS, NOW_MS - 200))).toBe(10_000)
  })

  it('reaches back to the beginning, however far, where all is wanted', () => {
    expect(lengthOf(liveRange('all', NOW_MS, NOW_MS - 7_200_000))).toBeCloseTo(7_344_000, 6)
  })
})

describe('zooming', () => {
  const range = { fromMs: 1_000, toMs: 2_000 }

  it('leaves the moment under the pointer where it is', () => {
    expect(zoomAround(range, 1_250, 0.5)).toEqual({ fromMs: 1_125, toMs: 1_625 })
    expect(zoomAround(range, 2_000, 2)).toEqual({ fromMs: 0, toMs: 2_000 })
  })

  it('stops where there is nothing more to see', () => {
    const closest = zoomAround(range, 1_500, 1e-9)
    expect(closest).toEqual({ fromMs: 1_497.5, toMs: 1_502.5 })
    expect(lengthOf(zoomAround(range, 1_500, 1e12))).toBe(31 * 24 * 3_600_000)
  })

  it('takes the ends of a drag in either order, and never makes a range of nothing', () => {
    expect(between(300, 100)).toEqual({ fromMs: 100, toMs: 300 })
    expect(between(100, 100)).toEqual({ fromMs: 100, toMs: 105 })
  })

  it('pans without changing the length', () => {
    expect(pan(range, -250)).toEqual({ fromMs: 750, toMs: 1_750 })
  })
})

describe('a read', () => {
  it('covers the range with about a column a pixel, rather a few less', () => {
    const window = readWindow({ fromMs: NOW_MS - 60_000, toMs: NOW_MS }, 733)
    expect(window.fromMs).toBeLessThanOrEqual(NOW_MS - 60_000)
    expect(window.toMs).toBeGreaterThanOrEqual(NOW_MS)
    expect(window.widthPx).toBeLessThanOrEqual(733 + 1)
    expect(window.widthPx).toBeGreaterThanOrEqual(733 / 1.25)
  })

  it('keeps its columns while the range slides', () => {
    const one = readWindow({ fromMs: NOW_MS - 60_000, toMs: NOW_MS }, 800)
    const other = readWindow({ fromMs: NOW_MS - 59_967, toMs: NOW_MS + 33 }, 800)
    const columnMs = lengthOf(one) / one.widthPx
    expect(lengthOf(other) / other.widthPx).toBe(columnMs)
    expect(Number.isInteger(one.fromMs / columnMs)).toBe(true)
    expect(Number.isInteger(other.fromMs / columnMs)).toBe(true)
  })

  it('keeps its columns while the range grows a little, as it does with all', () => {
    const columnOf = (lengthMs: number) => {
      const window = readWindow({ fromMs: NOW_MS - lengthMs, toMs: NOW_MS }, 800)
      return lengthOf(window) / window.widthPx
    }
    expect(columnOf(100_000)).toBe(columnOf(101_000))
    expect(columnOf(200_000)).toBe(2 * columnOf(100_000))
  })

  it('is due when the picture would be off by a pixel, within what eyes can tell', () => {
    const range = (lengthMs: number) => ({ fromMs: 0, toMs: lengthMs })
    expect(readIntervalMs(range(10_000), 800, true)).toBe(33)
    expect(readIntervalMs(range(60_000), 800, true)).toBe(75)
    expect(readIntervalMs(range(900_000), 800, true)).toBe(250)
  })

  it('is due twice a second while nothing moves', () => {
    expect(readIntervalMs({ fromMs: 0, toMs: 10_000 }, 800, false)).toBe(500)
  })
})

describe('a sliding picture', () => {
  it('moves by whole pixels, its length kept', () => {
    const snapped = snapToPixel({ fromMs: 1_003, toMs: 2_003 }, 100)
    expect(snapped).toEqual({ fromMs: 1_010, toMs: 2_010 })
    expect(snapToPixel({ fromMs: 1_009, toMs: 2_009 }, 100)).toEqual(snapped)
  })

  it('is drawn again only when it is off by a pixel', () => {
    const drawn = { fromMs: 1_010, toMs: 2_010 }
    expect(hasMoved(undefined, drawn, 100)).toBe(true)
    expect(hasMoved(drawn, { fromMs: 1_010.000_1, toMs: 2_010.000_1 }, 100)).toBe(false)
    expect(hasMoved(drawn, { fromMs: 1_020, toMs: 2_020 }, 100)).toBe(true)
    expect(hasMoved(drawn, { fromMs: 1_010, toMs: 2_030 }, 100)).toBe(true)
  })

  it('has another length after a zoom, and the same after a pan', () => {
    const range = { fromMs: 0, toMs: 1_000 }
    expect(hasOtherLength(undefined, range)).toBe(true)
    expect(hasOtherLength(range, { fromMs: 500, toMs: 1_500 })).toBe(false)
    expect(hasOtherLength(range, { fromMs: 0, toMs: 1_020 })).toBe(false)
    expect(hasOtherLength(range, { fromMs: 100, toMs: 900 })).toBe(true)
  })
})
