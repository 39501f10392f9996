/** One step of a rule: what kind, and its text, time or close frame. */
import { useEffect, useState } from 'react'
import { assertNever } from '../../../../shared/assert-never'
import type { RuleStep } from '../../../../shared/protocol/server-settings'
import { OrderButtons } from '../../ui/order-buttons'
import { WaitBox } from '../../ui/wait-box'
import { CloseFields } from './close-fields'
import { asStep, type StepKind, stepKinds, type Trigger } from './rule'

interface Props {
  step: RuleStep
  on: Trigger
  name: string
  isFirst: boolean
  isLast: boolean
  onChange(step: RuleStep): void
  onMove(by: number): void
  onRemove(): void
}

/** As the contract has it. */
const TEMPLATE_MAX_LENGTH = 64 * 1024
const ROWS_MAX = 8

export function RuleStepRow({ step, on, name, isFirst, isLast, onChange, onMove, onRemove }: Props) {
  return (
    <li className="rule-step">
      <select
        className="field"
        aria-label={`Kind of ${name}`}
        value={step.do}
        onChange={(event) => onChange(asStep(step, event.target.value as StepKind, on))}
      >
        {stepKinds.map((kind) => (
          <option key={kind}>{kind}</option>
        ))}
      </select>
      <StepBody step={step} name={name} onChange={onChange} />
      <OrderButtons name={name} isFirst={isFirst} isLast={isLast} onMove={onMove} onRemove={onRemove} />
    </li>
  )
}

function StepBody({ step, name, onChange }: Pick<Props, 'step' | 'name' | 'onChange'>) {
  switch (step.do) {
    case 'reply':
    case 'broadcast':
      return (
        <TemplateBox
          name={name}
          template={step.template}
          onCommit={(template) => onChange({ do: step.do, template })}
        />
      )
    case 'wait':
      return <WaitBox label={`Time of ${name}`} ms={step.ms} onCommit={(ms) => onChange({ do: 'wait', ms })} />
    case 'close':
      return (
        <CloseFields
          label={name}
          closeCode={step.closeCode}
          reason={step.reason}
          onChange={(change) => onChange({ ...step, ...change })}
        />
      )
    default:
      return assertNever(step)
  }
}

/** Grows with its lines, so that a short answer takes one. */
function TemplateBox(props: { name: string; template: string; onCommit(template: string): void }) {
  const { name, template, onCommit } = props
  const [typed, setTyped] = useState(template)
  useEffect(() => setTyped(template), [template])
  const commit = () => {
    if (typed !== template) onCommit(typed)
  }
  return (
    <textarea
      className="field mono"
      aria-label={`Template of ${name}`}
      rows={Math.min(ROWS_MAX, typed.split('\n').length)}
      maxLength={TEMPLATE_MAX_LENGTH}
      spellCheck={false}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) commit()
      }}
    />
  )
}
