/** Compares a field of payloads that are JSON, text or binary. */

import { compileComparison } from '../../../shared/filter/compare'
import type { FieldTerm } from '../../../shared/filter/term'
import { parseJson } from '../../../shared/parse-json'
import type { FieldPath } from '../../../shared/protocol/feed'
import { fieldAt } from '../../../shared/protocol/field'
import { oneByOne, type PayloadMatch } from './payload-match'

/** A larger one is not parsed and does not match: it would take hundreds of milliseconds and ten times its size. */
export const JSON_MAX_BYTES = 16 * 1024 * 1024
/** 64 payloads of 200 bytes take a tenth of a millisecond; a large one takes as long as it takes. */
const ROWS_PER_SLICE = 64

const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d])
const OBJECT = 0x7b
const ARRAY = 0x5b

export function compileFieldMatch({ path, comparison }: FieldTerm): PayloadMatch {
  const compares = comparison === undefined ? () => true : compileComparison(comparison)
  const key = tellingKey(path)
  return oneByOne((bytes, from, to) => {
    if (to - from > JSON_MAX_BYTES || (path.length > 0 && !beginsWithBracket(bytes, from, to))) return false
    const text = bytes.toString('utf8', from, to)
    // Most messages without the field are told by its name, which JSON writes as it is or with a backslash.
    if (key !== undefined && !text.includes(key) && !text.includes('\\')) return false
    const message = parseOnce(text)
    if (message === undefined) return false
    const field = fieldAt(message, path)
    return field !== undefined && compares(field)
  }, ROWS_PER_SLICE)
}

/** Of the path, one that a message must name to have the field: not an index, nor a list's length. */
function tellingKey(path: FieldPath): string | undefined {
  const key = path.findLast((step) => typeof step === 'string' && step !== 'length' && !/^\d+$/.test(step))
  return key === undefined ? undefined : `"${key}"`
}

/** Spares what is no JSON an exception, which costs ten times the search. */
function beginsWithBracket(bytes: Buffer, from: number, to: number): boolean {
  let at = from
  while (at < to && SPACE.has(bytes[at] as number)) at++
  return at < to && (bytes[at] === OBJECT || bytes[at] === ARRAY)
}

/** Longer ones are parsed each time: they would be held for the sake of the next filter. */
const REMEMBERED_MAX_LENGTH = 64 * 1024
let lastText: string | undefined
let lastMessage: unknown

/** Dozens of rules ask of the same message one after the other: it is parsed once. */
function parseOnce(text: string): unknown {
  if (text === lastText) return lastMessage
  const message = parseJson(text)
  if (text.length <= REMEMBERED_MAX_LENGTH) {
    lastText = text
    lastMessage = message
  }
  return message
}
