/**
 * A button with a small panel of its own. The browser does the hard part (`popover`): above everything, closed by Escape
 * or a click elsewhere, focus back where it was. Here is the place, and the arrows: they move among `[data-item]`.
 */
import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react'
import './popover.css'

const GAP_PX = 4

interface Props {
  /** Of the button, and of the panel. */
  label: string
  /** What the button shows instead of its label, where that is more than a name. */
  face?: ReactNode
  title?: string
  children: (close: () => void) => ReactNode
}

export function Popover({ label, face, title, children }: Props) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)
  const close = () => panel.current?.hidePopover()

  // What is in the panel is made anew each time, so that a form begins blank: there before it opens, gone after it closed
  // (an earlier end would take the focus with it, and the browser could not return it).
  const beforeToggle = ({ newState, currentTarget }: ToggleEvent<HTMLDivElement>) => {
    if (newState !== 'open' || button.current === null) return
    placeBeside(button.current, currentTarget)
    setIsOpen(true)
  }
  const afterToggle = ({ newState, currentTarget }: ToggleEvent<HTMLDivElement>) => {
    if (newState === 'open') currentTarget.querySelector<HTMLElement>('[data-first], [data-item]')?.focus()
    else setIsOpen(false)
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button quiet popover-button"
        aria-label={face === undefined ? undefined : label}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        title={title}
        popoverTarget={id}
      >
        {face ?? label}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="popover"
        onBeforeToggle={beforeToggle}
        onToggle={afterToggle}
        onKeyDown={moveAmongItems}
      >
        {isOpen && children(close)}
      </div>
    </>
  )
}

/** Beside the button, on the side where the window has more room. */
function placeBeside(button: HTMLElement, panel: HTMLElement): void {
  const { left, right, top, bottom } = button.getBoundingClientRect()
  const { innerWidth, innerHeight } = window
  const { style } = panel
  const isLow = top > innerHeight - bottom
  const isRight = left + right > innerWidth
  style.top = isLow ? 'auto' : `${bottom + GAP_PX}px`
  style.bottom = isLow ? `${innerHeight - top + GAP_PX}px` : 'auto'
  style.left = isRight ? 'auto' : `${left}px`
  style.right = isRight ? `${innerWidth - right}px` : 'auto'
  style.maxHeight = `${(isLow ? top : innerHeight - bottom) - 2 * GAP_PX}px`
}

function moveAmongItems(event: KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-item]')]
  if (items.length === 0) return
  event.preventDefault()
  const current = items.indexOf(document.activeElement as HTMLElement)
  const next = current === -1 && step === -1 ? items.length - 1 : (current + step + items.length) % items.length
  items[next]?.focus()
}
