/** From the engine's columns (NaN where a line has no point) to what uPlot draws (null there, and no empty rows). */
import type { Columns } from '../../../../shared/ipc/contract'

export type Column = (number | null)[]

export interface PlotData {
  timesMs: number[]
  /** In the order of the lines. */
  columns: Column[]
}

export const noData: PlotData = { timesMs: [], columns: [] }

export interface Extent {
  lowest: number
  highest: number
}

/** A slow feed fills a few of a thousand rows: the empty ones are left out, so that nobody draws or searches them. */
export function toPlotData({ timesMs, lines }: Columns): PlotData {
  const times: number[] = []
  const columns: Column[] = lines.map(() => [])
  for (let row = 0; row < timesMs.length; row++) {
    if (!lines.some(({ values }) => !Number.isNaN(values[row]))) continue
    times.push(timesMs[row] as number)
    lines.forEach(({ values }, at) => {
      const value = values[row] as number
      columns[at]?.push(Number.isNaN(value) ? null : value)
    })
  }
  return { timesMs: times, columns }
}

/** Where the newest point at or before a row is; a value holds until the next one comes. */
export function rowWithValue(column: Column, row: number): number | null {
  for (let at = row; at >= 0; at--) if (column[at] != null) return at
  return null
}

/** @returns undefined for columns without a point */
export function extentOf(columns: readonly Column[]): Extent | undefined {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const column of columns) {
    for (const value of column) {
      if (value === null) continue
      if (value < lowest) lowest = value
      if (value > highest) highest = value
    }
  }
  return lowest > highest ? undefined : { lowest, highest }
}

/** True where so few points stand in so much room that a line alone would not show them. */
export function isSparse(column: Column, fromRow: number, toRow: number, widthPx: number): boolean {
  const pointsMax = widthPx / POINT_ROOM_PX
  let points = 0
  for (let row = fromRow; row <= toRow && points <= pointsMax; row++) if (column[row] != null) points++
  return points <= pointsMax
}

/** Marked points closer than this would be beads on a string. */
const POINT_ROOM_PX = 28

/**
 * Where the data begins, as far as a read can tell. Its first row filled means that there was something before: look as
 * far back again.
 */
export function beginningOf({ timesMs, lines }: Columns): number | undefined {
  const first = timesMs.findIndex((_, row) => lines.some(({ values }) => !Number.isNaN(values[row])))
  if (first === -1) return undefined
  const [startMs = 0] = timesMs
  return first === 0 ? startMs - ((timesMs.at(-1) ?? startMs) - startMs) : timesMs[first]
}
