/** What may stand in a template between double braces. */
import { Popover } from '../../ui/popover'

const placeholders: readonly (readonly [placeholder: string, meaning: string])[] = [
  ['{{message}}', 'the message that matched, as text'],
  ['{{$.path}}', 'a field of it, such as {{$.user.id}}'],
  ['{{json $.path}}', 'the same as JSON: texts with their quotes'],
  ['{{now}}', 'the time, 2026-01-31T12:00:00.000Z'],
  ['{{nowMs}}', 'the time in milliseconds since 1970'],
  ['{{seq}}', 'counts up with every message of this rule'],
  ['{{uuid}}', 'a new UUID'],
  ['{{random}}', 'a number from 0 to 1'],
  ['{{random 1 100}}', 'a whole number between the two'],
  ['{{client}}', 'the client’s number'],
  ['{{user}}', 'who it proved to be'],
  ['\\{{', 'the braces themselves'],
]

export function PlaceholderHelp() {
  return (
    <Popover label="Placeholders">
      {() => (
        <dl className="placeholders">
          {placeholders.map(([placeholder, meaning]) => (
            <div key={placeholder}>
              <dt className="mono selectable">{placeholder}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      )}
    </Popover>
  )
}
