/**
 * The arithmetic of scrolling. Rows are whole numbers and the scroll bar only maps a fraction to one of them: a DOM element
 * cannot be as tall as ten million rows.
 */
import type { LogWindow } from '../../../shared/ipc/log-window'

export const ROW_HEIGHT_PX = 22
/** Browsers stop near 16.7 million; half of it is safe at any zoom. Up to it a pixel of the bar is a pixel of rows. */
export const SPACER_MAX_PX = 8_000_000

/** Rows that can be scrolled to: `fromRow ≤ row < toRow`. */
export interface Extent {
  fromRow: number
  toRow: number
}

/** @param pausedToRow one past the newest row shown while paused */
export function extentOf(window: LogWindow | undefined, pausedToRow: number | undefined): Extent {
  if (window === undefined) return { fromRow: 0, toRow: 0 }
  const toRow = Math.min(window.availableTo, pausedToRow ?? Number.POSITIVE_INFINITY)
  return { fromRow: Math.min(window.availableFrom, toRow), toRow }
}

/** The nearest first row that leaves no empty space below the last; the last row is always seen whole. */
export function clampTop(row: number, fullRows: number, { fromRow, toRow }: Extent): number {
  const lastTop = Math.max(fromRow, toRow - fullRows)
  return Math.max(fromRow, Math.min(row, lastTop))
}

/** How tall the scrolled element is. */
export function spacerHeight({ fromRow, toRow }: Extent): number {
  return Math.min(SPACER_MAX_PX, (toRow - fromRow) * ROW_HEIGHT_PX)
}

/** Where the scroll bar stands for a first row. */
export function scrollTopOf(topRow: number, fullRows: number, extent: Extent, scrollRangePx: number): number {
  const rows = clampTop(Number.POSITIVE_INFINITY, fullRows, extent) - extent.fromRow
  return rows <= 0 ? 0 : ((topRow - extent.fromRow) / rows) * scrollRangePx
}

/** The first row for where the scroll bar stands. */
export function topRowOf(scrollTopPx: number, fullRows: number, extent: Extent, scrollRangePx: number): number {
  const rows = clampTop(Number.POSITIVE_INFINITY, fullRows, extent) - extent.fromRow
  return scrollRangePx <= 0 ? extent.fromRow : extent.fromRow + Math.round((scrollTopPx / scrollRangePx) * rows)
}
