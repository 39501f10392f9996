/** The log of the place selected: toolbar, column heads, rows, and what came in while the user was reading. */
import { type CSSProperties, type RefObject, useEffect, useRef } from 'react'
import { scopeOf, useApp } from '../../state/app-store'
import { useDesk } from '../../state/desk-store'
import { useLive } from '../../state/live-store'
import { follow, useLog, watchLog } from '../../state/log-store'
import { formatCount } from '../../ui/format'
import { useColumnDrag } from './column-drag'
import { AddColumn, ColumnHeads } from './column-heads'
import { FindBar } from './find-bar'
import { LogGrid } from './log-grid'
import { LogToolbar } from './log-toolbar'
import './log.css'

/** As in the style sheet. */
const COLUMN_GAP_PX = 10

export function Log() {
  const place = useApp((state) => state.place)
  const filter = useApp((state) => state.filter)
  const { kind } = scopeOf(place)
  const grid = useRef<HTMLDivElement>(null)
  const scopeId = place.kind === 'connection' || place.kind === 'server' ? place.id : 0
  useEffect(() => {
    void watchLog(kind === 'all' ? { kind } : { kind, id: scopeId }, filter)
  }, [kind, scopeId, filter])
  return (
    <section className="log" aria-label="Log" style={useCells()}>
      <LogToolbar />
      <FindBar focusLog={() => grid.current?.focus()} />
      <LogHeader grid={grid} showsConnection={kind !== 'connection'} />
      <div className="log-body">
        <LogGrid grid={grid} />
        <EmptyLog />
      </div>
      <NewRows />
    </section>
  )
}

/** Widths of the columns made of fields, for the style sheet. */
function useCells(): CSSProperties {
  const columns = useDesk((desk) => desk.columns)
  const dragged = useColumnDrag()
  if (columns.length === 0) return {}
  const widths = columns.map(({ path, widthPx }) => (path === dragged.path ? dragged.widthPx : widthPx))
  const wholePx = widths.reduce((sum, widthPx) => sum + widthPx + COLUMN_GAP_PX, 0)
  const cells = widths.map((widthPx) => `${widthPx}px`).join(' ')
  return { '--cells': cells, '--cells-width': `${wholePx}px` } as CSSProperties
}

/** Where rows are wider than the pane, their heads go with them, and the rows with a head that got the focus. */
function useScrolledTogether(grid: RefObject<HTMLDivElement | null>, head: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const [rows, heads] = [grid.current, head.current]
    if (rows === null || heads === null) return
    const toRows = () => {
      if (rows.scrollLeft !== heads.scrollLeft) rows.scrollLeft = heads.scrollLeft
    }
    const toHeads = () => {
      if (heads.scrollLeft !== rows.scrollLeft) heads.scrollLeft = rows.scrollLeft
    }
    rows.addEventListener('scroll', toHeads)
    heads.addEventListener('scroll', toRows)
    return () => {
      rows.removeEventListener('scroll', toHeads)
      heads.removeEventListener('scroll', toRows)
    }
  }, [grid, head])
}

/** Beside the grid, not in it: there every row is a message. Its words are the grid's own; its menus are for everybody. */
function LogHeader({ grid, showsConnection }: { grid: RefObject<HTMLDivElement | null>; showsConnection: boolean }) {
  const head = useRef<HTMLDivElement>(null)
  useScrolledTogether(grid, head)
  return (
    <div className="log-heads">
      <div ref={head} className="log-head">
        <div className={showsConnection ? 'log-header with-connection' : 'log-header'}>
          <span className="right" aria-hidden="true">
            #
          </span>
          <span aria-hidden="true">time</span>
          <span className="right" aria-hidden="true">
            Δ
          </span>
          <span />
          {showsConnection && <span aria-hidden="true">connection</span>}
          <span aria-hidden="true">type</span>
          <span className="right" aria-hidden="true">
            size
          </span>
          <ColumnHeads />
          <span aria-hidden="true">preview</span>
        </div>
      </div>
      <AddColumn />
    </div>
  )
}

function EmptyLog() {
  const isEmpty = useLive(({ window }) => window !== undefined && window.availableTo === window.availableFrom)
  const isFiltered = useLive(({ window }) => window !== undefined && window.counters.stored > 0)
  if (!isEmpty) return null
  return (
    <div className="log-empty">
      <div className="empty">
        {isFiltered ? 'No message matches the filter.' : 'No messages yet. They appear here as they come.'}
      </div>
    </div>
  )
}

/** “N new”: the view holds still while the capture goes on. */
function NewRows() {
  const availableTo = useLive(({ window }) => window?.availableTo ?? 0)
  const { isFollowing, seenToRow } = useLog()
  const count = availableTo - seenToRow
  if (isFollowing || count <= 0) return null
  return (
    <button type="button" className="button log-new" onClick={follow}>
      ↓ {formatCount(count)} new
    </button>
  )
}
