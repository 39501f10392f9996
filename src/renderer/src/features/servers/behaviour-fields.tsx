/** A field for each knob of a behaviour. A running server takes a new value as soon as it is whole. */
import type { BehaviourOptions, OptionField } from '../../../../shared/protocol/behaviour'
import { LateField } from '../../ui/late-field'

interface Props {
  fields: readonly OptionField[]
  values: BehaviourOptions
  onChange(change: BehaviourOptions): void
}

export function BehaviourFields({ fields, values, onChange }: Props) {
  return fields.map((field) => (
    <Field key={field.name} field={field} value={values[field.name] ?? field.default} onChange={onChange} />
  ))
}

function Field({
  field,
  value,
  onChange,
}: {
  field: OptionField
  value: number | string
  onChange: Props['onChange']
}) {
  const commit = (typed: string) => {
    onChange({ [field.name]: field.kind === 'number' ? Number(typed) : typed })
    return undefined
  }
  return (
    <LateField
      label={field.kind === 'number' && field.unit !== '' ? `${field.label}, ${field.unit}` : field.label}
      {...(field.kind === 'number'
        ? { type: 'number', min: field.min, max: field.max }
        : { type: 'text', maxLength: field.maxLength })}
      value={String(value)}
      onCommit={commit}
    />
  )
}
