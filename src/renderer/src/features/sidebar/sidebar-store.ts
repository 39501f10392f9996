/** What the sidebar alone knows: what is searched for, which folders are closed, what is being renamed, dragged, asked about. */
import { create } from 'zustand'
import type { MenuEntry, MenuPoint } from '../../ui/context-menu'
import { withParents } from './folder-path'

const CLOSED_KEY = 'sidebar-closed-folders'

/** A row that things are done to. */
export type RowKey =
  | { kind: 'all' }
  | { kind: 'connection'; id: number }
  | { kind: 'server'; id: number }
  | { kind: 'folder'; folder: string }

/** Where what is dragged would come to lie. */
export interface DropPlace {
  row: RowKey
  part: 'before' | 'after' | 'into'
}

export interface SidebarState {
  search: string
  closed: ReadonlySet<string>
  renaming: RowKey | undefined
  menu: { label: string; entries: MenuEntry[]; at: MenuPoint } | undefined
  /** The connection that is asked a folder for; or a folder that is to be made. */
  asking: { kind: 'move'; id: number } | { kind: 'new-folder'; within: string } | undefined
  dragged: RowKey | undefined
  dropPlace: DropPlace | undefined
}

export const useSidebar = create<SidebarState>(() => ({
  search: '',
  closed: new Set(readClosed()),
  renaming: undefined,
  menu: undefined,
  asking: undefined,
  dragged: undefined,
  dropPlace: undefined,
}))

export function setFolderOpen(folder: string, isOpen: boolean): void {
  const closed = new Set(useSidebar.getState().closed)
  if (isOpen) closed.delete(folder)
  else closed.add(folder)
  setClosed(closed)
}

/** So that what was put there is seen. */
export function openTo(folder: string): void {
  const closed = new Set(useSidebar.getState().closed)
  for (const each of withParents(folder)) closed.delete(each)
  setClosed(closed)
}

export function rowKeyText(row: RowKey): string {
  switch (row.kind) {
    case 'all':
      return 'all'
    case 'folder':
      return `folder ${row.folder}`
    default:
      return `${row.kind} ${row.id}`
  }
}

export function isSameRow(one: RowKey | undefined, other: RowKey | undefined): boolean {
  return one !== undefined && other !== undefined && rowKeyText(one) === rowKeyText(other)
}

function setClosed(closed: Set<string>): void {
  localStorage.setItem(CLOSED_KEY, JSON.stringify([...closed]))
  useSidebar.setState({ closed })
}

function readClosed(): string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(CLOSED_KEY) ?? '[]')
    return Array.isArray(read) ? read.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}
