/**
 * Makes a line fit its pixels: first, minimum, maximum and last of each pixel's points, which draws the same picture as
 * all of them (M4: Jugel et al., “M4: A Visualization-Oriented Time Series Data Aggregation”, VLDB 2014). All lines of a
 * chart share one grid, so that uPlot gets one x column.
 */
import type { PointRing } from './point-ring'

/** Slots of a pixel, in the order of time: first, the two extremes, last. */
const SLOTS = 4

export interface PixelGrid {
  startMs: number
  bucketMs: number
  buckets: number
}

/**
 * @param widthPx pixels the span is drawn in
 * @returns a grid that begins at a multiple of its bucket, so that a span that moves with time does not shimmer
 */
export function pixelGrid(fromMs: number, toMs: number, widthPx: number): PixelGrid {
  const bucketMs = Math.max(toMs - fromMs, 1) / widthPx
  const first = Math.floor(fromMs / bucketMs)
  return { startMs: first * bucketMs, bucketMs, buckets: Math.ceil(toMs / bucketMs) - first + 1 }
}

/** The x column of a grid, ms since the epoch. */
export function gridTimes({ startMs, bucketMs, buckets }: PixelGrid): Float64Array {
  const times = new Float64Array(buckets * SLOTS)
  const slotMs = bucketMs / SLOTS
  for (let slot = 0; slot < times.length; slot++) times[slot] = startMs + slot * slotMs
  return times
}

/** The y column of one line on that grid; NaN where it has no point. A line that goes on beyond an end is drawn to it. */
export function downsample(points: PointRing, { startMs, bucketMs, buckets }: PixelGrid): Float64Array {
  const column = new Float64Array(buckets * SLOTS).fill(Number.NaN)
  const endMs = startMs + buckets * bucketMs
  let index = points.indexFrom(startMs)
  if (index > 0 && index < points.length) column[0] = valueBetween(points, index - 1, startMs)
  while (index < points.length) {
    const timeMs = points.timeAt(index)
    if (timeMs >= endMs) break
    const bucket = Math.min(buckets - 1, Math.floor((timeMs - startMs) / bucketMs))
    const bucketEndMs = startMs + (bucket + 1) * bucketMs
    const first = index
    let lowest = index
    let highest = index
    // The first point is in the bucket by construction, even where rounding says otherwise: always step over it.
    for (index++; index < points.length && points.timeAt(index) < bucketEndMs; index++) {
      const value = points.valueAt(index)
      if (value < points.valueAt(lowest)) lowest = index
      if (value > points.valueAt(highest)) highest = index
    }
    const base = bucket * SLOTS
    if (index - first === 1) {
      const slot = Math.floor(((timeMs - startMs) / bucketMs - bucket) * SLOTS)
      column[base + Math.max(0, Math.min(SLOTS - 1, slot))] = points.valueAt(first)
      continue
    }
    column[base] = points.valueAt(first)
    column[base + 1] = points.valueAt(Math.min(lowest, highest))
    column[base + 2] = points.valueAt(Math.max(lowest, highest))
    column[base + 3] = points.valueAt(index - 1)
  }
  const lastSlot = column.length - 1
  if (index > 0 && index < points.length && Number.isNaN(column[lastSlot])) {
    column[lastSlot] = valueBetween(points, index - 1, endMs - bucketMs / SLOTS)
  }
  return column
}

/** Where the line from a point to the next stands at a time between the two. */
function valueBetween(points: PointRing, index: number, timeMs: number): number {
  const fromMs = points.timeAt(index)
  const value = points.valueAt(index)
  const part = (timeMs - fromMs) / (points.timeAt(index + 1) - fromMs)
  return value + part * (points.valueAt(index + 1) - value)
}
