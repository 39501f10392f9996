/** What of a row can be filtered by: its type, direction and connection, and what its message is about. */
import { type Direction, directionOf, type FrameKind, frameTypeOf } from '../../../../shared/protocol/frame'
import { formatFieldPath } from '../../ui/field-path'

/** Keys by which protocols tell their messages apart, the most telling first. */
const TELLING_KEYS = [
  'type',
  'event',
  'level',
  'kind',
  'op',
  'action',
  'method',
  'channel',
  'topic',
  'status',
  'symbol',
]
/** A longer text is something said, not a kind of message. */
const TELLING_MAX_LENGTH = 60

export function typeTerm(kind: FrameKind): string {
  return `type:${frameTypeOf(kind)}`
}

/** @returns undefined for an event, which goes neither way */
export function directionTerm(kind: FrameKind): { term: string; direction: Direction } | undefined {
  if (frameTypeOf(kind) === 'event') return undefined
  const direction = directionOf(kind)
  return { term: direction === 'received' ? 'dir:in' : 'dir:out', direction }
}

/**
 * By its name where that is of no other, since a number says nothing to a reader.
 * @param others names of all other connections
 */
export function connectionTerm(id: number, name: string | undefined, others: readonly string[]): string {
  const wanted = name?.toLowerCase() ?? ''
  const isAlone = wanted !== '' && others.every((other) => !other.toLowerCase().includes(wanted))
  return `conn:${isAlone && name !== undefined ? quotedWord(name) : id}`
}

/** As a filter writes a word: in quotes where it would end too early. */
export function quotedWord(word: string): string {
  return /[\s()"\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word
}

/**
 * Finds rows like this one: by the field that tells messages of its kind, else by what the row is.
 * @param text of the message; undefined for what is no text
 */
export function likeTerm(kind: FrameKind, text: string | undefined): string {
  const told = text === undefined ? undefined : tellingField(text)
  if (told !== undefined) return told
  const direction = directionTerm(kind)
  return direction === undefined ? typeTerm(kind) : `${typeTerm(kind)} and ${direction.term}`
}

function tellingField(text: string): string | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return undefined
  const fields = new Map<string, unknown>(Object.entries(message))
  for (const key of TELLING_KEYS) {
    const value = fields.get(key)
    if (typeof value === 'string' && value !== '' && value.length <= TELLING_MAX_LENGTH) {
      return `${formatFieldPath([key])} == ${JSON.stringify(value)}`
    }
  }
  return undefined
}
