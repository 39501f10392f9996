/** One rule: when it runs, and its steps. */
import type { Failure } from '../../../../shared/failure'
import { type Rule, STEPS_MAX } from '../../../../shared/protocol/server-settings'
import { FailureLine } from '../../ui/failure-line'
import { moveBy, removeAt, replaceAt } from '../../ui/list-edit'
import { OrderButtons } from '../../ui/order-buttons'
import { newStep, newTrigger, stepKinds, type Trigger, triggerLabels, triggers } from './rule'
import { RuleStepRow } from './rule-step-row'
import { RuleTrigger } from './rule-trigger'

interface Props {
  rule: Rule
  /** As the engine counts them, from one. */
  number: number
  isFirst: boolean
  isLast: boolean
  failure?: Failure
  onChange(rule: Rule): void
  onMove(by: number): void
  /** Absent where there is no room for another. */
  onDuplicate?: () => void
  onRemove(): void
}

export function RuleCard({ rule, number, isFirst, isLast, failure, onChange, onMove, onDuplicate, onRemove }: Props) {
  const { when, do: steps } = rule
  const name = `rule ${number}`
  const setSteps = (changed: Rule['do']) => onChange({ ...rule, do: changed })
  return (
    <li className="rule" aria-label={`Rule ${number}`}>
      <div className="rule-head">
        <span className="rule-number">{number}</span>
        <label className="rule-when">
          When
          <select
            className="field"
            aria-label={`When ${name} runs`}
            value={when.on}
            onChange={(event) => onChange({ ...rule, when: newTrigger(event.target.value as Trigger) })}
          >
            {triggers.map((on) => (
              <option key={on} value={on}>
                {triggerLabels[on]}
              </option>
            ))}
          </select>
        </label>
        <RuleTrigger when={when} name={name} onChange={(changed) => onChange({ ...rule, when: changed })} />
        <OrderButtons name={name} isFirst={isFirst} isLast={isLast} onMove={onMove} onRemove={onRemove}>
          <button
            type="button"
            className="button quiet icon"
            disabled={onDuplicate === undefined}
            aria-label={`Duplicate ${name}`}
            title="Duplicate"
            onClick={onDuplicate}
          >
            <svg viewBox="0 0 14 14" aria-hidden="true">
              <rect x="1" y="4" width="9" height="9" rx="1.5" />
              <path d="M4.5 4V2.5A1.5 1.5 0 0 1 6 1h5.5A1.5 1.5 0 0 1 13 2.5V8a1.5 1.5 0 0 1-1.5 1.5H10" />
            </svg>
          </button>
        </OrderButtons>
      </div>
      <ol className="rule-steps" aria-label={`Steps of ${name}`}>
        {steps.map((step, at) => (
          <RuleStepRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place alone
            key={at}
            step={step}
            on={when.on}
            name={`step ${at + 1} of ${name}`}
            isFirst={at === 0}
            isLast={at === steps.length - 1}
            onChange={(changed) => setSteps(replaceAt(steps, at, changed))}
            onMove={(by) => setSteps(moveBy(steps, at, by))}
            onRemove={() => setSteps(removeAt(steps, at))}
          />
        ))}
      </ol>
      <div className="rule-foot">
        <span>{steps.length === 0 ? 'Do nothing; add' : 'then'}</span>
        {stepKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="button quiet"
            disabled={steps.length >= STEPS_MAX}
            aria-label={`Add ${kind} to ${name}`}
            onClick={() => setSteps([...steps, newStep(kind, when.on)])}
          >
            + {kind}
          </button>
        ))}
      </div>
      {failure !== undefined && <FailureLine failure={failure} />}
    </li>
  )
}
