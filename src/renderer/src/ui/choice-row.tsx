/** A setting that is one of a few, each by its words. */
import type { Failure } from '../../../shared/failure'
import { Segments } from './segments'
import { SettingRow } from './setting-row'

interface Props<T extends string | number> {
  label: string
  note?: string
  /** What each is called, in their order. */
  words: readonly (readonly [choice: T, words: string])[]
  value: T
  failure?: Failure
  /** There are too many to leave room for a note. */
  isWide?: boolean
  onChange(choice: T): void
}

export function ChoiceRow<T extends string | number>({
  label,
  note,
  words,
  value,
  failure,
  isWide,
  onChange,
}: Props<T>) {
  const choose = (chosen: string) => {
    const [choice] = words.find(([, each]) => each === chosen) ?? []
    if (choice !== undefined && choice !== value) onChange(choice)
  }
  return (
    <SettingRow label={label} note={note} failure={failure} isWide={isWide}>
      {() => (
        <Segments
          label={label}
          options={words.map(([, each]) => each)}
          value={words.find(([choice]) => choice === value)?.[1] ?? ''}
          onChange={choose}
        />
      )}
    </SettingRow>
  )
}
