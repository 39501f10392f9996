/** Which stretch of time the charts show. Pure arithmetic; times are ms since the epoch. */

export interface TimeRange {
  fromMs: number
  toMs: number
}

/** What a read asks the engine for. */
export interface ReadWindow extends TimeRange {
  widthPx: number
}

export const spans = ['10 s', '1 min', '5 min', '15 min', 'all'] as const
export type Span = (typeof spans)[number]

const spanMs: Readonly<Record<Exclude<Span, 'all'>, number>> = {
  '10 s': 10_000,
  '1 min': 60_000,
  '5 min': 300_000,
  '15 min': 900_000,
}

/** Closer there is nothing to see: it is less than the engine's clock can tell apart. */
const SHORTEST_MS = 5
/** Farther nobody has kept a feed. */
const LONGEST_MS = 31 * 24 * 3_600_000
/** A feed that has just begun is shown this much of time, with some room before its first point. */
const SHORTEST_LIVE_MS = 10_000
const BEGINNING_MARGIN = 0.02
/**
 * Columns last one of these times a power of two: a range that grows keeps its columns for a while, and a float holds
 * every multiple of them exactly, though there have been billions since the epoch.
 */
const COLUMN_STEPS = [1, 1.25, 1.5, 1.75]

/** A read more often than 30 times a second nobody would see; less often than 4 a second one would. */
const READ_MIN_MS = 33
const READ_MAX_MS = 250
/** While nothing moves. */
const READ_AT_REST_MS = 500

export function lengthOf({ fromMs, toMs }: TimeRange): number {
  return toMs - fromMs
}

/**
 * A feed younger than its span fills the plot all the same.
 * @param beginningMs where the data begins; undefined while that is not known
 */
export function liveRange(span: Span, nowMs: number, beginningMs?: number): TimeRange {
  const longestMs = span === 'all' ? Number.POSITIVE_INFINITY : spanMs[span]
  const unknownMs = span === 'all' ? spanMs['1 min'] : longestMs
  const ageMs = beginningMs === undefined ? unknownMs : (nowMs - beginningMs) * (1 + BEGINNING_MARGIN)
  return { fromMs: nowMs - Math.min(longestMs, Math.max(SHORTEST_LIVE_MS, ageMs)), toMs: nowMs }
}

/** Moves by whole pixels only: lines then slide as they are instead of shimmering. */
export function snapToPixel({ fromMs, toMs }: TimeRange, widthPx: number): TimeRange {
  const pixelMs = (toMs - fromMs) / Math.max(1, widthPx)
  const snappedMs = Math.ceil(toMs / pixelMs) * pixelMs
  return { fromMs: snappedMs - (toMs - fromMs), toMs: snappedMs }
}

/** Closer (`factor` < 1) or farther, with the moment under the pointer staying there. */
export function zoomAround({ fromMs, toMs }: TimeRange, atMs: number, factor: number): TimeRange {
  const lengthMs = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, (toMs - fromMs) * factor))
  const startMs = atMs - ((atMs - fromMs) / (toMs - fromMs)) * lengthMs
  return { fromMs: startMs, toMs: startMs + lengthMs }
}

export function pan({ fromMs, toMs }: TimeRange, byMs: number): TimeRange {
  return { fromMs: fromMs + byMs, toMs: toMs + byMs }
}

/** The range between two moments in either order; never shorter than what can be seen. */
export function between(oneMs: number, otherMs: number): TimeRange {
  const fromMs = Math.min(oneMs, otherMs)
  return { fromMs, toMs: Math.max(oneMs, otherMs, fromMs + SHORTEST_MS) }
}

/** What to read for a range: about a column a pixel, in columns that stay the same while the range slides or grows. */
export function readWindow({ fromMs, toMs }: TimeRange, widthPx: number): ReadWindow {
  const pixelMs = (toMs - fromMs) / Math.max(1, widthPx)
  const octaveMs = 2 ** Math.floor(Math.log2(pixelMs))
  const columnMs = (COLUMN_STEPS.find((step) => step * octaveMs >= pixelMs) ?? 2) * octaveMs
  const first = Math.floor(fromMs / columnMs)
  const count = Math.ceil(toMs / columnMs) - first
  return { fromMs: first * columnMs, toMs: (first + count) * columnMs, widthPx: count }
}

/** How long a live chart may wait until it reads again: the time a pixel takes, within what eyes can tell. */
export function readIntervalMs(range: TimeRange, widthPx: number, isMoving: boolean): number {
  if (!isMoving) return READ_AT_REST_MS
  return Math.max(READ_MIN_MS, Math.min(READ_MAX_MS, lengthOf(range) / Math.max(1, widthPx)))
}

/** True for a zoom or another span; not for a pan, nor for the growth of `all` between two reads. */
export function hasOtherLength(one: TimeRange | undefined, other: TimeRange): boolean {
  return one === undefined || Math.abs(lengthOf(one) / lengthOf(other) - 1) > 0.05
}

/** True once the picture would be off by a pixel. */
export function hasMoved(drawn: TimeRange | undefined, range: TimeRange, widthPx: number): boolean {
  if (drawn === undefined) return true
  const pixelMs = lengthOf(range) / Math.max(1, widthPx)
  const offMs = Math.max(Math.abs(range.fromMs - drawn.fromMs), Math.abs(range.toMs - drawn.toMs))
  // Snapped ranges differ by whole pixels, give or take what a float loses.
  return offMs > pixelMs / 2
}
