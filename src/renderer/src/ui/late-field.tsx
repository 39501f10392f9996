/** A late input with its name above it. */
import { useId } from 'react'
import { LateInput, type LateInputProps } from './late-input'

interface Props extends LateInputProps {
  label: string
  type: 'number' | 'text'
}

export function LateField({ label, ...input }: Props) {
  const id = useId()
  return (
    <label className={`label ${input.type}`} htmlFor={id}>
      {label}
      <LateInput {...input} id={id} />
    </label>
  )
}
