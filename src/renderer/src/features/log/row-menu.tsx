/** The menu of a row, where the pointer is or, by keyboard, at the row selected. */
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { call } from '../../bridge'
import { useApp } from '../../state/app-store'
import { useLive } from '../../state/live-store'
import { selectRow } from '../../state/log-store'
import { useConnectionNames } from '../../state/names'
import { notifyFailure } from '../../state/notices'
import { ContextMenu, type MenuPoint } from '../../ui/context-menu'
import { type RowTarget, rowEntries } from './row-actions'

/** By keyboard it opens a little to the right of where rows begin. */
const INSET_PX = 84

interface OpenMenu {
  row: RowTarget
  at: MenuPoint
}

export function useRowMenu() {
  const [menu, setMenu] = useState<OpenMenu>()
  const nameOf = useConnectionNames()
  const onContextMenu = (event: MouseEvent) => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[role="row"]') : null
    if (element === null) return
    event.preventDefault()
    // The grid has the keyboard, and gets it back from the menu.
    element.closest<HTMLElement>('[role="grid"]')?.focus()
    const row = shownRow(Number(element.dataset.seq))
    if (row === undefined) return
    selectRow(row.row)
    setMenu({ row, at: { x: event.clientX, y: event.clientY } })
  }
  /** @returns whether the key was for the menu */
  const onMenuKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return false
    event.preventDefault()
    const grid = event.currentTarget
    const { selectedSeq } = useApp.getState()
    if (selectedSeq !== undefined)
      void targetOf(selectedSeq).then((row) => row && setMenu({ row, at: pointAt(grid, row) }))
    return true
  }
  const element = menu !== undefined && (
    <ContextMenu
      label={`Row ${menu.row.seq}`}
      entries={rowEntries(menu.row, nameOf(menu.row.connectionId))}
      at={menu.at}
      onClose={() => setMenu(undefined)}
    />
  )
  return { onContextMenu, onMenuKey, element }
}

function shownRow(seq: number) {
  return useLive.getState().window?.rows.find((row) => row.seq === seq)
}

/** The row selected may have been scrolled out of view. */
async function targetOf(seq: number): Promise<RowTarget | undefined> {
  const shown = shownRow(seq)
  if (shown !== undefined) return shown
  const frame = await call('frame.read', { seq, maxBytes: 0 })
  if (frame.ok) return { ...frame.value, decor: '' }
  notifyFailure(frame.error)
  return undefined
}

function pointAt(grid: HTMLElement, { seq }: RowTarget): MenuPoint {
  const { left, top } = grid.getBoundingClientRect()
  const row = grid.querySelector(`#log-row-${seq}`)?.getBoundingClientRect()
  return { x: left + INSET_PX, y: row?.bottom ?? top }
}
