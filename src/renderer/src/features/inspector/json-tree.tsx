/** A message as a tree. Arrows walk it as they do in a file tree; Enter folds, or charts the number it stands on. */
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { chartField } from './chart-field'
import { useInspector } from './inspector-store'
import type { JsonDocument } from './json-document'
import { JsonTreeRow } from './json-tree-row'
import { isNumeric } from './numeric-node'
import { showMore, type TreeRow, toggle, treeRows } from './tree-rows'
import './tree.css'

interface Props {
  document: JsonDocument
  /** Whose fields can be charted; undefined where a series would never see them. */
  connectionId: number | undefined
}

export function JsonTree({ document, connectionId }: Props) {
  const unfolding = useInspector((state) => state.unfolding)
  const rows = useMemo(() => treeRows(document, unfolding), [document, unfolding])
  const [activeKey, setActiveKey] = useState<string>()
  const tree = useRef<HTMLDivElement>(null)
  const activeAt = Math.max(
    0,
    rows.findIndex((row) => rowKey(row) === activeKey),
  )

  const goTo = (at: number) => {
    const row = rows[Math.max(0, Math.min(at, rows.length - 1))]
    if (row === undefined) return
    setActiveKey(rowKey(row))
    const item = tree.current?.children[rows.indexOf(row)]
    if (item instanceof HTMLElement) item.focus()
  }
  const act = (row: TreeRow) => {
    setActiveKey(rowKey(row))
    if (row.kind === 'more') useInspector.setState({ unfolding: showMore(unfolding, row) })
    else if (row.isUnfolded !== undefined) useInspector.setState({ unfolding: toggle(unfolding, row) })
  }
  const chart = (row: TreeRow) => {
    if (row.kind === 'value' && connectionId !== undefined) void chartField(connectionId, document.text, row.path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[activeAt]
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const isUnfolded = row.kind === 'value' ? row.isUnfolded : undefined
    switch (event.key) {
      case 'ArrowDown':
        goTo(activeAt + 1)
        break
      case 'ArrowUp':
        goTo(activeAt - 1)
        break
      case 'Home':
        goTo(0)
        break
      case 'End':
        goTo(rows.length - 1)
        break
      case 'ArrowRight':
        if (isUnfolded === false) act(row)
        else if (isUnfolded === true) goTo(activeAt + 1)
        break
      case 'ArrowLeft':
        if (isUnfolded === true) act(row)
        else goTo(parentAt(rows, activeAt))
        break
      case 'Enter':
      case ' ':
        // A button in the row answers for itself.
        if (event.target instanceof HTMLButtonElement) return
        if (row.kind === 'value' && isNumeric(document, row.node) && !row.node.isShadowed) chart(row)
        else act(row)
        break
      default:
        return
    }
    event.preventDefault()
  }

  return (
    <div ref={tree} className="tree mono selectable" role="tree" aria-label="Message as a tree" onKeyDown={onKeyDown}>
      {rows.map((row, at) => (
        <JsonTreeRow
          key={rowKey(row)}
          document={document}
          row={row}
          isActive={at === activeAt}
          isChartable={connectionId !== undefined}
          onAct={() => act(row)}
          onChart={() => chart(row)}
        />
      ))}
    </div>
  )
}

/** Where a value stands tells it from every other, of two with the same key too. */
function rowKey(row: TreeRow): string {
  return row.kind === 'value' ? String(row.node.startAt) : `more of ${row.name}`
}

/** Of a row at the top it is the row itself. */
function parentAt(rows: readonly TreeRow[], at: number): number {
  const level = rows[at]?.level ?? 1
  for (let above = at - 1; above >= 0; above--) if ((rows[above]?.level ?? 1) < level) return above
  return at
}
