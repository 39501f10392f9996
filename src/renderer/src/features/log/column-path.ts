/** Columns of the log that the user makes of fields: adding, removing, arranging, as pure changes of the desk's list. */
import { ok, type Result } from '../../../../shared/failure'
import { parsePath } from '../../../../shared/filter/parse-field'
import type { LogColumn } from '../../../../shared/protocol/desk'
import { withRoot } from '../../ui/field-path'

/** Narrower shows nothing, wider hides the message. */
export const COLUMN_MIN_PX = 40
export const COLUMN_MAX_PX = 600
const COLUMN_PX = 100

/** @param text as typed: `$.price`, or `price` for short. @returns `ERR_FILTER_INVALID` with a sentence for what is no path */
export function readColumnPath(text: string): Result<string> {
  const path = withRoot(text)
  const parsed = parsePath(path)
  return parsed.ok ? ok(path) : parsed
}

/** One path has one column. */
export function withColumn(columns: readonly LogColumn[], path: string): LogColumn[] {
  if (columns.some((column) => column.path === path)) return [...columns]
  return [...columns, { path, title: '', widthPx: COLUMN_PX }]
}

export function withoutColumn(columns: readonly LogColumn[], path: string): LogColumn[] {
  return columns.filter((column) => column.path !== path)
}

/** @param step -1 to the left, 1 to the right; at the ends it stays */
export function withColumnMoved(columns: readonly LogColumn[], path: string, step: -1 | 1): LogColumn[] {
  const at = columns.findIndex((column) => column.path === path)
  const to = at + step
  if (at === -1 || to < 0 || to >= columns.length) return [...columns]
  const moved = [...columns]
  moved.splice(to, 0, ...moved.splice(at, 1))
  return moved
}

export function withColumnWidth(columns: readonly LogColumn[], path: string, widthPx: number): LogColumn[] {
  const bounded = boundedWidth(widthPx)
  return columns.map((column) => (column.path === path ? { ...column, widthPx: bounded } : column))
}

export function boundedWidth(widthPx: number): number {
  return Math.round(Math.min(COLUMN_MAX_PX, Math.max(COLUMN_MIN_PX, widthPx)))
}

/** `$.user.name` is `name` above its column, unless the user calls it something else. */
export function columnTitle({ path, title }: LogColumn): string {
  return title || (/([^.[\]"']+)["'\]]*$/.exec(path)?.[1] ?? path)
}
