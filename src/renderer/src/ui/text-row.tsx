/** A setting that is a line of text, which counts as it is typed. */
import type { Failure } from '../../../shared/failure'
import { SettingRow } from './setting-row'
import { variableTint } from './variable-tint'

interface Props {
  label: string
  note?: string
  hint?: string
  value: string
  failure?: Failure
  maxLength: number
  /** What it says is for a machine. */
  isMono?: boolean
  /** The line is as long as a URL. */
  isLong?: boolean
  onChange(value: string): void
}

export function TextRow({ label, note, hint, value, failure, maxLength, isMono, isLong = false, onChange }: Props) {
  return (
    <SettingRow label={label} note={note} failure={failure} isWide={isLong}>
      {(id) => (
        <input
          id={id}
          className={`field ${isMono === true ? 'mono' : ''} ${isLong ? 'path' : ''} ${variableTint(value)}`}
          spellCheck={false}
          autoComplete="off"
          maxLength={maxLength}
          placeholder={hint}
          aria-invalid={failure !== undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </SettingRow>
  )
}
