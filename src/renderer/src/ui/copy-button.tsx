/** Copies, and says so for a moment in its own place. */
import { useEffect, useState } from 'react'
import './copy-button.css'

/** Long enough to be seen from the corner of an eye. */
const COPIED_MS = 1_200

interface Props {
  /** Its name; only the verb where what is copied is plain. */
  label: string
  /** @returns whether it was copied; who copies also says why not */
  onCopy(): Promise<boolean>
}

export function CopyButton({ label, onCopy }: Props) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS)
    return () => clearTimeout(timer)
  }, [isCopied])
  const copy = async () => setIsCopied(await onCopy())
  return (
    <button
      type="button"
      className={isCopied ? 'button quiet copy-button copied' : 'button quiet copy-button'}
      aria-label={label}
      onClick={() => void copy()}
    >
      <span>{label}</span>
      <span className="done" aria-hidden="true">
        Copied
      </span>
      <span className="spoken" aria-live="polite">
        {isCopied && 'Copied'}
      </span>
    </button>
  )
}
