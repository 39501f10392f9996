/** A labelled input that takes effect when it is left or with Enter: a number half typed changes nothing. */
import { type InputHTMLAttributes, useEffect, useState } from 'react'

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown'> {
  label: string
  type: 'number' | 'text'
  value: string
  /** @returns what to show in its place, where that is not what was typed */
  onCommit(typed: string): string | undefined
}

export function LateField({ label, value, onCommit, ...input }: Props) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const commit = () => {
    if (typed !== value) setTyped(onCommit(typed) ?? typed)
  }
  return (
    <label className={`label ${input.type}`}>
      {label}
      <input
        className="field"
        {...input}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
        }}
      />
    </label>
  )
}
