/** A value that is no container, or the beginning of one that is folded. Always text as it stands in the message. */
import { useState } from 'react'
import { formatBytes } from '../../ui/format'
import type { JsonDocument, JsonNode } from './json-document'

/** Some ten lines; the rest waits for a click. */
const STRING_SHOWN = 1_000
/** More than a row has room for. */
const PREVIEW_SHOWN = 200

export function JsonValue({ document, node }: { document: JsonDocument; node: JsonNode }) {
  const [showsAll, setShowsAll] = useState(false)
  const length = node.endAt - node.startAt
  if (showsAll || length <= STRING_SHOWN) return <span className={node.kind}>{document.source(node)}</span>
  return (
    <>
      <span className={node.kind}>{document.text.slice(node.startAt, node.startAt + STRING_SHOWN)}…</span>
      <button
        type="button"
        className="tree-button"
        tabIndex={-1}
        onClick={(event) => {
          event.stopPropagation()
          setShowsAll(true)
        }}
      >
        show all ({formatBytes(length)})
      </button>
    </>
  )
}

/** A folded container, on one line. */
export function JsonPreview({ document, node }: { document: JsonDocument; node: JsonNode }) {
  const beginning = document.text.slice(node.startAt, Math.min(node.endAt, node.startAt + PREVIEW_SHOWN))
  return <span className="preview">{beginning.replace(/\s+/g, ' ')}</span>
}
