/** The keys of a row that has the focus, for all rows in one place: hundreds of rows need no handlers of their own. */
import type { KeyboardEvent } from 'react'
import { parentOf } from './folder-path'
import { duplicateRow, openMenu, removeRow, startRename, stepRow } from './row-menu'
import { type RowKey, rowKeyText, setFolderOpen } from './sidebar-store'

export const ROW = '[data-row]'

/** @returns the row an element stands in */
export function rowOf(target: EventTarget): { row: RowKey; button: HTMLElement } | undefined {
  const item = target instanceof Element ? target.closest('.sidebar-item') : null
  const button = item?.querySelector<HTMLElement>(ROW)
  const text = button?.dataset.row
  if (button === null || button === undefined || text === undefined) return undefined
  return { row: readRowKey(text), button }
}

export function focusRow(row: RowKey): void {
  rowElements()
    .find(({ dataset }) => dataset.row === rowKeyText(row))
    ?.focus()
}

/** @returns whether the row goes on having the focus though its place changes */
export function pressKey(event: KeyboardEvent<HTMLElement>): RowKey | undefined {
  const found = rowOf(event.target)
  // A name that is being typed has the keys for itself.
  if (found === undefined || event.target !== found.button) return undefined
  const { row, button } = found
  const { key, altKey, shiftKey, ctrlKey, metaKey } = event
  const done = () => event.preventDefault()
  const step = { ArrowUp: -1 as const, ArrowDown: 1 as const }[key]
  if (altKey && step !== undefined) {
    done()
    void stepRow(row, step)
    return row
  }
  if ((ctrlKey || metaKey) && key.toLowerCase() === 'd') {
    done()
    void duplicateRow(row)
    return undefined
  }
  if (altKey || ctrlKey || metaKey) return undefined
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) {
    done()
    const { left, bottom } = button.getBoundingClientRect()
    openMenu(row, `Actions for ${button.getAttribute('aria-label') ?? ''}`, { x: left + 20, y: bottom })
    return undefined
  }
  const rows = rowElements()
  const at = rows.indexOf(button)
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[key]
  if (next !== undefined) {
    done()
    rows[next]?.focus()
  } else if (key === 'F2') {
    done()
    startRename(row)
  } else if (key === 'Delete' || (key === 'Backspace' && metaKey)) {
    done()
    // The row goes away, and the focus would with it.
    if (row.kind !== 'all') (rows[at + 1] ?? rows[at - 1])?.focus()
    void removeRow(row)
  } else if (key === 'ArrowRight' && row.kind === 'folder') {
    done()
    if (button.getAttribute('aria-expanded') === 'true') rows[at + 1]?.focus()
    else setFolderOpen(row.folder, true)
  } else if (key === 'ArrowLeft') {
    done()
    const outer = button.dataset.folder ?? ''
    if (row.kind === 'folder' && button.getAttribute('aria-expanded') === 'true') setFolderOpen(row.folder, false)
    else if (outer !== '') focusRow({ kind: 'folder', folder: outer })
  }
  return undefined
}

/** What a row says it is in, for `ArrowLeft`. */
export function outerOf(row: RowKey, folder: string): string {
  return row.kind === 'folder' ? parentOf(row.folder) : folder
}

function rowElements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`.sidebar ${ROW}`)]
}

function readRowKey(text: string): RowKey {
  const space = text.indexOf(' ')
  const [kind, rest] = space === -1 ? [text, ''] : [text.slice(0, space), text.slice(space + 1)]
  if (kind === 'folder') return { kind, folder: rest }
  if (kind === 'connection' || kind === 'server') return { kind, id: Number(rest) }
  return { kind: 'all' }
}
