/** Faults of one client as a form of six numbers: shares in percent, the rest as it was. */
import * as v from 'valibot'
import { fail, ok, type Result } from '../../../../shared/failure'
import { type FaultSettings, faultSettings } from '../../../../shared/protocol/server-settings'

interface FaultField {
  name: 'latencyMs' | 'jitterMs' | 'dropShare' | 'duplicateShare' | 'reorderShare' | 'corruptShare'
  label: string
  unit: 'ms' | '%'
  max: number
  /** As a part of a sentence: `drops 5 %`. */
  verb: string
}

export const faultFields: readonly FaultField[] = [
  { name: 'latencyMs', label: 'Latency', unit: 'ms', max: 60_000, verb: 'latency' },
  { name: 'jitterMs', label: 'Jitter', unit: 'ms', max: 60_000, verb: 'jitter' },
  { name: 'dropShare', label: 'Drop', unit: '%', max: 100, verb: 'drops' },
  { name: 'duplicateShare', label: 'Duplicate', unit: '%', max: 100, verb: 'duplicates' },
  { name: 'reorderShare', label: 'Reorder', unit: '%', max: 100, verb: 'reorders' },
  { name: 'corruptShare', label: 'Corrupt', unit: '%', max: 100, verb: 'corrupts' },
]

export type TypedFaults = Record<FaultField['name'], string>

export function typedFaults(faults: FaultSettings): TypedFaults {
  const entries = faultFields.map((field) => [field.name, shown(faults, field)])
  return Object.fromEntries(entries) as TypedFaults
}

/** @param base where all that the form does not show comes from */
export function readFaults(typed: TypedFaults, base: FaultSettings): Result<FaultSettings> {
  const faults = { ...base }
  for (const field of faultFields) {
    const value = Number(typed[field.name])
    const isWhole = field.unit === '%' || Number.isInteger(value)
    if (typed[field.name].trim() === '' || !isWhole || !(value >= 0 && value <= field.max)) {
      const kind = field.unit === '%' ? 'a percentage' : 'whole milliseconds'
      return fail('ERR_OPTION_INVALID', `${field.label} is ${kind} from 0 to ${field.max}.`)
    }
    faults[field.name] = field.unit === '%' ? value / 100 : value
  }
  return ok(v.parse(faultSettings, faults))
}

/** @returns `latency 200 ms, drops 5 %`; `none` where nothing of it happens */
export function describeFaults(faults: FaultSettings): string {
  const parts = faultFields
    .filter(({ name }) => faults[name] > 0)
    .map((field) => `${field.verb} ${shown(faults, field)} ${field.unit}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}

/** A share of 0.07 is 7 %, not 7.000000000000001 %. */
function shown(faults: FaultSettings, { name, unit }: FaultField): string {
  return String(unit === '%' ? Number((faults[name] * 100).toFixed(6)) : faults[name])
}
