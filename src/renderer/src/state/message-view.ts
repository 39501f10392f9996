/** How messages are looked at, and what they are compared with: the Message tab shows it, the log's menu asks for it. */
import { create } from 'zustand'
import { select, showTab } from './app-store'

export const views = ['Decoded', 'Tree', 'Text', 'Hex', 'Diff'] as const
export type View = (typeof views)[number]

/** Undefined until the user chose one: then each payload opens as it reads best. */
export const useMessageView = create<{ view: View | undefined }>(() => ({ view: undefined }))

export type ComparedWith = 'previous' | 'same' | 'row'

export interface ComparisonState {
  with: ComparedWith
  /** Of the field that says what a message is about, as typed: `$.symbol`. */
  keyPath: string
  /** The number of another row, as typed. */
  row: string
}

/** It holds from message to message. */
export const useComparison = create<ComparisonState>(() => ({ with: 'previous', keyPath: '$.symbol', row: '' }))

/** Shows a message beside the one before it. */
export function compareWithPrevious(seq: number): void {
  useComparison.setState({ with: 'previous' })
  useMessageView.setState({ view: 'Diff' })
  select(seq)
  showTab('Message')
}
