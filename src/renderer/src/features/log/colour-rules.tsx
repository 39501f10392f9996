/** Colours by rule: rows that a filter matches have its colour; of several the first rule that matches says which. */
import { type FormEvent, useState } from 'react'
import { type ColourRule, type RowColour, rowColours } from '../../../../shared/protocol/desk'
import { call } from '../../bridge'
import { changeDesk, useDesk } from '../../state/desk-store'
import { Popover } from '../../ui/popover'
import './decor.css'

export function ColourRules() {
  const rules = useDesk((state) => state.colours)
  return (
    <Popover
      label={rules.length === 0 ? 'Colours' : `Colours (${rules.length})`}
      title="Rows in colours, by what they say"
    >
      {() => (
        <div className="log-colours">
          <p className="popover-empty">The first rule that matches a row gives it its colour.</p>
          {rules.map((rule, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place alone
            <RuleLine key={at} rule={rule} at={at} rules={rules} />
          ))}
          <AddRule rules={rules} />
        </div>
      )}
    </Popover>
  )
}

function RuleLine({ rule, at, rules }: { rule: ColourRule; at: number; rules: ColourRule[] }) {
  const replace = (changed: ColourRule) =>
    void changeDesk({ colours: rules.map((each, place) => (place === at ? changed : each)) })
  const raise = () => {
    const raised = [...rules]
    raised.splice(at - 1, 0, ...raised.splice(at, 1))
    void changeDesk({ colours: raised })
  }
  return (
    <div className="log-colour-rule">
      <ColourSelect
        value={rule.colour}
        label={`Colour of rule ${at + 1}`}
        onChange={(colour) => replace({ ...rule, colour })}
      />
      <span className="mono log-colour-filter" title={rule.filter}>
        {rule.filter}
      </span>
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Move rule ${at + 1} up`}
        disabled={at === 0}
        onClick={raise}
      >
        ↑
      </button>
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Remove rule ${at + 1}`}
        onClick={() => void changeDesk({ colours: rules.filter((_, place) => place !== at) })}
      >
        ×
      </button>
    </div>
  )
}

function AddRule({ rules }: { rules: ColourRule[] }) {
  const [filter, setFilter] = useState('')
  const [colour, setColour] = useState<RowColour>('red')
  const [problem, setProblem] = useState<string>()
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (filter.trim() === '') return
    const checked = await call('filter.check', { text: filter })
    if (!checked.ok) return setProblem(checked.error.message)
    void changeDesk({ colours: [...rules, { filter, colour }] })
    setFilter('')
  }
  return (
    <form className="log-colour-rule" onSubmit={(event) => void add(event)}>
      <ColourSelect value={colour} label="Colour of the new rule" onChange={setColour} />
      <input
        className="field mono"
        aria-label="Filter of the new rule"
        aria-invalid={problem !== undefined}
        placeholder="error or $.level == “warn”"
        spellCheck={false}
        data-first
        value={filter}
        onChange={(event) => {
          setFilter(event.target.value)
          setProblem(undefined)
        }}
      />
      <button type="submit" className="button" disabled={filter.trim() === ''}>
        Add rule
      </button>
      {problem !== undefined && <p className="log-column-problem">{problem}</p>}
    </form>
  )
}

interface ColourSelectProps {
  value: RowColour
  label: string
  onChange(colour: RowColour): void
}

function ColourSelect({ value, label, onChange }: ColourSelectProps) {
  return (
    <span className={`log-colour-select colour-${value}`}>
      <select
        className="field"
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value as RowColour)}
      >
        {rowColours.map((colour) => (
          <option key={colour} value={colour}>
            {colour}
          </option>
        ))}
      </select>
    </span>
  )
}
