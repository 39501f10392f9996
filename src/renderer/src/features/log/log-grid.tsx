/**
 * The log: draws the window of rows the engine sent, and turns wheel, keys and scroll bar into another window. The rows
 * stick to the pane while a spacer gives the bar its range, so nothing is ever blank between a scroll and its rows.
 */
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { scopeOf, showTab, useApp } from '../../state/app-store'
import { toggleBookmark } from '../../state/bookmarks'
import { useDesk } from '../../state/desk-store'
import { useHighlights } from '../../state/highlights'
import { useLive } from '../../state/live-store'
import { extentOf, ROW_HEIGHT_PX, scrollTopOf, spacerHeight, topRowOf } from '../../state/log-position'
import {
  currentExtent,
  follow,
  moveSelection,
  resize,
  scrollByRows,
  scrollToRow,
  selectRow,
  togglePause,
  useLog,
} from '../../state/log-store'
import { useConnectionNames } from '../../state/names'
import { columnTitle } from './column-path'
import { LogRowLine } from './log-row'
import { useRowMenu } from './row-menu'
import './log.css'

/** Lines a wheel that counts in lines means by one (Firefox does; Chromium counts in pixels). */
const WHEEL_LINE_PX = 24

export function LogGrid({ grid }: { grid: RefObject<HTMLDivElement | null> }) {
  const window = useLive((state) => state.window)
  const { topRow, fullRows, pausedToRow } = useLog()
  const selectedSeq = useApp((state) => state.selectedSeq)
  const showsConnection = useApp((state) => scopeOf(state.place).kind !== 'connection')
  const columns = useDesk((state) => state.columns)
  const columnTitles = useMemo(() => columns.map(columnTitle), [columns])
  const nameOf = useConnectionNames()
  const highlights = useHighlights()
  const extent = extentOf(window, pausedToRow)

  useResize(grid)
  useWheel(grid)
  const onScroll = useScrollBar(grid, topRow)
  const menu = useRowMenu()

  const onSelect = useCallback((row: number) => {
    selectRow(row)
    showTab('Message')
  }, [])

  const rows = window?.rows.filter(({ row }) => row < extent.toRow) ?? []
  return (
    <>
      <div
        ref={grid}
        className={showsConnection ? 'log-grid with-connection' : 'log-grid'}
        role="grid"
        aria-label="Messages"
        aria-rowcount={extent.toRow - extent.fromRow}
        aria-activedescendant={selectedSeq === undefined ? undefined : `log-row-${selectedSeq}`}
        tabIndex={0}
        onKeyDown={(event) => {
          if (!menu.onMenuKey(event)) onKeyDown(event, fullRows)
        }}
        onContextMenu={menu.onContextMenu}
        onScroll={onScroll}
      >
        <div className="log-spacer" style={{ height: spacerHeight(extent) }}>
          <div className="log-rows">
            {rows.map((row, place) => (
              <LogRowLine
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity; see performance.md, "Drawing"
                key={place}
                row={row}
                ariaRowIndex={row.row - extent.fromRow + 1}
                isSelected={row.seq === selectedSeq}
                connectionName={showsConnection ? nameOf(row.connectionId) : undefined}
                columnTitles={columnTitles}
                highlights={highlights}
                onSelect={onSelect}
              />
            ))}
          </div>
        </div>
      </div>
      {menu.element}
    </>
  )
}

function onKeyDown(event: KeyboardEvent, fullRows: number): void {
  const page = Math.max(1, fullRows - 1)
  const extent = currentExtent()
  const keys: Record<string, () => void> = {
    ArrowDown: () => void moveSelection(1),
    ArrowUp: () => void moveSelection(-1),
    PageDown: () => scrollByRows(page),
    PageUp: () => scrollByRows(-page),
    Home: () => scrollToRow(extent.fromRow),
    End: follow,
    ' ': togglePause,
    Enter: () => showTab('Message'),
    b: markSelected,
  }
  const act = keys[event.key]
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  act()
}

function markSelected(): void {
  const { selectedSeq } = useApp.getState()
  if (selectedSeq !== undefined) toggleBookmark(selectedSeq)
}

/** The pane's height in rows. */
function useResize(grid: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = grid.current
    if (element === null) return
    const observer = new ResizeObserver(() => resize(Math.floor(element.clientHeight / ROW_HEIGHT_PX)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [grid])
}

/** Whole rows, the rest of a touchpad's small steps kept for the next. */
function useWheel(grid: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const element = grid.current
    if (element === null) return
    let restPx = 0
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return
      event.preventDefault()
      element.scrollLeft += event.deltaX
      restPx += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * WHEEL_LINE_PX : event.deltaY
      const rows = Math.trunc(restPx / ROW_HEIGHT_PX)
      restPx -= rows * ROW_HEIGHT_PX
      if (rows !== 0) scrollByRows(rows)
    }
    // Not passive: the wheel moves rows, not the spacer.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [grid])
}

/** Keeps the bar where the rows are, and the rows where the bar is dragged to. */
function useScrollBar(grid: RefObject<HTMLDivElement | null>, topRow: number): () => void {
  const setTopPx = useRef(0)
  // After every draw: the spacer grows with the feed, and the bar with it.
  useLayoutEffect(() => {
    const element = grid.current
    if (element === null) return
    const rangePx = element.scrollHeight - element.clientHeight
    const topPx = Math.round(scrollTopOf(topRow, useLog.getState().fullRows, currentExtent(), rangePx))
    if (Math.abs(element.scrollTop - topPx) >= 1) element.scrollTop = topPx
    setTopPx.current = element.scrollTop
  })
  return useCallback(() => {
    const element = grid.current
    // Our own setting comes back as an event too; only a different place is the user's.
    if (element === null || Math.abs(element.scrollTop - setTopPx.current) < 1) return
    const rangePx = element.scrollHeight - element.clientHeight
    scrollToRow(topRowOf(element.scrollTop, useLog.getState().fullRows, currentExtent(), rangePx))
  }, [grid])
}
