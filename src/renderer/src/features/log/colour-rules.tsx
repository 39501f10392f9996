/** Colours by rule: rows that a filter matches have its colour; of several the first rule that matches says which. */
import { type FormEvent, useState } from 'react'
import { type ColourRule, type RowColour, rowColours } from '../../../../shared/protocol/desk'
import { call } from '../../bridge'
import { changeDesk, useDesk } from '../../state/desk-store'
import { moveBy, removeAt, replaceAt } from '../../ui/list-edit'
import { OrderButtons } from '../../ui/order-buttons'
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
          <ol className="log-colour-rules" aria-label="Colour rules">
            {rules.map((rule, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place alone
              <RuleLine key={at} rule={rule} at={at} rules={rules} />
            ))}
          </ol>
          <AddRule rules={rules} />
        </div>
      )}
    </Popover>
  )
}

function RuleLine({ rule, at, rules }: { rule: ColourRule; at: number; rules: ColourRule[] }) {
  const replace = (changed: ColourRule) => void changeDesk({ colours: replaceAt(rules, at, changed) })
  return (
    <li className="log-colour-rule">
      <ColourSelect
        value={rule.colour}
        label={`Colour of rule ${at + 1}`}
        onChange={(colour) => replace({ ...rule, colour })}
      />
      <span className="mono log-colour-filter" title={rule.filter}>
        {rule.filter}
      </span>
      <OrderButtons
        name={`rule ${at + 1}`}
        isFirst={at === 0}
        isLast={at === rules.length - 1}
        onMove={(by) => void changeDesk({ colours: moveBy(rules, at, by) })}
        onRemove={() => void changeDesk({ colours: removeAt(rules, at) })}
      />
    </li>
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
        placeholder="error or $.level == warn"
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
