/** What of settings is not their default: so a file that a person reads, and git compares, holds only what somebody chose. */
import * as v from 'valibot'
import { shapeOf } from './settings-schema'

/** @returns what of a value is not its default, its keys in the schema's order; undefined when nothing is */
export function changed(schema: v.GenericSchema, value: unknown): unknown {
  if (value === undefined) return undefined
  const fallback = v.safeParse(schema, undefined)
  if (fallback.success && same(fallback.output, value)) return undefined
  const shape = shapeOf(schema, value)
  switch (shape.name) {
    case 'object': {
      const from = value as Record<string, unknown>
      return pick(Object.keys(shape.entries), (key) => changed(shape.entries[key] as v.GenericSchema, from[key]))
    }
    case 'list':
      return (value as unknown[]).map((item) => changed(shape.item, item))
    case 'record':
      return pick(Object.keys(value as object).sort(), (key) => (value as Record<string, unknown>)[key])
    default:
      return value
  }
}

/** Alike as JSON, in whatever order the keys stand. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  )
}

function pick(keys: readonly string[], valueAt: (key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, valueAt(key)]).filter(([, value]) => value !== undefined))
}
