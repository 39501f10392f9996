/** A value that is no container, or the beginning of one that is folded. Always text as it stands in the message. */
import { useState } from 'react'
import { formatBytes } from '../../ui/format'
import { Highlighted, type Highlights } from '../../ui/highlighted'
import type { JsonDocument, JsonNode } from './json-document'

/** Some ten lines; the rest waits for a click … */
const STRING_SHOWN = 1_000
/** … and what is laid out as long as a key press takes is all there is of it in a tree. */
const STRING_SHOWN_MAX = 100_000
/** More than a row has room for. */
const PREVIEW_SHOWN = 200

interface Props {
  document: JsonDocument
  node: JsonNode
  highlights: Highlights
}

export function JsonValue({ document, node: { kind, startAt, endAt }, highlights }: Props) {
  const [showsMore, setShowsMore] = useState(false)
  const length = endAt - startAt
  const shownLength = showsMore ? STRING_SHOWN_MAX : STRING_SHOWN
  const shown = document.text.slice(startAt, Math.min(endAt, startAt + shownLength))
  return (
    <>
      <span className={kind}>
        <Highlighted text={shown} highlights={highlights} />
        {length > shownLength && '…'}
      </span>
      {length > shownLength && !showsMore && (
        <button
          type="button"
          className="tree-button"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation()
            setShowsMore(true)
          }}
        >
          show {length > STRING_SHOWN_MAX ? 'more' : 'all'} ({formatBytes(length)})
        </button>
      )}
      {length > shownLength && showsMore && <span className="count">the rest is in the Text view</span>}
    </>
  )
}

/** A folded container, on one line. */
export function JsonPreview({ document, node }: { document: JsonDocument; node: JsonNode }) {
  const beginning = document.text.slice(node.startAt, Math.min(node.endAt, node.startAt + PREVIEW_SHOWN))
  return <span className="preview">{beginning.replace(/\s+/g, ' ')}</span>
}
