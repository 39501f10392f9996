/** What a rule waits for, beyond its kind: which message, or how long. */
import { useState } from 'react'
import { assertNever } from '../../../../shared/assert-never'
import type { Failure } from '../../../../shared/failure'
import type { Rule } from '../../../../shared/protocol/server-settings'
import { FailureLine } from '../../ui/failure-line'
import { LateInput } from '../../ui/late-input'
import { formatQuantity, parseQuantity } from '../../ui/quantity'

type When = Rule['when']

interface Props {
  when: When
  name: string
  onChange(when: When): void
}

const interval = { kind: 'duration', min: 10, max: 86_400_000 } as const

export function RuleTrigger({ when, name, onChange }: Props) {
  const [failure, setFailure] = useState<Failure>()
  switch (when.on) {
    case 'open':
      return null
    case 'message':
      return (
        <LateInput
          className="field mono rule-matches"
          aria-label={`What ${name} matches`}
          placeholder="any: or text, /regex/i, $.type = ping"
          title="As in the log’s filter: text, /regex/i or a field such as $.price > 10. Empty matches every message."
          spellCheck={false}
          maxLength={1_000}
          value={when.matches}
          onCommit={(matches) => {
            onChange({ on: 'message', matches })
            return matches
          }}
        />
      )
    case 'interval':
      return (
        <>
          <LateInput
            className="field rule-interval"
            aria-label={`Interval of ${name}`}
            aria-invalid={failure !== undefined}
            maxLength={40}
            value={formatQuantity(when.everyMs, interval)}
            onCommit={(typed) => {
              const parsed = parseQuantity(typed, when.everyMs, interval)
              setFailure(parsed.ok ? undefined : parsed.error)
              if (!parsed.ok) return undefined
              onChange({ on: 'interval', everyMs: parsed.value })
              return formatQuantity(parsed.value, interval)
            }}
          />
          {failure === undefined ? (
            <span className="rule-hint">to every client</span>
          ) : (
            <FailureLine failure={failure} />
          )}
        </>
      )
    default:
      return assertNever(when)
  }
}
