/** The search in a JSON tree: a box, how many, and the way from one to the next. */
import { useEffect, useMemo, useState } from 'react'
import type { FieldPath } from '../../../../shared/protocol/feed'
import { formatCount } from '../../ui/format'
import type { JsonDocument } from './json-document'
import { searchTree } from './tree-search'

interface Props {
  document: JsonDocument
  text: string
  onText(text: string): void
  /** Brings a value into view. */
  onShow(path: FieldPath): void
}

export function TreeFind({ document, text, onText, onShow }: Props) {
  const [at, setAt] = useState(0)
  const found = useMemo(() => (text === '' ? undefined : searchTree(document, text)), [document, text])
  const count = found?.paths.length ?? 0
  useEffect(() => {
    const [first] = found?.paths ?? []
    setAt(0)
    if (first !== undefined) onShow(first)
  }, [found, onShow])
  const step = (by: 1 | -1) => {
    if (count === 0) return
    const next = (at + by + count) % count
    setAt(next)
    onShow(found?.paths[next] ?? [])
  }
  return (
    <search className="tree-find">
      <input
        type="search"
        className="field"
        aria-label="Find in this message"
        placeholder="Find in this message"
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
          else if (event.key === 'Escape') onText('')
        }}
      />
      {found !== undefined && (
        <span className="tree-found" role="status">
          {count === 0 ? 'not found' : `${formatCount(at + 1)} of ${formatCount(count)}${found.isAll ? '' : '+'}`}
        </span>
      )}
      <button
        type="button"
        className="button quiet icon"
        aria-label="Previous in this message"
        disabled={count === 0}
        onClick={() => step(-1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label="Next in this message"
        disabled={count === 0}
        onClick={() => step(1)}
      >
        ↓
      </button>
    </search>
  )
}
