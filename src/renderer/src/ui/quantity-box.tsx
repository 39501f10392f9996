/** An amount among other things of a line. What does not fit is said beneath it and changes nothing. */
import { useState } from 'react'
import type { Failure } from '../../../shared/failure'
import { FailureLine } from './failure-line'
import { LateInput } from './late-input'
import { formatQuantity, parseQuantity, type QuantityRange } from './quantity'

interface Props {
  label: string
  range: QuantityRange
  value: number
  onCommit(value: number): void
}

export function QuantityBox({ label, range, value, onCommit }: Props) {
  const [failure, setFailure] = useState<Failure>()
  const commit = (typed: string) => {
    const parsed = parseQuantity(typed, value, range)
    setFailure(parsed.ok ? undefined : parsed.error)
    if (!parsed.ok) return undefined
    onCommit(parsed.value)
    return formatQuantity(parsed.value, range)
  }
  return (
    <div className="quantity-box">
      <LateInput
        className="field quantity"
        aria-label={label}
        aria-invalid={failure !== undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
        value={formatQuantity(value, range)}
        onCommit={commit}
      />
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}
