/** Which fields of a message a chart might be split by: short texts and flags, as feeds use them to say what is what. */
import type { FieldPath } from '../../../../shared/protocol/feed'

/** Longer texts are prose, and every one is another. */
const TEXT_MAX = 40
const DEPTH_MAX = 4
/** As many as a menu can show. */
const CANDIDATES_MAX = 12

/** @param message a parsed message; nearer fields come first */
export function keyCandidates(message: unknown): FieldPath[] {
  const candidates: FieldPath[] = []
  let level: { path: FieldPath; value: unknown }[] = [{ path: [], value: message }]
  for (let depth = 0; depth <= DEPTH_MAX && level.length > 0; depth++) {
    const next: typeof level = []
    for (const { path, value } of level) {
      if (isKey(value)) candidates.push(path)
      // What a list holds at one place is not what it holds there next time.
      else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
        for (const [step, inner] of Object.entries(value)) next.push({ path: [...path, step], value: inner })
      }
      if (candidates.length === CANDIDATES_MAX) return candidates
    }
    level = next
  }
  return candidates
}

/** Numbers written as text, as prices often are, tell nothing apart. */
function isKey(value: unknown): boolean {
  if (typeof value === 'boolean') return true
  return typeof value === 'string' && value.length <= TEXT_MAX && value.trim() !== '' && Number.isNaN(Number(value))
}

export function isSamePath(one: FieldPath | undefined, other: FieldPath | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
