/** Compares one field of a parsed message with the value of a filter. Numbers in texts count as numbers, as in charts. */
import { assertNever } from '../assert-never'
import { toNumber } from '../protocol/field'
import { foldCase } from './fold-case'
import type { Comparison } from './term'

/** @returns a test of a field that is there */
export function compileComparison(comparison: Comparison): (field: unknown) => boolean {
  const { operator, value } = comparison
  switch (operator) {
    case '==':
      return (field) => equals(field, value)
    case '!=':
      return (field) => !equals(field, value)
    case '>':
      return ordered(value, (field, wanted) => field > wanted)
    case '>=':
      return ordered(value, (field, wanted) => field >= wanted)
    case '<':
      return ordered(value, (field, wanted) => field < wanted)
    case '<=':
      return ordered(value, (field, wanted) => field <= wanted)
    case '~': {
      const wanted = foldCase(value)
      return (field) => foldCase(typeof field === 'string' ? field : JSON.stringify(field)).includes(wanted)
    }
    default:
      return assertNever(operator)
  }
}

function equals(field: unknown, value: string | number | boolean | null): boolean {
  return typeof value === 'number' ? toNumber(field) === value : field === value
}

type Order = <T extends string | number>(field: T, wanted: T) => boolean

/** Numbers with numbers, texts with texts, which orders ISO times too. What is no number is neither larger nor smaller. */
function ordered(value: string | number, holds: Order): (field: unknown) => boolean {
  if (typeof value === 'number') return (field) => holds(toNumber(field), value)
  return (field) => typeof field === 'string' && holds(field, value)
}
