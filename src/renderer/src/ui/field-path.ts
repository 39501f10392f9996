/** Writes a field's path as people know it from JSONPath: `$.items[0]["odd key"]`. */
import type { FieldPath } from '../../../shared/protocol/feed'

/** Keys that may stand after a dot; every other is quoted. */
const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

export function formatFieldPath(path: FieldPath): string {
  return `$${path.map(formatStep).join('')}`
}

/** @param typed `$.price`, or `price` for short. @returns with the `$` it begins with; whether it is a path is another question */
export function withRoot(typed: string): string {
  const path = typed.trim()
  return path.startsWith('$') ? path : `$.${path}`
}

function formatStep(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`
  return PLAIN_KEY.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
