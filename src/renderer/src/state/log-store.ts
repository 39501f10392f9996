/**
 * Where the log is: which rows are in view, whether it follows the tail, whether the user paused it. Asks the engine for
 * that window and for no other row; the arithmetic is in `log-position.ts`.
 */
import { create } from 'zustand'
import { everything, type Filter } from '../../../shared/filter/filter'
import { type LogWindow, unpackLogWindow, WINDOW_MAX_ROWS } from '../../../shared/ipc/log-window'
import type { Scope } from '../../../shared/protocol/feed'
import { call, on } from '../bridge'
import { select, useApp } from './app-store'
import { useLive } from './live-store'
import { clampTop, type Extent, extentOf } from './log-position'
import { notify, notifyFailure } from './notices'
import { noteLogChange, takesTurns } from './paint-turns'

export interface LogState {
  /** The first row in view when not following. */
  topRow: number
  /** How many rows fit the pane whole. */
  fullRows: number
  isFollowing: boolean
  /** While paused, one past the newest row that is shown. */
  pausedToRow: number | undefined
  /** One past the newest row when the view last stood at the tail: what came since is “new”. */
  seenToRow: number
}

export const useLog = create<LogState>(() => ({
  topRow: 0,
  fullRows: 40,
  isFollowing: true,
  pausedToRow: undefined,
  seenToRow: 0,
}))

let viewId: number | undefined
/** What it was asked to show, to ask again of an engine that was started anew. */
let watched: { scope: Scope; filter: Filter } | undefined
/** Of the watch that was asked for last: an answer that comes after the next one is asked for is stale. */
let watchCount = 0
let isMoveDue = false
/** A row the user moved the selection to before it was in the window. */
let rowToSelect: number | undefined
/** A frame that is to be shown once the log that has it is watched. */
let seqToShow: number | undefined

/** @returns the unsubscribe */
export function followLog(): () => void {
  const unsubscribes = [
    on('log.tick', (packed) => {
      const window = unpackLogWindow(packed)
      if (window.viewId !== viewId) {
        // Of a view that is left, or whose number has not come yet: the engine waits for an answer all the same.
        void call('log.acknowledge', { viewId: window.viewId })
        return
      }
      noteLogChange(performance.now())
      useLive.setState({ window })
      settle(window)
      void showAwaited()
      afterPaint(() => void call('log.acknowledge', { viewId: window.viewId }))
    }),
    on('engine.restarted', ({ message }) => {
      notify({ kind: 'error', message })
      viewId = undefined
      if (watched !== undefined) void watchLog(watched.scope, watched.filter)
    }),
  ]
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
  }
}

/** Shows another scope or another filter, from its tail. */
export async function watchLog(scope: Scope, filter: Filter): Promise<void> {
  const watch = ++watchCount
  watched = { scope, filter }
  const old = viewId
  viewId = undefined
  rowToSelect = undefined
  if (old !== undefined) void call('log.unwatch', { viewId: old })
  useLog.setState({ topRow: 0, isFollowing: true, pausedToRow: undefined, seenToRow: 0 })
  const answer = await call('log.watch', { scope, filter, ...rowWindow() })
  if (!answer.ok) notifyFailure(answer.error)
  else if (watch === watchCount) {
    viewId = answer.value.viewId
    // The first tick may have come before its number, and the pane may have been resized meanwhile: ask for it as it is now.
    moveSoon()
  } else void call('log.unwatch', answer.value)
}

/** A log that is new has its rows: now the frame it was opened for can be found among them. */
async function showAwaited(): Promise<void> {
  if (seqToShow === undefined || viewId === undefined) return
  const seq = seqToShow
  seqToShow = undefined
  const located = await call('log.locate', { viewId, seq })
  // Not there: it was evicted meanwhile.
  if (located.ok && located.value.row !== undefined) selectRow(located.value.row)
}

/** Of the log that is shown; none until the engine has made it. */
export function shownViewId(): number | undefined {
  return viewId
}

/** The rows that can be scrolled to. */
export function currentExtent(): Extent {
  return extentOf(useLive.getState().window, useLog.getState().pausedToRow)
}

/** Moves the window; standing at the end again is following again, unless paused. */
export function scrollToRow(row: number): void {
  const { fullRows, pausedToRow } = useLog.getState()
  const extent = currentExtent()
  const topRow = clampTop(row, fullRows, extent)
  const isAtEnd = topRow >= clampTop(Number.POSITIVE_INFINITY, fullRows, extent)
  const isFollowing = isAtEnd && pausedToRow === undefined
  useLog.setState({ topRow, isFollowing, ...(isFollowing ? { seenToRow: extent.toRow } : {}) })
  moveSoon()
}

export function scrollByRows(rows: number): void {
  scrollToRow(useLog.getState().topRow + rows)
}

export function follow(): void {
  useLog.setState({ isFollowing: true, pausedToRow: undefined })
  scrollToRow(Number.POSITIVE_INFINITY)
}

/** Stops following without moving: what the user reads stays where it is. */
export function holdStill(): void {
  const { isFollowing } = useLog.getState()
  if (!isFollowing) return
  useLog.setState({ isFollowing: false, seenToRow: currentExtent().toRow })
  moveSoon()
}

/** Stops the view, not the capture. */
export function pause(): void {
  const { toRow } = currentExtent()
  useLog.setState({ pausedToRow: toRow, isFollowing: false, seenToRow: toRow })
  moveSoon()
}

export function togglePause(): void {
  if (useLog.getState().pausedToRow === undefined) pause()
  else follow()
}

export function resize(fullRows: number): void {
  const bounded = Math.max(1, Math.min(WINDOW_MAX_ROWS - 1, fullRows))
  if (bounded === useLog.getState().fullRows) return
  useLog.setState({ fullRows: bounded })
  moveSoon()
}

/** Moves the selection to a row and brings it into view. */
export function selectRow(row: number): void {
  const extent = currentExtent()
  const wanted = Math.max(extent.fromRow, Math.min(row, extent.toRow - 1))
  if (wanted < extent.fromRow) return
  holdStill()
  rowToSelect = wanted
  const { topRow, fullRows } = useLog.getState()
  if (wanted < topRow) scrollToRow(wanted)
  else if (wanted >= topRow + fullRows) scrollToRow(wanted - fullRows + 1)
  const { window } = useLive.getState()
  if (window !== undefined) settleSelection(window)
}

/** Shows a frame wherever it is: in this log where it has it, else among all messages, unfiltered. */
export async function goToFrame(seq: number): Promise<void> {
  const located = viewId === undefined ? undefined : await call('log.locate', { viewId, seq })
  if (located?.ok && located.value.row !== undefined) return selectRow(located.value.row)
  useApp.setState({ place: { kind: 'all' }, filter: everything })
  seqToShow = seq
}

/** Moves the selection by so many rows, from the row in view when there is none. */
export async function moveSelection(rows: number): Promise<void> {
  const { selectedSeq } = useApp.getState()
  const { topRow } = useLog.getState()
  if (rowToSelect !== undefined) return selectRow(rowToSelect + rows)
  if (selectedSeq === undefined) return selectRow(rows > 0 ? topRow : currentExtent().toRow - 1)
  const shown = useLive.getState().window?.rows.find(({ seq }) => seq === selectedSeq)
  if (shown !== undefined) return selectRow(shown.row + rows)
  if (viewId === undefined) return
  const located = await call('log.locate', { viewId, seq: selectedSeq })
  selectRow(located.ok && located.value.row !== undefined ? located.value.row + rows : topRow)
}

/** After a tick: the tail moves with the feed, and rows that were evicted are gone from the top. */
function settle(window: LogWindow): void {
  const { isFollowing, topRow, fullRows, pausedToRow } = useLog.getState()
  const extent = extentOf(window, pausedToRow)
  if (isFollowing) useLog.setState({ topRow: window.firstRow, seenToRow: window.availableTo })
  else if (clampTop(topRow, fullRows, extent) !== topRow) scrollToRow(topRow)
  settleSelection(window)
}

function settleSelection(window: LogWindow): void {
  if (rowToSelect === undefined) return
  const wanted = window.rows[rowToSelect - window.firstRow]
  if (wanted === undefined) return
  rowToSelect = undefined
  select(wanted.seq)
}

function rowWindow() {
  const { topRow, fullRows, isFollowing } = useLog.getState()
  // Holding still, the row cut at the bottom is shown as far as it fits; at the tail the newest is shown whole.
  return { firstRow: topRow, rowCount: isFollowing ? fullRows : fullRows + 1, follow: isFollowing }
}

/** In the frame in which it is painted; one later where the charts are to have theirs. */
function afterPaint(act: () => void): void {
  requestAnimationFrame((startMs) => {
    if (takesTurns(startMs)) requestAnimationFrame(act)
    else act()
  })
}

/** One move a frame is all that can be seen. */
function moveSoon(): void {
  if (isMoveDue) return
  isMoveDue = true
  requestAnimationFrame(() => {
    isMoveDue = false
    if (viewId !== undefined) void call('log.move', { viewId, ...rowWindow() })
  })
}
