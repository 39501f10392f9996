/** The rows the user wants to find again: a list to jump from, with what he wrote about them. */
import { useState } from 'react'
import type { Bookmark } from '../../../../shared/protocol/feed'
import { removeBookmark } from '../../state/bookmarks'
import { goToFrame } from '../../state/log-store'
import { useWorkspace } from '../../state/workspace-store'
import { formatCount, formatTime } from '../../ui/format'
import { Popover } from '../../ui/popover'
import { previewText } from '../../ui/preview'

/** Fewer are read at a glance. */
const SEARCHED_FROM = 10
/** Of a thousand nobody reads more; the search narrows them. */
const LISTED_MAX = 100

export function Bookmarks() {
  const count = useWorkspace((state) => state.bookmarks.length)
  return (
    <Popover
      label={count === 0 ? 'Bookmarks' : `Bookmarks (${count})`}
      face={`★ ${count || ''}`}
      title="Rows to come back to"
    >
      {(close) => <BookmarkList onChosen={close} />}
    </Popover>
  )
}

function BookmarkList({ onChosen }: { onChosen(): void }) {
  const bookmarks = useWorkspace((state) => state.bookmarks)
  const [sought, setSought] = useState('')
  const found = sought.trim() === '' ? bookmarks : bookmarks.filter((bookmark) => isAbout(bookmark, sought))
  const listed = found.slice(0, LISTED_MAX)
  return (
    <div className="log-bookmarks">
      {bookmarks.length === 0 && (
        <p className="popover-empty">None yet. B on a selected row marks it; a note is written in the Message tab.</p>
      )}
      {(bookmarks.length >= SEARCHED_FROM || sought !== '') && (
        <input
          type="search"
          className="field log-bookmark-search"
          aria-label="Search bookmarks"
          placeholder="Search in notes and messages"
          data-first
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      )}
      {listed.map((bookmark) => (
        <BookmarkLine key={bookmark.seq} bookmark={bookmark} onChosen={onChosen} />
      ))}
      {bookmarks.length > 0 && found.length === 0 && <p className="popover-empty">None says that.</p>}
      {found.length > listed.length && (
        <p className="popover-empty">{formatCount(found.length - listed.length)} more: search for what they say.</p>
      )}
    </div>
  )
}

function isAbout({ seq, kind, note, preview }: Bookmark, sought: string): boolean {
  const wanted = sought.trim().toLowerCase()
  const said = `${note}\n${previewText(kind, preview, preview.byteLength)}`.toLowerCase()
  return said.includes(wanted) || `#${seq}` === wanted || String(seq) === wanted
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
