/** Names and values: headers, query parameters. */
import { LineList } from '../../ui/line-list'
import { variableTint } from '../../ui/variable-tint'

type Pair = [name: string, value: string]

/** As `connection-settings.ts` has them. */
const PAIRS_MAX = 200
const TEXT_MAX = 65_536

const blank: Pair = ['', '']
const isBlank = ([name, value]: Pair) => name.trim() === '' && value.trim() === ''

interface Props {
  noun: string
  pairs: Pair[]
  onChange(pairs: Pair[]): void
}

export function PairList({ noun, pairs, onChange }: Props) {
  return (
    <LineList noun={noun} lines={pairs} blank={blank} maxLines={PAIRS_MAX} isBlank={isBlank} onChange={onChange}>
      {([name, value], change, label) => (
        <>
          <input
            className={`field mono line-name ${variableTint(name)}`}
            aria-label={`${label} name`}
            placeholder="name"
            spellCheck={false}
            maxLength={TEXT_MAX}
            value={name}
            onChange={(event) => change([event.target.value, value])}
          />
          <input
            className={`field mono line-value ${variableTint(value)}`}
            aria-label={`${label} value`}
            placeholder="value"
            spellCheck={false}
            maxLength={TEXT_MAX}
            value={value}
            onChange={(event) => change([name, event.target.value])}
          />
        </>
      )}
    </LineList>
  )
}
