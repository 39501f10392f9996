/** Which values an axis spans. Widened at once, narrowed only when much of it is empty: an axis at rest can be read. */
import type { Extent } from './columns'

export interface ValueRange {
  min: number
  max: number
}

/** Above and below the line, as a part of its height. */
const PADDING = 0.06
/** A range of which less than this is used has become too wide. */
const USED_MIN = 0.4
/** Ends stand at round numbers: so many steps make a range, or a few more. */
const STEPS = 10

/** @param fromZero for what cannot be negative, and whose height means something */
export function settleRange(
  previous: ValueRange | undefined,
  extent: Extent | undefined,
  fromZero: boolean,
): ValueRange {
  if (extent === undefined) return previous ?? { min: 0, max: 1 }
  if (previous !== undefined && isStillGood(previous, extent, fromZero)) return previous
  return fromZero ? rangeFromZero(extent.highest) : rangeAround(extent)
}

function isStillGood({ min, max }: ValueRange, { lowest, highest }: Extent, fromZero: boolean): boolean {
  if (lowest < min || highest > max) return false
  const used = fromZero ? highest - min : highest - lowest
  return used >= (max - min) * USED_MIN || used === 0
}

function rangeFromZero(highest: number): ValueRange {
  if (highest <= 0) return { min: 0, max: 1 }
  const step = roundStep(highest / STEPS)
  return { min: 0, max: upTo(highest * (1 + PADDING), step) }
}

function rangeAround({ lowest, highest }: Extent): ValueRange {
  // A level line stands in the middle, with a tenth of its height around it.
  const height = highest - lowest || Math.abs(highest) / STEPS || 1
  const padding = highest === lowest ? height : height * PADDING
  const step = roundStep(height / STEPS)
  return { min: -upTo(padding - lowest, step), max: upTo(highest + padding, step) }
}

/** The next multiple of a step, without what the multiplication loses. */
function upTo(value: number, step: number): number {
  return Number((Math.ceil(value / step) * step).toPrecision(12))
}

/** The smallest of 1, 2, 5 × 10ⁿ that is not less. */
export function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  const digit = [1, 2, 5].find((each) => each * power >= least * (1 - Number.EPSILON)) ?? 10
  return digit * power
}
