/** One of a few, side by side: the arrows move along them as they do in a list. */
import type { KeyboardEvent } from 'react'

interface Props<T extends string> {
  label: string
  options: readonly T[]
  value: T
  /** Why an option cannot be chosen now; it stays where it is, so that nothing moves. */
  refusals?: Partial<Record<T, string>>
  onChange(option: T): void
}

export function Segments<T extends string>({ label, options, value, refusals = {}, onChange }: Props<T>) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const possible = options.filter((option) => refusals[option] === undefined)
    const next = possible[(possible.indexOf(value) + step + possible.length) % possible.length]
    if (next === undefined) return
    onChange(next)
    event.currentTarget.querySelector<HTMLElement>(`[data-option="${next}"]`)?.focus()
  }
  return (
    <div className="segments" role="group" aria-label={label} onKeyDown={move}>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          className="button"
          data-option={option}
          aria-pressed={option === value}
          tabIndex={option === value ? 0 : -1}
          disabled={refusals[option] !== undefined}
          title={refusals[option]}
          onClick={() => onChange(option)}
        >
          {option}
        </button>
      ))}
    </div>
  )
}
