/** Dragging rows: what may come to lie where, and what is done when it is let go. */
import type { DragEvent } from 'react'
import { useWorkspace } from '../../state/workspace-store'
import { leavesOf, moveConnection } from './connection-actions'
import { moveFolderInto } from './folder-actions'
import { isWithin } from './folder-path'
import { rowOf } from './row-keys'
import { moveServer } from './server-actions'
import { type DropPlace, isSameRow, type RowKey, useSidebar } from './sidebar-store'
import { afterSibling } from './tree'

export function startDrag(event: DragEvent): void {
  const found = rowOf(event.target)
  if (found === undefined || found.row.kind === 'all') {
    event.preventDefault()
    return
  }
  event.dataTransfer.effectAllowed = 'move'
  // Nothing is taken elsewhere by it: a URL with a secret could land in another program.
  event.dataTransfer.setData('application/x-feedscope-row', '')
  useSidebar.setState({ dragged: found.row })
}

export function dragOver(event: DragEvent): void {
  const { dragged, dropPlace } = useSidebar.getState()
  if (dragged === undefined) return
  const place = placeOf(event, dragged)
  if (place !== undefined) event.preventDefault()
  const isSame = isSameRow(place?.row, dropPlace?.row) && place?.part === dropPlace?.part
  if (!isSame) useSidebar.setState({ dropPlace: place })
}

export function endDrag(): void {
  useSidebar.setState({ dragged: undefined, dropPlace: undefined })
}

export function drop(event: DragEvent): void {
  const { dragged } = useSidebar.getState()
  const place = dragged === undefined ? undefined : placeOf(event, dragged)
  endDrag()
  if (dragged === undefined || place === undefined) return
  event.preventDefault()
  void put(dragged, place)
}

function placeOf(event: DragEvent, dragged: RowKey): DropPlace | undefined {
  const found = rowOf(event.target)
  if (found === undefined || isSameRow(found.row, dragged)) return undefined
  const { row, button } = found
  const { top, height } = button.getBoundingClientRect()
  const part = event.clientY < top + height / 2 ? 'before' : 'after'
  if (row.kind === dragged.kind && row.kind !== 'folder') return { row, part }
  if (dragged.kind === 'server') return undefined
  if (row.kind === 'all') return { row, part: 'into' }
  if (row.kind !== 'folder') return undefined
  if (dragged.kind === 'folder' && isWithin(row.folder, dragged.folder)) return undefined
  return { row, part: 'into' }
}

async function put(dragged: RowKey, { row, part }: DropPlace): Promise<void> {
  const { connections, servers } = useWorkspace.getState()
  const outer = row.kind === 'folder' ? row.folder : ''
  if (dragged.kind === 'folder') return moveFolderInto(dragged.folder, outer)
  if (dragged.kind === 'server' && row.kind === 'server') {
    const others = servers.filter(({ id }) => id !== dragged.id)
    return moveServer(dragged.id, part === 'before' ? row.id : afterSibling(others, row))
  }
  if (dragged.kind !== 'connection') return
  if (row.kind !== 'connection') return moveConnection(dragged.id, { folder: outer, beforeId: undefined })
  const others = leavesOf(connections).filter(({ id }) => id !== dragged.id)
  const folder = others.find(({ id }) => id === row.id)?.folder ?? ''
  await moveConnection(dragged.id, { folder, beforeId: part === 'before' ? row.id : afterSibling(others, row) })
}
