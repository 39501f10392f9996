/** Sentences that are not about one field: a failure of the engine, something that can be undone. Newest last. */
import { create } from 'zustand'
import type { Failure } from '../../../shared/failure'

/** More at once would cover the log. */
const NOTICES_MAX = 4
/** Long enough to read two lines and reach for Undo. */
const SHOWN_MS = 10_000

export interface Notice {
  id: number
  kind: 'info' | 'error'
  message: string
  action?: { label: string; act: () => void }
}

export const useNotices = create<{ notices: Notice[] }>(() => ({ notices: [] }))

let lastId = 0

export function notify(notice: Omit<Notice, 'id'>): void {
  const id = ++lastId
  useNotices.setState(({ notices }) => ({ notices: [...notices, { ...notice, id }].slice(-NOTICES_MAX) }))
  setTimeout(() => dismiss(id), SHOWN_MS)
}

export function notifyFailure(failure: Failure): void {
  notify({ kind: 'error', message: failure.message })
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}
