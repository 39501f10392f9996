/** A message as a tree. Arrows walk it as they do in a file tree; Enter folds, or charts the number it stands on. */
import { type FocusEvent, type KeyboardEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { literalTerms } from '../../../../shared/filter/highlights'
import type { FieldPath } from '../../../../shared/protocol/feed'
import { ContextMenu, type MenuPoint } from '../../ui/context-menu'
import { formatFieldPath } from '../../ui/field-path'
import { noHighlights } from '../../ui/highlighted'
import { chartField } from './chart-field'
import { fieldEntries } from './field-actions'
import { useInspector } from './inspector-store'
import type { JsonDocument } from './json-document'
import { JsonTreeRow } from './json-tree-row'
import { isNumeric } from './numeric-node'
import { TreeFind } from './tree-find'
import { treeAct } from './tree-keys'
import { showMore, type TreeRow, toggle, treeRows, unfoldedTo, type ValueRow } from './tree-rows'
import './tree.css'

interface Props {
  document: JsonDocument
  /** Whose fields can be charted; undefined where a series would never see them. */
  connectionId: number | undefined
}

export function JsonTree({ document, connectionId }: Props) {
  const unfolding = useInspector((state) => state.unfolding)
  const rows = useMemo(() => treeRows(document, unfolding), [document, unfolding])
  const tree = useRef<HTMLDivElement>(null)
  // Follows the focus, so that Tab comes back to the row it left.
  const [activeKey, setActiveKey] = useState<string>()
  const activeAt = Math.max(
    0,
    rows.findIndex((row) => rowKey(row) === activeKey),
  )
  /** What is searched for, and the value that was found last. */
  const [sought, setSought] = useState('')
  const highlights = useMemo(() => ({ ...noHighlights, found: literalTerms(sought) }), [sought])

  const [shownName, setShownName] = useState<string>()
  const [menu, setMenu] = useState<{ row: ValueRow; at: MenuPoint }>()
  /** The first of the rows that were asked for, until they are there. */
  const newAt = useRef<number>(undefined)

  useLayoutEffect(() => {
    if (newAt.current === undefined || newAt.current >= rows.length) return
    focusChild(tree.current, newAt.current)
    newAt.current = undefined
  }, [rows])

  /** Unfolds the way to a value, and goes there without taking the focus. */
  const show = useCallback(
    (path: FieldPath) => {
      const name = formatFieldPath(path)
      useInspector.setState(({ unfolding }) => ({ unfolding: unfoldedTo(document, unfolding, path) }))
      setShownName(name)
    },
    [document],
  )
  useLayoutEffect(() => {
    if (shownName === undefined) return
    const at = rows.findIndex((row) => row.kind === 'value' && row.name === shownName)
    tree.current?.children[at]?.scrollIntoView({ block: 'nearest' })
  }, [rows, shownName])

  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const item = event.target.closest('[role="treeitem"]')
    const row = rows[item === null ? -1 : [...event.currentTarget.children].indexOf(item)]
    if (row !== undefined) setActiveKey(rowKey(row))
  }
  const fold = (row: TreeRow) => {
    if (row.kind === 'more') {
      newAt.current = rows.indexOf(row)
      useInspector.setState({ unfolding: showMore(unfolding, row) })
    } else if (row.isUnfolded !== undefined) {
      useInspector.setState({ unfolding: toggle(unfolding, row) })
    }
  }
  const chart = (row: TreeRow) => {
    if (row.kind === 'value' && connectionId !== undefined) void chartField(connectionId, document.text, row.path)
  }
  const use = (row: TreeRow) => {
    const isNumber = row.kind === 'value' && !row.node.isShadowed && isNumeric(document, row.node)
    if (isNumber) chart(row)
    else fold(row)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[activeAt]
    // A button in the row answers for itself.
    const isForButton = event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')
    if (row === undefined || isForButton || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const { left, bottom } = (event.target as HTMLElement).getBoundingClientRect()
      if (row.kind === 'value') setMenu({ row, at: { x: left + 24, y: bottom } })
      event.preventDefault()
      return
    }
    const act = treeAct(rows, activeAt, event.key)
    if (act === undefined) return
    event.preventDefault()
    if (act.kind === 'go') focusChild(tree.current, act.at)
    else if (act.kind === 'fold') fold(row)
    else use(row)
  }

  return (
    <>
      <TreeFind document={document} text={sought} onText={setSought} onShow={show} />
      <div
        ref={tree}
        className="tree mono selectable"
        role="tree"
        aria-label="Message as a tree"
        onFocus={onFocus}
        onKeyDown={onKeyDown}
      >
        {rows.map((row, at) => (
          <JsonTreeRow
            key={rowKey(row)}
            document={document}
            row={row}
            isActive={at === activeAt}
            isChartable={connectionId !== undefined}
            onAct={() => fold(row)}
            onChart={() => chart(row)}
            isFound={sought !== '' && row.kind === 'value' && row.name === shownName}
            highlights={highlights}
            onMenu={(at) => {
              if (row.kind === 'value') setMenu({ row, at })
            }}
          />
        ))}
      </div>
      {menu !== undefined && (
        <ContextMenu
          label={menu.row.name}
          entries={fieldEntries({ document, connectionId, ...menu.row })}
          at={menu.at}
          onClose={() => setMenu(undefined)}
        />
      )}
    </>
  )
}

function focusChild(parent: HTMLElement | null, at: number): void {
  const child = parent?.children[at]
  if (child instanceof HTMLElement) child.focus()
}

/** Where a value stands tells it from every other, of two with the same key too. */
function rowKey(row: TreeRow): string {
  return row.kind === 'value' ? String(row.node.startAt) : `more of ${row.name}`
}
