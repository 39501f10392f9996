/** A payload as text, as it is. A long one shows its beginning until asked for the rest. */
import { useState } from 'react'
import { formatBytes } from '../../ui/format'
import type { DecodedText } from './payload'
import './payload.css'

/** Laying out more takes longer than a key press should. */
const SHOWN_AT_FIRST = 200_000

interface Props {
  text: DecodedText
  byteLength: number
}

export function TextView({ text: { text, isWhole }, byteLength }: Props) {
  const [showsAll, setShowsAll] = useState(false)
  const isCut = !showsAll && text.length > SHOWN_AT_FIRST
  return (
    <div className="text-view">
      {!isWhole && (
        <p className="text-note">
          Not valid UTF-8: bytes that are no text are shown as �. The hex view has them as they are.
        </p>
      )}
      <pre className="mono selectable">{isCut ? text.slice(0, SHOWN_AT_FIRST) : text}</pre>
      {isCut && (
        <button type="button" className="button" onClick={() => setShowsAll(true)}>
          Show all ({formatBytes(byteLength)})
        </button>
      )}
    </div>
  )
}
