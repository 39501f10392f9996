/** Colours by rule: rows that a filter matches have its colour; of several the first rule that matches says which. */
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { type ColourRule, type RowColour, rowColours } from '../../../../shared/protocol/desk'
import { call } from '../../bridge'
import { changeDesk, useDesk } from '../../state/desk-store'
import { moveBy, removeAt, replaceAt } from '../../ui/list-edit'
import { OrderButtons } from '../../ui/order-buttons'
import { Popover } from '../../ui/popover'
import { useColourDraft } from './colour-draft'
import { CompletionList, optionId } from './completion-list'
import { useCompletion } from './use-completion'
import './decor.css'

export function ColourRules() {
  const rules = useDesk((state) => state.colours)
  const isWanted = useColourDraft((draft) => draft.filter !== undefined)
  const whole = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const panel = whole.current?.querySelector<HTMLElement>('[popover=auto]')
    if (isWanted && panel instanceof HTMLElement && !panel.matches(':popover-open')) panel.showPopover()
  }, [isWanted])
  return (
    <span ref={whole}>
      <Popover
        label={rules.length === 0 ? 'Colours' : `Colours (${rules.length})`}
        title="Rows in colours, by what they say"
      >
        {() => (
          <div className="log-colours">
            <p className="popover-empty">
              {rules.length < 2
                ? 'Rows that a filter matches have its colour.'
                : 'Of several rules that match a row, the first one in this list gives it its colour.'}
            </p>
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
    </span>
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
  const [filter, setFilter] = useState(() => useColourDraft.getState().filter ?? '')
  const [colour, setColour] = useState<RowColour>(() => unusedColour(rules))
  const [problem, setProblem] = useState<string>()
  const box = useRef<HTMLInputElement>(null)
  const listId = useId()
  const write = (text: string) => {
    setFilter(text)
    setProblem(undefined)
  }
  const completion = useCompletion(box, write)
  // The form has it now; the next one begins blank.
  useEffect(() => () => useColourDraft.setState({ filter: undefined }), [])
  const add = async (event: FormEvent) => {
    event.preventDefault()
    completion.close()
    if (filter.trim() === '') return
    const checked = await call('filter.check', { text: filter })
    if (!checked.ok) return setProblem(checked.error.message)
    if (rules.some((rule) => rule.filter === filter)) return setProblem('There is a rule with this filter already.')
    const added = [...rules, { filter, colour }]
    void changeDesk({ colours: added })
    setFilter('')
    setColour(unusedColour(added))
  }
  return (
    <form className="log-colour-rule" onSubmit={(event) => void add(event)}>
      <ColourSelect value={colour} label="Colour of the new rule" onChange={setColour} />
      <input
        ref={box}
        className="field mono"
        aria-label="Filter of the new rule"
        aria-invalid={problem !== undefined}
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={completion.chosen === -1 ? undefined : optionId(listId, completion.chosen)}
        placeholder="error or $.level == warn"
        spellCheck={false}
        autoComplete="off"
        data-first
        value={filter}
        onFocus={completion.refresh}
        onBlur={completion.close}
        onChange={({ target }) => {
          write(target.value)
          completion.follow(target.value, target.selectionStart ?? target.value.length)
        }}
        onKeyDown={completion.onKey}
      />
      <button type="submit" className="button" disabled={filter.trim() === ''}>
        Add rule
      </button>
      {problem !== undefined && <p className="log-column-problem">{problem}</p>}
      <CompletionList
        id={listId}
        box={box}
        options={completion.options}
        chosen={completion.chosen}
        onAccept={completion.accept}
      />
    </form>
  )
}

/** The first that no rule has, so that two rules are told apart. */
function unusedColour(rules: readonly ColourRule[]): RowColour {
  return rowColours.find((colour) => rules.every((rule) => rule.colour !== colour)) ?? 'red'
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
