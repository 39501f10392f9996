/**
 * A menu at a point or below a button, above everything. It closes itself: the browser would take the end of the very click
 * that opened it for one elsewhere.
 */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import './popover.css'
import './context-menu.css'

export type MenuEntry = { label: string; keys?: string; isDangerous?: boolean; act(): void } | 'separator'

export interface MenuPoint {
  x: number
  y: number
}

interface Props {
  label: string
  entries: readonly MenuEntry[]
  at: MenuPoint
  onClose(): void
}

const MARGIN_PX = 8

export function ContextMenu({ label, entries, at, onClose }: Props) {
  const menu = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const { current } = menu
    if (current === null) return
    const before = document.activeElement
    current.showPopover()
    const { offsetWidth, offsetHeight, style } = current
    style.left = `${Math.max(MARGIN_PX, Math.min(at.x, window.innerWidth - offsetWidth - MARGIN_PX))}px`
    const fitsBelow = at.y + offsetHeight + MARGIN_PX <= window.innerHeight
    style.top = `${Math.max(MARGIN_PX, fitsBelow ? at.y : at.y - offsetHeight)}px`
    current.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    return () => {
      // Where it was, unless what was chosen took it elsewhere.
      const hadFocus = current.contains(document.activeElement) || document.activeElement === document.body
      if (hadFocus && before instanceof HTMLElement) before.focus()
    }
  }, [at])
  useEffect(() => {
    const closeOutside = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && menu.current?.contains(target))) onClose()
    }
    document.addEventListener('pointerdown', closeOutside, true)
    window.addEventListener('blur', onClose)
    window.addEventListener('resize', onClose)
    return () => {
      document.removeEventListener('pointerdown', closeOutside, true)
      window.removeEventListener('blur', onClose)
      window.removeEventListener('resize', onClose)
    }
  })
  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      className="popover menu"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        moveAmongItems(event)
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      {entries.map((entry, index) =>
        entry === 'separator' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the entries of one menu do not change places
          <hr key={index} className="menu-line" />
        ) : (
          <button
            key={entry.label}
            type="button"
            role="menuitem"
            aria-label={entry.label}
            tabIndex={-1}
            className={entry.isDangerous === true ? 'popover-item menu-item bad' : 'popover-item menu-item'}
            onClick={() => {
              onClose()
              entry.act()
            }}
          >
            <span>{entry.label}</span>
            {entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
          </button>
        ),
      )}
    </div>
  )
}

function moveAmongItems(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
  const current = items.indexOf(document.activeElement as HTMLElement)
  const last = items.length - 1
  const next = {
    ArrowDown: current === last ? 0 : current + 1,
    ArrowUp: current <= 0 ? last : current - 1,
    Home: 0,
    End: last,
  }[event.key]
  // Nothing beneath it is to hear of the keys of a menu.
  event.stopPropagation()
  if (event.key === 'Tab') event.preventDefault()
  if (next === undefined) return
  event.preventDefault()
  items[next]?.focus()
}
