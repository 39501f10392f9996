/** What of a login's answer goes where in the handshake, a line for each value. */
import type { LoginAuth } from '../../../../shared/protocol/connection-settings'
import { removeAt, replaceAt } from '../../ui/list-edit'

type Taken = LoginAuth['takes'][number]

/** As `connection-settings.ts` has it. */
const TAKES_MAX = 10
const WORD_MAX = 1_024

/** What most logins answer, and most servers want. */
const first: Taken = { from: 'json', field: '$.token', into: 'header', name: 'Authorization', prefix: 'Bearer ' }

const sources: Readonly<Record<Taken['from'], string>> = { json: 'JSON field', header: 'header', body: 'whole body' }
const fieldHints: Readonly<Record<Taken['from'], string>> = { json: '$.token', header: 'X-Token', body: '' }

interface Props {
  takes: Taken[]
  onChange(takes: Taken[]): void
}

export function TakeList({ takes, onChange }: Props) {
  return (
    <div className="line-list">
      {takes.map((taken, at) => (
        <TakeLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
          key={at}
          taken={taken}
          number={at + 1}
          onChange={(changed) => onChange(replaceAt(takes, at, changed))}
          onRemove={() => onChange(removeAt(takes, at))}
        />
      ))}
      <button
        type="button"
        className="button quiet add"
        disabled={takes.length >= TAKES_MAX}
        onClick={() => onChange([...takes, first])}
      >
        + value
      </button>
    </div>
  )
}

interface LineProps {
  taken: Taken
  number: number
  onChange(taken: Taken): void
  onRemove(): void
}

function TakeLine({ taken, number, onChange, onRemove }: LineProps) {
  const text = (part: 'field' | 'name' | 'prefix', label: string, hint: string) => (
    <input
      className={`field mono take-${part}`}
      aria-label={`${label} of value ${number}`}
      title={label}
      placeholder={hint}
      spellCheck={false}
      maxLength={WORD_MAX}
      value={taken[part]}
      onChange={(event) => onChange({ ...taken, [part]: event.target.value })}
    />
  )
  return (
    <div className="line take" role="group" aria-label={`Value ${number}`}>
      <select
        className="field"
        aria-label={`Source of value ${number}`}
        value={taken.from}
        onChange={(event) => onChange({ ...taken, from: event.target.value as Taken['from'] })}
      >
        {Object.entries(sources).map(([from, words]) => (
          <option key={from} value={from}>
            {words}
          </option>
        ))}
      </select>
      {taken.from === 'body' ? <span className="take-field" /> : text('field', 'Field', fieldHints[taken.from])}
      <span aria-hidden="true">→</span>
      <select
        className="field"
        aria-label={`Place of value ${number}`}
        value={taken.into}
        onChange={(event) => onChange({ ...taken, into: event.target.value as Taken['into'] })}
      >
        <option value="header">header</option>
        <option value="query">query</option>
      </select>
      {text('name', 'Name', 'Authorization')}
      {text('prefix', 'Prefix', 'prefix')}
      <button
        type="button"
        className="button quiet icon"
        aria-label={`Remove value ${number}`}
        title="Remove"
        onClick={onRemove}
      >
        ×
      </button>
    </div>
  )
}
