/** Marks the message to come back to, and takes a note about it. */
import { useEffect, useRef } from 'react'
import { removeBookmark, setBookmark, useBookmark, useWantedNote } from '../../state/bookmarks'
import { LateInput } from '../../ui/late-input'

const NOTE_MAX_LENGTH = 1_000

export function BookmarkButton({ seq }: { seq: number }) {
  const isSet = useBookmark(seq) !== undefined
  return (
    <button
      type="button"
      className="button quiet icon bookmark-button"
      aria-label="Bookmark"
      aria-pressed={isSet}
      title={isSet ? 'Remove the bookmark (B in the log)' : 'Bookmark this message (B in the log)'}
      onClick={() => void (isSet ? removeBookmark(seq) : setBookmark(seq, ''))}
    >
      {isSet ? '★' : '☆'}
    </button>
  )
}

/** Nothing where there is no bookmark. */
export function BookmarkNote({ seq }: { seq: number }) {
  const bookmark = useBookmark(seq)
  const whole = useRef<HTMLSpanElement>(null)
  const isSet = bookmark !== undefined
  const isWanted = useWantedNote((state) => state.seq === seq)
  useEffect(() => {
    if (!isWanted || !isSet) return
    useWantedNote.setState({ seq: undefined })
    whole.current?.querySelector('input')?.focus()
  }, [isWanted, isSet])
  if (bookmark === undefined) return null
  return (
    <span ref={whole}>
      <LateInput
        key={seq}
        className="field bookmark-note"
        aria-label="Note"
        placeholder="Write a note"
        maxLength={NOTE_MAX_LENGTH}
        value={bookmark.note}
        onCommit={(note) => {
          void setBookmark(seq, note.trim())
          return note.trim()
        }}
      />
    </span>
  )
}
