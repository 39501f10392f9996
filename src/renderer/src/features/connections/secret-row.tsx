/** A setting that is a secret; a variable that is one keeps it out of this connection altogether. */
import { SecretInput } from '../../ui/secret-input'
import { SettingRow } from '../../ui/setting-row'

interface Props {
  label: string
  value: string
  onChange(value: string): void
}

export function SecretRow({ label, value, onChange }: Props) {
  return (
    <SettingRow label={label} note="Or a secret variable: {{name}}.">
      {() => <SecretInput label={label} value={value} placeholder="none" onCommit={onChange} />}
    </SettingRow>
  )
}
