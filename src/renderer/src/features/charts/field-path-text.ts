/** Reads a field's path as people type it: `$.items[0].price`, `items[0].price`, `$["odd key"]`. */
import type { FieldPath } from '../../../../shared/protocol/feed'

const STEP = /\.?([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy
/** The message itself, which stands before the first step. */
const ROOT = /^\$(?=$|[.[])/

/** @returns undefined for what is no path, or leads to nothing but the whole message */
export function parseFieldPath(text: string): FieldPath | undefined {
  const rest = text.trim().replace(ROOT, '')
  const path: FieldPath = []
  for (let at = 0; at < rest.length; at = STEP.lastIndex) {
    STEP.lastIndex = at
    const [whole, key, index, quoted] = STEP.exec(rest) ?? []
    if (whole === undefined) return undefined
    if (key !== undefined && at > 0 && !whole.startsWith('.')) return undefined
    const step = key ?? (index === undefined ? unquote(quoted) : Number(index))
    if (step === undefined) return undefined
    path.push(step)
  }
  return path.length === 0 ? undefined : path
}

function unquote(quoted = ''): string | undefined {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return undefined
  }
}
