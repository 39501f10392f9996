/** Bookmarks as the window sets them; the engine keeps them, beside the rows. */
import { call } from '../bridge'
import { notifyFailure } from './notices'
import { useWorkspace } from './workspace-store'

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
