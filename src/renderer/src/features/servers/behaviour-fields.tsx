/** A field for each knob of a behaviour. A running server takes a new value as soon as it is whole. */
import { useEffect, useState } from 'react'
import type { BehaviourOptions, OptionField } from '../../../../shared/protocol/feed'

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
  const [typed, setTyped] = useState(String(value))
  useEffect(() => setTyped(String(value)), [value])
  const commit = () => {
    if (typed === String(value)) return
    onChange({ [field.name]: field.kind === 'number' ? Number(typed) : typed })
  }
  return (
    <label className={`label ${field.kind}`}>
      {field.label}
      {field.kind === 'number' && field.unit !== '' ? `, ${field.unit}` : ''}
      <input
        className="field"
        {...(field.kind === 'number'
          ? { type: 'number', min: field.min, max: field.max }
          : { type: 'text', maxLength: field.maxLength })}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
        }}
      />
    </label>
  )
}
