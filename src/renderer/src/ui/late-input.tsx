/** An input that takes effect when it is left or with Enter: a number half typed changes nothing. */
import { type InputHTMLAttributes, useEffect, useRef, useState } from 'react'

export interface LateInputProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown'> {
  value: string
  /** @returns what to show in its place, where that is not what was typed */
  onCommit(typed: string): string | undefined
}

export function LateInput({ value, onCommit, className = 'field', ...input }: LateInputProps) {
  const [typed, setTyped] = useState(value)
  const committed = useRef(value)
  useEffect(() => {
    committed.current = value
    setTyped(value)
  }, [value])
  const commit = () => {
    if (typed === committed.current) return
    const shown = onCommit(typed) ?? typed
    committed.current = shown
    setTyped(shown)
  }
  return (
    <input
      {...input}
      className={className}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
      }}
    />
  )
}
