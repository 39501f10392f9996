/** A setting that is an amount with a unit. What does not fit is said beneath it and changes nothing. */
import { useState } from 'react'
import type { Failure } from '../../../shared/failure'
import { LateInput } from './late-input'
import { formatQuantity, parseQuantity, type QuantityRange } from './quantity'
import { SettingRow } from './setting-row'

interface Props {
  label: string
  note?: string
  range: QuantityRange
  value: number
  /** Its default. */
  plain: number
  onChange(value: number): void
}

export function QuantityRow({ label, note, range, value, plain, onChange }: Props) {
  const [failure, setFailure] = useState<Failure>()
  const commit = (typed: string) => {
    const parsed = parseQuantity(typed, value, range)
    setFailure(parsed.ok ? undefined : parsed.error)
    if (!parsed.ok) return undefined
    if (parsed.value !== value) onChange(parsed.value)
    return formatQuantity(parsed.value, range)
  }
  const reset = {
    isChanged: value !== plain,
    to: formatQuantity(plain, range),
    onReset: () => {
      setFailure(undefined)
      onChange(plain)
    },
  }
  return (
    <SettingRow label={label} note={note} reset={reset} failure={failure}>
      {(id) => (
        <LateInput
          id={id}
          type="text"
          className="field quantity"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          aria-invalid={failure !== undefined}
          value={formatQuantity(value, range)}
          onCommit={commit}
        />
      )}
    </SettingRow>
  )
}
