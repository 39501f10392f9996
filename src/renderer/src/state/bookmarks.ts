/** Bookmarks as the window sets them; the engine keeps them, beside the rows. */
import { create } from 'zustand'
import { call } from '../bridge'
import { select, showTab } from './app-store'
import { notifyFailure } from './notices'
import { useWorkspace } from './workspace-store'

/** Whose note is to be written next: the Message tab puts the cursor there once it shows it. */
export const useWantedNote = create<{ seq: number | undefined }>(() => ({ seq: undefined }))

export function useBookmark(seq: number | undefined) {
  return useWorkspace(({ bookmarks }) => bookmarks.find((bookmark) => bookmark.seq === seq))
}

export async function setBookmark(seq: number, note: string): Promise<void> {
  const set = await call('bookmark.set', { seq, note })
  if (!set.ok) notifyFailure(set.error)
}

export async function removeBookmark(seq: number): Promise<void> {
  const removed = await call('bookmark.remove', { seq })
  if (!removed.ok) notifyFailure(removed.error)
}

export function toggleBookmark(seq: number): void {
  const isSet = useWorkspace.getState().bookmarks.some((bookmark) => bookmark.seq === seq)
  void (isSet ? removeBookmark(seq) : setBookmark(seq, ''))
}

/** Sets a bookmark where there is none, and goes to its note. */
export async function writeNote(seq: number): Promise<void> {
  const isSet = useWorkspace.getState().bookmarks.some((bookmark) => bookmark.seq === seq)
  select(seq)
  showTab('Message')
  useWantedNote.setState({ seq })
  if (!isSet) await setBookmark(seq, '')
}
