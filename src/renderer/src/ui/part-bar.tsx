/** Where one is in what is shown in parts: a step back, a step on, or straight to a part by its number. */
import type { ReactNode } from 'react'
import { formatCount } from './format'
import { LateInput } from './late-input'
import './part-bar.css'

interface Props {
  /** From 0. */
  part: number
  partCount: number
  onGo(part: number): void
  /** Where the part stands in the whole: `from byte 0 of 105 MB`. */
  place: string
  /** What can be done with the part. */
  children?: ReactNode
}

export function PartBar({ part, partCount, onGo, place, children }: Props) {
  const goTo = (typed: string) => {
    const wanted = Math.round(Number(typed)) - 1
    const to = Number.isFinite(wanted) ? Math.max(0, Math.min(partCount - 1, wanted)) : part
    onGo(to)
    return String(to + 1)
  }
  return (
    <div className="part-bar">
      <span>Part</span>
      <LateInput
        className="field"
        aria-label="Part of the message"
        inputMode="numeric"
        value={String(part + 1)}
        onCommit={goTo}
      />
      <span>of {formatCount(partCount)}</span>
      <Step label="Previous part" face="↑" isOff={part === 0} onStep={() => onGo(part - 1)} />
      <Step label="Next part" face="↓" isOff={part === partCount - 1} onStep={() => onGo(part + 1)} />
      <span className="part-place">{place}</span>
      {children}
    </div>
  )
}

function Step({ label, face, isOff, onStep }: { label: string; face: string; isOff: boolean; onStep(): void }) {
  return (
    <button
      type="button"
      className="button quiet icon"
      aria-label={label}
      title={label}
      disabled={isOff}
      onClick={onStep}
    >
      {face}
    </button>
  )
}
