/**
 * Lines far from each other would all look level on one axis: prices of four shares, say. Drawn is then each line's change
 * in percent since a value of its own; legends go on saying the values.
 */
import type { ChartLine } from './chart-line'
import { type Column, extentOf } from './columns'

/** Lines that together move less than this part of the axis are not worth an axis in common. */
const LEVEL = 0.5
/** Fewer points say nothing of how a line moves. */
const POINTS_MIN = 12

/** @returns undefined while there is too little to tell */
export function prefersChange(columns: readonly Column[]): boolean | undefined {
  if (columns.length < 2 || columns.some((column) => pointsOf(column) < POINTS_MIN)) return undefined
  const extents = columns.map((column) => extentOf([column]))
  const all = extentOf(columns)
  if (all === undefined || all.lowest <= 0) return false
  const moved = extents.reduce((sum, extent) => sum + (extent === undefined ? 0 : extent.highest - extent.lowest), 0)
  return moved < (all.highest - all.lowest) * LEVEL
}

function pointsOf(column: Column): number {
  return column.reduce<number>((points, value) => (value === null ? points : points + 1), 0)
}

/** The value each line is compared with: its first that was seen, kept, so that lines do not rise and fall as one. */
export class Baselines {
  private readonly values = new Map<string, number>()

  /** @returns percent; nothing for a line that begins at zero */
  relate(lines: readonly ChartLine[], columns: readonly Column[]): Column[] {
    return columns.map((column, at) => {
      const base = this.baseOf(lines[at]?.id ?? '', column)
      return column.map((value) => (value === null || base === 0 ? null : (value / base - 1) * 100))
    })
  }

  forget(): void {
    this.values.clear()
  }

  private baseOf(lineId: string, column: Column): number {
    const known = this.values.get(lineId)
    if (known !== undefined) return known
    const first = column.find((value) => value !== null)
    if (first == null) return 0
    this.values.set(lineId, first)
    return first
  }
}
