/** Marks the message to come back to, and takes a note about it. */
import { useEffect, useRef } from 'react'
import { removeBookmark, setBookmark, useBookmark, useWantedNote } from '../../state/bookmarks'
import { LateInput } from '../../ui/late-input'

const NOTE_MAX_LENGTH = 1_000

export function BookmarkButton({ seq }: { seq: number }) {
  const bookmark = useBookmark(seq)
  const isSet = bookmark !== undefined
  const whole = useRef<HTMLSpanElement>(null)
  const isWanted = useWantedNote((state) => state.seq === seq)
  useEffect(() => {
    if (!isWanted || !isSet) return
    useWantedNote.setState({ seq: undefined })
    whole.current?.querySelector('input')?.focus()
  }, [isWanted, isSet])
  return (
    <span ref={whole} className="bookmark">
      <button
        type="button"
        className="button quiet icon"
        aria-label="Bookmark"
        aria-pressed={isSet}
        title={isSet ? 'Remove the bookmark (B in the log)' : 'Bookmark this message (B in the log)'}
        onClick={() => void (isSet ? removeBookmark(seq) : setBookmark(seq, ''))}
      >
        {isSet ? '★' : '☆'}
      </button>
      {isSet && (
        <LateInput
          key={seq}
          className="field bookmark-note"
          aria-label="Note"
          placeholder="a note"
          maxLength={NOTE_MAX_LENGTH}
          value={bookmark.note}
          onCommit={(note) => {
            void setBookmark(seq, note.trim())
            return note.trim()
          }}
        />
      )}
    </span>
  )
}
