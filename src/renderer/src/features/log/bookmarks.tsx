/** The rows the user wants to find again: a list to jump from, with what he wrote about them. */
import type { Bookmark } from '../../../../shared/protocol/feed'
import { removeBookmark } from '../../state/bookmarks'
import { goToFrame } from '../../state/log-store'
import { useWorkspace } from '../../state/workspace-store'
import { formatTime } from '../../ui/format'
import { Popover } from '../../ui/popover'
import { previewText } from '../../ui/preview'

export function Bookmarks() {
  const bookmarks = useWorkspace((state) => state.bookmarks)
  const label = bookmarks.length === 0 ? 'Bookmarks' : `Bookmarks (${bookmarks.length})`
  return (
    <Popover label={label} face={`★ ${bookmarks.length || ''}`} title="Rows to come back to">
      {(close) => (
        <div className="log-bookmarks">
          {bookmarks.length === 0 && (
            <p className="popover-empty">
              None yet. B on a selected row marks it; a note is written in the Message tab.
            </p>
          )}
          {bookmarks.map((bookmark) => (
            <BookmarkLine key={bookmark.seq} bookmark={bookmark} onChosen={close} />
          ))}
        </div>
      )}
    </Popover>
  )
}

function BookmarkLine({ bookmark, onChosen }: { bookmark: Bookmark; onChosen(): void }) {
  const { seq, timeMs, kind, note, preview } = bookmark
  const go = () => {
    onChosen()
    void goToFrame(seq)
  }
  return (
    <div className="log-bookmark">
      <button type="button" className="popover-item" data-item onClick={go}>
        <span className="log-bookmark-place">
          #{seq} · {formatTime(timeMs)}
        </span>
        {note !== '' && <b>{note}</b>}
        <span className="log-bookmark-preview mono">{previewText(kind, preview, preview.byteLength)}</span>
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Remove the bookmark of ${seq}`}
        onClick={() => void removeBookmark(seq)}
      >
        ×
      </button>
    </div>
  )
}
