/** Searching in the log: the rows stay, the selection goes to the next that matches, begun again at the other end. */
import { create } from 'zustand'
import { assertNever } from '../../../shared/assert-never'
import type { Failure } from '../../../shared/failure'
import type { CallAnswer } from '../../../shared/ipc/contract'
import { call } from '../bridge'
import { useApp } from './app-store'
import { currentExtent, selectRow, shownViewId, useLog } from './log-store'

export type FindDirection = 'next' | 'previous'

export type FindState =
  | { name: 'idle' }
  | { name: 'searching' }
  | { name: 'found'; wrapped: boolean }
  | { name: 'none' }
  | { name: 'failed'; failure: Failure }

export interface Find {
  isOpen: boolean
  text: string
  state: FindState
}

export const useFind = create<Find>(() => ({ isOpen: false, text: '', state: { name: 'idle' } }))

/** Of the search that was begun last: an answer to the one before it says nothing any more. */
let searchCount = 0

export function openFind(): void {
  useFind.setState({ isOpen: true })
}

export function closeFind(): void {
  searchCount++
  useFind.setState({ isOpen: false, state: { name: 'idle' } })
}

export function setFindText(text: string): void {
  searchCount++
  useFind.setState({ text, state: { name: 'idle' } })
}

/** From the selected row on, or from what is in view; once around. */
export async function find(direction: FindDirection): Promise<void> {
  const { text } = useFind.getState()
  const viewId = shownViewId()
  if (viewId === undefined || text.trim() === '') return
  const search = ++searchCount
  const isOver = () => search !== searchCount
  useFind.setState({ isOpen: true, state: { name: 'searching' } })
  const look = async (row: number) => call('log.find', { viewId, text, row: Math.max(0, row), direction })

  const fromRow = await rowBeside(viewId, direction)
  if (isOver()) return
  let wrapped = false
  let answer = await look(fromRow)
  if (!isOver() && answer.ok && !isShown(answer.value)) {
    wrapped = true
    const { fromRow, toRow } = currentExtent()
    answer = await look(direction === 'next' ? fromRow : toRow - 1)
  }
  if (isOver()) return
  // The rows have begun anew under it: what was asked for is gone.
  if (!answer.ok && answer.error.code === 'ERR_CANCELLED') return useFind.setState({ state: { name: 'idle' } })
  if (!answer.ok) return useFind.setState({ state: { name: 'failed', failure: answer.error } })
  const { row } = answer.value
  if (row === undefined || !isShown(answer.value)) return useFind.setState({ state: { name: 'none' } })
  useFind.setState({ state: { name: 'found', wrapped } })
  selectRow(row)
}

/** A row beyond where the user paused is there, and not shown. */
function isShown({ row }: CallAnswer<'log.find'>): boolean {
  return row !== undefined && row < currentExtent().toRow
}

/** The row after the selected one, or before it. */
async function rowBeside(viewId: number, direction: FindDirection): Promise<number> {
  const { selectedSeq } = useApp.getState()
  const { topRow } = useLog.getState()
  const located = selectedSeq === undefined ? undefined : await call('log.locate', { viewId, seq: selectedSeq })
  const selected = located?.ok === true ? located.value.row : undefined
  switch (direction) {
    case 'next':
      return selected === undefined ? topRow : selected + 1
    case 'previous':
      return selected === undefined ? currentExtent().toRow - 1 : selected - 1
    default:
      return assertNever(direction)
  }
}
