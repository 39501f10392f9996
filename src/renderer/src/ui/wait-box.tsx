/** A time to wait, among other things of a line. What does not fit is said beneath it and changes nothing. */
import { useState } from 'react'
import type { Failure } from '../../../shared/failure'
import { FailureLine } from './failure-line'
import { LateInput } from './late-input'
import { formatQuantity, parseQuantity } from './quantity'

/** As the schemas of rules and of messages on open have it. */
const waiting = { kind: 'duration', min: 0, max: 600_000 } as const

export function WaitBox({ label, ms, onCommit }: { label: string; ms: number; onCommit(ms: number): void }) {
  const [failure, setFailure] = useState<Failure>()
  const commit = (typed: string) => {
    const parsed = parseQuantity(typed, ms, waiting)
    setFailure(parsed.ok ? undefined : parsed.error)
    if (!parsed.ok) return undefined
    onCommit(parsed.value)
    return formatQuantity(parsed.value, waiting)
  }
  return (
    <div className="wait-box">
      <LateInput
        className="field quantity"
        aria-label={label}
        aria-invalid={failure !== undefined}
        maxLength={40}
        value={formatQuantity(ms, waiting)}
        onCommit={commit}
      />
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}
