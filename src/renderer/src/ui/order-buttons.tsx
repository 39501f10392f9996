/** At the end of a row of an ordered list: up, down, away. The focus goes with the row, so that a key moves it on and on. */
import type { MouseEvent, ReactNode } from 'react'

interface Props {
  /** Of the row, in lower case: `message 2`. */
  name: string
  isFirst: boolean
  isLast: boolean
  /** By one: -1 is up. */
  onMove(by: -1 | 1): void
  onRemove(): void
  /** What else can be done with it, before it is removed. */
  children?: ReactNode
}

export function OrderButtons({ name, isFirst, isLast, onMove, onRemove, children }: Props) {
  const move = (event: MouseEvent, by: -1 | 1) => {
    const row = event.currentTarget.closest('li')
    onMove(by)
    // Rows are known by their places alone: the one beside it becomes this one.
    const moved = by < 0 ? row?.previousElementSibling : row?.nextElementSibling
    const same = moved?.querySelector<HTMLElement>(`[data-move="${by}"]:not(:disabled)`)
    const other = moved?.querySelector<HTMLElement>('[data-move]:not(:disabled)')
    ;(same ?? other)?.focus()
  }
  return (
    <span className="order-buttons">
      <button
        type="button"
        className="button quiet icon"
        data-move={-1}
        disabled={isFirst}
        aria-label={`Move ${name} up`}
        title="Move up"
        onClick={(event) => move(event, -1)}
      >
        ↑
      </button>
      <button
        type="button"
        className="button quiet icon"
        data-move={1}
        disabled={isLast}
        aria-label={`Move ${name} down`}
        title="Move down"
        onClick={(event) => move(event, 1)}
      >
        ↓
      </button>
      {children}
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Remove ${name}`}
        title="Remove"
        onClick={onRemove}
      >
        ×
      </button>
    </span>
  )
}
