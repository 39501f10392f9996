/** What can be done to each row: the entries of its menu, and the same by keys. */
import { assertNever } from '../../../../shared/assert-never'
import { goTo } from '../../state/app-store'
import { copyText } from '../../state/copy-text'
import { openDialog } from '../../state/dialog-store'
import { useWorkspace } from '../../state/workspace-store'
import type { MenuEntry, MenuPoint } from '../../ui/context-menu'
import { duplicateConnection, isLive, removeConnection, stepConnection, toggleConnection } from './connection-actions'
import { removeFolder, stepFolder } from './folder-actions'
import { duplicateServer, removeServer, stepServer, toggleServer } from './server-actions'
import { type RowKey, useSidebar } from './sidebar-store'

const isMac = navigator.userAgent.includes('Mac')
const ALT = isMac ? '⌥' : 'Alt+'
const DUPLICATE_KEYS = isMac ? '⌘D' : 'Ctrl+D'

export function openMenu(row: RowKey, label: string, at: MenuPoint): void {
  const entries = entriesOf(row)
  if (entries.length > 0) useSidebar.setState({ menu: { label, entries, at } })
}

export function startRename(row: RowKey): void {
  if (row.kind === 'connection' || row.kind === 'folder') useSidebar.setState({ renaming: row })
}

export async function duplicateRow(row: RowKey): Promise<void> {
  if (row.kind === 'connection') await duplicateConnection(row.id)
  if (row.kind === 'server') await duplicateServer(row.id)
}

export async function removeRow(row: RowKey): Promise<void> {
  switch (row.kind) {
    case 'connection':
      return removeConnection(row.id)
    case 'server':
      return removeServer(row.id)
    case 'folder':
      return removeFolder(row.folder)
    case 'all':
      return
    default:
      assertNever(row)
  }
}

export async function stepRow(row: RowKey, step: -1 | 1): Promise<void> {
  switch (row.kind) {
    case 'connection':
      return stepConnection(row.id, step)
    case 'server':
      return stepServer(row.id, step)
    case 'folder':
      return stepFolder(row.folder, step)
    case 'all':
      return
    default:
      assertNever(row)
  }
}

/** Of the section, beside its `+`. */
export function addEntries(): MenuEntry[] {
  return [
    { label: 'New connection', act: () => goTo({ kind: 'new-connection' }) },
    { label: 'New folder…', act: () => useSidebar.setState({ asking: { kind: 'new-folder', within: '' } }) },
    'separator',
    { label: 'Import…', act: () => openDialog({ kind: 'import' }) },
  ]
}

function entriesOf(row: RowKey): MenuEntry[] {
  switch (row.kind) {
    case 'all':
      return addEntries()
    case 'folder':
      return [
        { label: 'Rename', keys: 'F2', act: () => startRename(row) },
        {
          label: 'New folder within…',
          act: () => useSidebar.setState({ asking: { kind: 'new-folder', within: row.folder } }),
        },
        ...stepEntries(row),
        'separator',
        { label: 'Remove folder', keys: 'Del', act: () => void removeRow(row) },
      ]
    case 'connection':
      return connectionEntries(row)
    case 'server':
      return serverEntries(row)
    default:
      return assertNever(row)
  }
}

function connectionEntries(row: RowKey & { kind: 'connection' }): MenuEntry[] {
  const connection = useWorkspace.getState().connections.find(({ id }) => id === row.id)
  if (connection === undefined) return []
  return [
    { label: isLive(connection) ? 'Disconnect' : 'Connect', act: () => void toggleConnection(row.id) },
    'separator',
    { label: 'Rename', keys: 'F2', act: () => startRename(row) },
    { label: 'Duplicate', keys: DUPLICATE_KEYS, act: () => void duplicateRow(row) },
    { label: 'Move to folder…', act: () => useSidebar.setState({ asking: { kind: 'move', id: row.id } }) },
    ...stepEntries(row),
    { label: 'Copy URL', act: () => void copyText(connection.settings.url) },
    'separator',
    { label: 'Remove', keys: 'Del', isDangerous: true, act: () => void removeRow(row) },
  ]
}

function serverEntries(row: RowKey & { kind: 'server' }): MenuEntry[] {
  const server = useWorkspace.getState().servers.find(({ id }) => id === row.id)
  if (server === undefined) return []
  const { state } = server
  const copy: MenuEntry[] = state.name === 'running' ? [{ label: 'Copy URL', act: () => void copyText(state.url) }] : []
  return [
    { label: state.name === 'running' ? 'Stop' : 'Start', act: () => void toggleServer(row.id) },
    'separator',
    { label: 'Duplicate', keys: DUPLICATE_KEYS, act: () => void duplicateRow(row) },
    ...stepEntries(row),
    ...copy,
    'separator',
    { label: 'Remove', keys: 'Del', isDangerous: true, act: () => void removeRow(row) },
  ]
}

function stepEntries(row: RowKey): MenuEntry[] {
  return [
    { label: 'Move up', keys: `${ALT}↑`, act: () => void stepRow(row, -1) },
    { label: 'Move down', keys: `${ALT}↓`, act: () => void stepRow(row, 1) },
  ]
}
