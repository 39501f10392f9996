/** One line of the sidebar. Its keys, its menu and its dragging are the sidebar's (`row-keys.ts`): it only draws. */
import { type CSSProperties, type ReactNode, useState } from 'react'
import { formatCompact } from '../../ui/format'
import { outerOf } from './row-keys'
import { openMenu, removeRow } from './row-menu'
import { isSameRow, type RowKey, rowKeyText, useSidebar } from './sidebar-store'

export interface RowProps {
  row: RowKey
  label: string
  title?: string
  depth?: number
  /** A connection's. */
  folder?: string
  isCurrent?: boolean
  /** Of a folder. */
  isOpen?: boolean
  mark: ReactNode
  /** At its end: a rate, a number of clients. */
  figure?: string
  figureTitle?: string
  /** Frames that wait for a person. */
  heldCount?: number
  serverUrl?: string
  onClick(): void
  onRename?(name: string): void
}

export function Row(props: RowProps) {
  const { row, label, depth = 0, isCurrent = false } = props
  const isRenaming = useSidebar(({ renaming }) => isSameRow(renaming, row))
  const dropPart = useSidebar(({ dropPlace }) => (isSameRow(dropPlace?.row, row) ? dropPlace?.part : undefined))
  const isDragged = useSidebar(({ dragged }) => isSameRow(dragged, row))
  const names = ['sidebar-item', isCurrent && 'current', isDragged && 'dragged', dropPart && `drop-${dropPart}`]
  return (
    <li
      className={names.filter(Boolean).join(' ')}
      style={{ '--depth': depth } as CSSProperties}
      draggable={row.kind !== 'all' && !isRenaming}
    >
      {isRenaming ? <NameBox {...props} /> : <PlaceButton {...props} />}
      {row.kind !== 'all' && !isRenaming && <RowButtons row={row} label={label} />}
    </li>
  )
}

function PlaceButton(props: RowProps) {
  const { row, label, title, folder = '', isCurrent = false, isOpen, mark, figure, figureTitle, serverUrl } = props
  const { heldCount = 0 } = props
  const outer = outerOf(row, folder)
  return (
    <button
      type="button"
      className="sidebar-place"
      aria-label={label}
      aria-current={isCurrent ? 'page' : undefined}
      aria-expanded={isOpen}
      aria-description={outer === '' ? undefined : `in ${outer}`}
      title={title}
      data-row={rowKeyText(row)}
      data-folder={outer}
      data-server-url={serverUrl}
      // The arrows go from row to row; five hundred stops of the Tab key would be none.
      tabIndex={isCurrent || row.kind === 'all' ? 0 : -1}
      onClick={props.onClick}
    >
      {mark}
      <span className="sidebar-label">{label}</span>
      {heldCount > 0 && (
        <span className="sidebar-held" title="frames held">
          {formatCompact(heldCount)} held
        </span>
      )}
      <span className="sidebar-rate" title={figureTitle}>
        {figure}
      </span>
    </button>
  )
}

function RowButtons({ row, label }: { row: RowKey; label: string }) {
  return (
    <span className="sidebar-buttons">
      <button
        type="button"
        className="sidebar-button"
        tabIndex={-1}
        aria-label={`Actions for ${label}`}
        aria-haspopup="menu"
        title="Actions"
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect()
          openMenu(row, `Actions for ${label}`, { x: left, y: bottom })
        }}
      >
        ⋯
      </button>
      {row.kind !== 'folder' && (
        <button
          type="button"
          className="sidebar-button"
          tabIndex={-1}
          aria-label={`Remove ${label}`}
          title="Remove"
          onClick={() => void removeRow(row)}
        >
          ×
        </button>
      )}
    </span>
  )
}

/** In place of the label: Enter or leaving it takes the name, Escape leaves it as it was. */
function NameBox({ row, label, mark, onRename }: RowProps) {
  const [name, setName] = useState(label)
  const end = (takes: boolean) => {
    if (!isSameRow(useSidebar.getState().renaming, row)) return
    useSidebar.setState({ renaming: undefined })
    if (takes && name.trim() !== label) onRename?.(name.trim())
  }
  return (
    <span className="sidebar-place">
      {mark}
      <input
        className="field sidebar-name"
        aria-label={`Name of ${label}`}
        maxLength={200}
        // biome-ignore lint/a11y/noAutofocus: the user asked to type here
        autoFocus
        value={name}
        data-row={rowKeyText(row)}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        onBlur={() => end(true)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter' || event.key === 'Escape') end(event.key === 'Enter')
        }}
      />
    </span>
  )
}
