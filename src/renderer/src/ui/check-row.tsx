/** A setting that is on or off. */
import { SettingRow } from './setting-row'

interface Props {
  label: string
  /** What is so when it is on. */
  words: string
  note?: string
  isOn: boolean
  isDisabled?: boolean
  onChange(isOn: boolean): void
}

export function CheckRow({ label, words, note, isOn, isDisabled = false, onChange }: Props) {
  return (
    <SettingRow label={label} note={note}>
      {(id) => (
        <label className="setting-check">
          <input
            id={id}
            type="checkbox"
            disabled={isDisabled}
            checked={isOn}
            onChange={(event) => onChange(event.target.checked)}
          />
          {words}
        </label>
      )}
    </SettingRow>
  )
}
