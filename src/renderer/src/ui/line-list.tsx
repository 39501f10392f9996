/**
 * A list of lines, edited in place. A line that is begun and empty is nobody else's business: it is shown here, and not
 * among those that are told.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { removeAt, replaceAt } from './list-edit'

interface Props<T> {
  /** Of one line, in lower case: `header`. */
  noun: string
  lines: readonly T[]
  blank: T
  maxLines: number
  isBlank(line: T): boolean
  onChange(lines: T[]): void
  /** @param name of the line: `Header 1` */
  children: (line: T, change: (line: T) => void, name: string) => ReactNode
}

export function LineList<T>({ noun, lines, blank, maxLines, isBlank, onChange, children }: Props<T>) {
  const [shown, setShown] = useState<readonly T[]>(lines)
  const list = useRef<HTMLDivElement>(null)
  // Set from elsewhere; what comes back as it was told leaves the blank lines where they are.
  useEffect(() => {
    setShown((before) => (isSame(before.filter(not(isBlank)), lines) ? before : lines))
  }, [lines, isBlank])
  const change = (changed: readonly T[]) => {
    setShown(changed)
    const told = changed.filter(not(isBlank))
    if (!isSame(told, lines)) onChange(told)
  }
  const add = () => {
    setShown([...shown, blank])
    requestAnimationFrame(() => list.current?.lastElementChild?.querySelector('input')?.focus())
  }
  const capital = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`
  return (
    <div className="line-list">
      <div ref={list} className="lines">
        {shown.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          <div key={at} className="line">
            {children(line, (changed) => change(replaceAt(shown, at, changed)), `${capital} ${at + 1}`)}
            <button
              type="button"
              className="button quiet icon"
              aria-label={`Remove ${noun} ${at + 1}`}
              title="Remove"
              onClick={() => change(removeAt(shown, at))}
            >
              ×
            </button>
          </div>
        ))}
      </div>
      <button type="button" className="button quiet add" disabled={shown.length >= maxLines} onClick={add}>
        + {noun}
      </button>
    </div>
  )
}

function not<T>(test: (value: T) => boolean): (value: T) => boolean {
  return (value) => !test(value)
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
