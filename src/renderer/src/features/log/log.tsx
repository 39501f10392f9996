/** The log of the place selected: toolbar, column heads, rows, and what came in while the user was reading. */
import { type CSSProperties, useEffect, useRef } from 'react'
import { scopeOf, useApp } from '../../state/app-store'
import { useDesk } from '../../state/desk-store'
import { useLive } from '../../state/live-store'
import { follow, useLog, watchLog } from '../../state/log-store'
import { formatCount } from '../../ui/format'
import { AddColumn, ColumnHeads } from './column-heads'
import { FindBar } from './find-bar'
import { LogGrid } from './log-grid'
import { LogToolbar } from './log-toolbar'
import './log.css'

export function Log() {
  const place = useApp((state) => state.place)
  const filter = useApp((state) => state.filter)
  const { kind } = scopeOf(place)
  const cells = useDesk(({ columns }) => columns.map(({ widthPx }) => `${widthPx}px`).join(' '))
  const grid = useRef<HTMLDivElement>(null)
  const scopeId = place.kind === 'connection' || place.kind === 'server' ? place.id : 0
  useEffect(() => {
    void watchLog(kind === 'all' ? { kind } : { kind, id: scopeId }, filter)
  }, [kind, scopeId, filter])
  return (
    <section className="log" aria-label="Log" style={{ '--cells': cells } as CSSProperties}>
      <LogToolbar />
      <FindBar focusLog={() => grid.current?.focus()} />
      <LogHeader showsConnection={kind !== 'connection'} />
      <div className="log-body">
        <LogGrid grid={grid} />
        <EmptyLog />
      </div>
      <NewRows />
    </section>
  )
}

/** Beside the grid, not in it: there every row is a message. Its words are the grid's own; its menus are for everybody. */
function LogHeader({ showsConnection }: { showsConnection: boolean }) {
  return (
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
      <span className="log-preview-head">
        <span aria-hidden="true">preview</span>
        <AddColumn />
      </span>
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
