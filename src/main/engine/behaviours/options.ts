/** Option values: checked once against their fields where they come in, read with their types where they are used. */
import { fail, ok, type Result } from '../../../shared/failure'
import type { BehaviourOptions, OptionField } from '../../../shared/protocol/behaviour'
import { excerpt } from './excerpt'

const SHOWN_VALUE_MAX_LENGTH = 40

/**
 * @param fields every option there is
 * @param given whatever was asked for; a field left out takes its default
 * @returns a value for each field, or `ERR_OPTION_INVALID` for the first that does not fit
 */
export function checkFields(
  fields: readonly OptionField[],
  given: Readonly<Record<string, unknown>>,
): Result<BehaviourOptions> {
  const known = new Set(fields.map(({ name }) => name))
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue
    const choice = known.size === 0 ? 'there are none here' : `the options here are ${[...known].join(', ')}`
    return fail('ERR_OPTION_INVALID', `There is no option named ${shown(name)}; ${choice}.`)
  }
  const checked: BehaviourOptions = {}
  for (const field of fields) {
    const value = given[field.name] === undefined ? field.default : given[field.name]
    if (!fits(field, value)) {
      return fail('ERR_OPTION_INVALID', `${field.label} (${field.name}) is ${shown(value)}; ${requirement(field)}.`)
    }
    checked[field.name] = value
  }
  return ok(checked)
}

/** Reads an option that is checked already; a missing one is a bug. */
export function numberOption(options: BehaviourOptions, name: string): number {
  const value = options[name]
  if (typeof value !== 'number') throw new TypeError(`Option ${name} is not a number.`)
  return value
}

/** As {@link numberOption}, for text. */
export function textOption(options: BehaviourOptions, name: string): string {
  const value = options[name]
  if (typeof value !== 'string') throw new TypeError(`Option ${name} is not a text.`)
  return value
}

/** NaN is in no range. */
function fits(field: OptionField, value: unknown): value is number | string {
  return field.kind === 'number'
    ? typeof value === 'number' && value >= field.min && value <= field.max
    : typeof value === 'string' && value.length <= field.maxLength
}

function requirement(field: OptionField): string {
  return field.kind === 'number'
    ? `it must be a number from ${field.min} to ${field.max} ${field.unit}`.trimEnd()
    : `it must be a text of at most ${field.maxLength} characters`
}

/** JSON, for its quotes around text; but JSON knows no NaN. */
function shown(value: unknown): string {
  return excerpt(
    typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value),
    SHOWN_VALUE_MAX_LENGTH,
  )
}
