/** A secret: dots, until its owner wants to see it. */
import { useState } from 'react'
import { LateInput } from './late-input'

interface Props {
  label: string
  value: string
  placeholder: string
  onCommit(secret: string): void
}

export function SecretInput({ label, value, placeholder, onCommit }: Props) {
  const [isShown, setIsShown] = useState(false)
  return (
    <span className="secret">
      <LateInput
        className="field"
        type={isShown ? 'text' : 'password'}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={4_096}
        placeholder={placeholder}
        value={value}
        onCommit={(typed) => {
          onCommit(typed)
          return typed
        }}
      />
      <button
        type="button"
        className="button quiet"
        aria-label={`${isShown ? 'Hide' : 'Show'} ${label.toLowerCase()}`}
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
      >
        {isShown ? 'Hide' : 'Show'}
      </button>
    </span>
  )
}
