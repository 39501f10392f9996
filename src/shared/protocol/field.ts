/** Reads one field of a parsed message. Prices often come as strings, to keep their digits: those count as numbers. */
import type { FieldPath } from './feed'

/** @returns undefined where the path leads nowhere */
export function fieldAt(message: unknown, path: FieldPath): unknown {
  let value = message
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/** @returns NaN for what is no number */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && value.trim() !== '') return Number(value)
  return Number.NaN
}
