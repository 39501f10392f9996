/** One row of the tree: its key, and what it holds. A number is a button that charts it. */
import type { CSSProperties } from 'react'
import type { MenuPoint } from '../../ui/context-menu'
import { formatCount } from '../../ui/format'
import { Highlighted, type Highlights } from '../../ui/highlighted'
import type { JsonDocument, JsonKind } from './json-document'
import { JsonPreview, JsonValue } from './json-value'
import { isNumeric } from './numeric-node'
import { type MoreRow, PAGE_ROWS, type TreeRow, type ValueRow } from './tree-rows'

/** What is read aloud of a value. */
const SPOKEN_MAX = 120

interface Props<R extends TreeRow> {
  document: JsonDocument
  row: R
  isActive: boolean
  isChartable: boolean
  /** Folds, unfolds, or shows more. */
  onAct(): void
  onChart(): void
  /** The search stands on it. */
  isFound: boolean
  /** What is searched for. */
  highlights: Highlights
  onMenu(at: MenuPoint): void
}

export function JsonTreeRow({ row, ...rest }: Props<TreeRow>) {
  return row.kind === 'more' ? <MoreLine row={row} {...rest} /> : <ValueLine row={row} {...rest} />
}

function ValueLine({
  document,
  row,
  isActive,
  isChartable,
  isFound,
  highlights,
  onAct,
  onChart,
  onMenu,
}: Props<ValueRow>) {
  const { node, level, isUnfolded, childCount } = row
  const isContainer = node.kind === 'object' || node.kind === 'array'
  const act = () => {
    // Who drags over text means to select it.
    if (isUnfolded !== undefined && window.getSelection()?.isCollapsed !== false) onAct()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keyboard, its rows have the pointer
    <div
      className={['tree-row', isUnfolded !== undefined && 'container', isFound && 'found'].filter(Boolean).join(' ')}
      style={indentOf(level)}
      role="treeitem"
      aria-label={spokenName(document, row)}
      aria-level={level}
      aria-setsize={row.siblingCount}
      aria-posinset={row.position}
      aria-expanded={isUnfolded}
      tabIndex={isActive ? 0 : -1}
      onClick={act}
      onContextMenu={(event) => {
        event.preventDefault()
        onMenu({ x: event.clientX, y: event.clientY })
      }}
    >
      <span className="twist" aria-hidden="true" />
      <Key row={row} highlights={highlights} />
      <span className="value">
        {isContainer && isUnfolded !== true && <JsonPreview document={document} node={node} />}
        {!isContainer &&
          (isChartable && !node.isShadowed && isNumeric(document, node) ? (
            <button
              type="button"
              className="chart"
              tabIndex={-1}
              title="Chart this field"
              aria-label={`Chart ${row.name}`}
              onClick={onChart}
            >
              <JsonValue document={document} node={node} highlights={highlights} />
            </button>
          ) : (
            <JsonValue document={document} node={node} highlights={highlights} />
          ))}
      </span>
      {childCount > 0 && <span className="count">{describeCount(node.kind, childCount)}</span>}
      <button
        type="button"
        className="tree-menu"
        tabIndex={-1}
        aria-label={`Actions of ${row.name}`}
        title="Copy, column, series, filter"
        onClick={(event) => {
          event.stopPropagation()
          const { left, bottom } = event.currentTarget.getBoundingClientRect()
          onMenu({ x: left, y: bottom })
        }}
      >
        ⋯
      </button>
      {node.isShadowed && (
        <span className="count" title="The same key comes again below; readers of JSON take the last">
          overruled below
        </span>
      )}
    </div>
  )
}

function Key({ row: { node, name }, highlights }: { row: ValueRow; highlights: Highlights }) {
  const { step, isShadowed } = node
  if (step === undefined) return null
  const isIndex = typeof step === 'number'
  return (
    <span className={isIndex ? 'index' : isShadowed ? 'key shadowed' : 'key'} title={name}>
      {isIndex ? step : <Highlighted text={shownKey(step)} highlights={highlights} />}
    </span>
  )
}

function MoreLine({ row, isActive, onAct }: Props<MoreRow>) {
  const next = Math.min(PAGE_ROWS, row.hiddenCount)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keyboard, its rows have the pointer
    <div
      className="tree-row more"
      style={indentOf(row.level)}
      role="treeitem"
      aria-level={row.level}
      tabIndex={isActive ? 0 : -1}
      onClick={onAct}
    >
      <span className="twist" aria-hidden="true" />
      <span className="tree-button">
        show {next} more of {formatCount(row.hiddenCount)}
      </span>
    </div>
  )
}

/** Quoted where it would not be seen for what it is: empty, with spaces, with control characters. */
function shownKey(key: string): string {
  return /^[\p{L}\p{N}_$.:@/-]+$/u.test(key) ? key : JSON.stringify(key)
}

function describeCount(kind: JsonKind, count: number): string {
  const unit = kind === 'array' ? 'item' : 'key'
  return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`
}

function spokenName(document: JsonDocument, { node, childCount }: ValueRow): string {
  const said = childCount > 0 ? describeCount(node.kind, childCount) : document.source(node).slice(0, SPOKEN_MAX)
  return node.step === undefined ? said : `${node.step}: ${said}`
}

function indentOf(level: number): CSSProperties {
  return { '--level': level - 1 } as CSSProperties
}
