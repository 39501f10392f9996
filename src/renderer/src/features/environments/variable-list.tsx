/** Variables in lines: name, value, whether it is a secret. A secret is dots until its owner wants to see it. */
import { useState } from 'react'
import type { Variable } from '../../../../shared/protocol/desk'
import { nameProblem } from './draft'

interface Props {
  variables: Variable[]
  onChange(variables: Variable[]): void
}

const BLANK: Variable = { name: '', value: '', isSecret: false }

export function VariableList({ variables, onChange }: Props) {
  // There is always a line to begin in.
  const lines = [...variables, ...(variables.at(-1)?.name === '' ? [] : [BLANK])]
  return (
    <div className="variables" role="group" aria-label="Variables">
      {lines.map((variable, index) => (
        <VariableLine
          // biome-ignore lint/suspicious/noArrayIndexKey: its name changes as it is typed, its place does not
          key={index}
          variable={variable}
          number={index + 1}
          problem={nameProblem(variables, index)}
          isLast={index === variables.length}
          onChange={(part) => {
            const next = lines.map((each, other) => (other === index ? { ...each, ...part } : each))
            onChange(next.filter((each, other) => other < variables.length || each.name !== '' || each.value !== ''))
          }}
          onRemove={() => onChange(variables.filter((_, other) => other !== index))}
        />
      ))}
    </div>
  )
}

interface LineProps {
  variable: Variable
  number: number
  problem: string | undefined
  isLast: boolean
  onChange(part: Partial<Variable>): void
  onRemove(): void
}

function VariableLine({ variable, number, problem, isLast, onChange, onRemove }: LineProps) {
  const [isShown, setIsShown] = useState(false)
  const { name, value, isSecret } = variable
  const what = name === '' ? `variable ${number}` : name
  return (
    <>
      <div className="variable">
        <input
          className="field mono"
          aria-label={isLast ? 'New variable' : `Name of variable ${number}`}
          aria-invalid={problem !== undefined}
          placeholder="name"
          spellCheck={false}
          maxLength={101}
          value={name}
          onChange={(event) => onChange({ name: event.target.value.trim() })}
        />
        <input
          className="field mono"
          type={isSecret && !isShown ? 'password' : 'text'}
          aria-label={`Value of ${what}`}
          placeholder="value"
          autoComplete="off"
          spellCheck={false}
          maxLength={64 * 1024}
          value={value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
        <button
          type="button"
          className="button quiet variable-show"
          aria-label={`${isShown ? 'Hide' : 'Show'} ${what}`}
          aria-pressed={isShown}
          disabled={!isSecret}
          onClick={() => setIsShown(!isShown)}
        >
          {isSecret ? (isShown ? 'Hide' : 'Show') : ''}
        </button>
        <label className="variable-secret" title="Kept with the secrets, not in the file of the workspace">
          <input
            type="checkbox"
            aria-label={`${what} is a secret`}
            checked={isSecret}
            disabled={isLast}
            onChange={(event) => onChange({ isSecret: event.target.checked })}
          />
          secret
        </label>
        <button
          type="button"
          className="button quiet icon"
          aria-label={`Remove ${what}`}
          title="Remove"
          disabled={isLast}
          onClick={onRemove}
        >
          ×
        </button>
      </div>
      {problem !== undefined && <p className="dialog-problem">{problem}</p>}
    </>
  )
}
