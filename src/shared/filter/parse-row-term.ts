/**
 * Reads what a filter asks of the row itself.
 *
 *   dir:in,out   type:text,ping   is:marked   conn:ticker   conn:"two words"   size>=1.5kb   time>12:00:00
 */
import { ok, type Result } from '../failure'
import { type Direction, type FrameType, frameTypes, type Mark, marks } from '../protocol/frame'
import { excerpt, invalidFilter, QUOTE_HINT } from './invalid-filter'
import { parseMoment } from './moment'
import { endOfWord, isEnd, skipSpaces } from './scan'
import type { NumberOperator, RowTerm, Span } from './term'

const DIRECTIONS: Readonly<Record<string, Direction[]>> = {
  in: ['received'],
  received: ['received'],
  out: ['sent'],
  sent: ['sent'],
}

const LISTED = /(dir|type|is|conn):/iy
const MEASURED = /(size|time)(?:(:)|\s*(>=|<=|==|!=|=|>|<))/iy
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy
const SIZE = /^(\d+\.?\d*|\.\d+)(b|kb|mb|gb|kib|mib|gib)?$/i

/** As sizes are shown: a kB is 1,000 bytes. */
const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1_000,
  mb: 1_000_000,
  gb: 1_000_000_000,
  kib: 1_024,
  mib: 1_048_576,
  gib: 1_073_741_824,
}

/** @returns undefined for what is a word like any other */
export function parseRowTerm(text: string, from: number, nowMs: number): Result<RowTerm> | undefined {
  LISTED.lastIndex = from
  const key = LISTED.exec(text)?.[1]?.toLowerCase()
  if (key !== undefined) return parseListed(key, text, from, LISTED.lastIndex)
  MEASURED.lastIndex = from
  const [, measure, colon, operator = ''] = MEASURED.exec(text) ?? []
  if (measure === undefined) return undefined
  const valueFrom = skipSpaces(text, MEASURED.lastIndex)
  const at = { from, to: Math.max(MEASURED.lastIndex, endOfWord(text, valueFrom)) }
  const isSize = measure.toLowerCase() === 'size'
  if (colon !== undefined) {
    return invalidFilter(`Compare it: ${isSize ? 'size>1kb' : 'time>12:00:00'}. ${QUOTE_HINT}`, at)
  }
  const value = text.slice(valueFrom, at.to)
  return isSize ? parseSize(operator, value, at) : parseTime(operator, value, at, nowMs)
}

function parseListed(key: string, text: string, from: number, valueFrom: number): Result<RowTerm> {
  if (key === 'conn') return parseConnection(text, from, valueFrom)
  const at = { from, to: endOfWord(text, valueFrom) }
  const words = text
    .slice(valueFrom, at.to)
    .toLowerCase()
    .split(',')
    .filter((word) => word !== '')
  switch (key) {
    case 'dir': {
      const read = each(words, at, DIRECTIONS, 'dir:in and dir:out')
      return read.ok ? ok({ kind: 'direction', directions: read.value, at }) : read
    }
    case 'type': {
      const types = Object.fromEntries(frameTypes.map((type) => [type, [type]])) as Record<string, FrameType[]>
      const read = each(words, at, types, `type:${frameTypes.join(', ')}`)
      return read.ok ? ok({ kind: 'type', types: read.value, at }) : read
    }
    default: {
      const named: Record<string, Mark[]> = { marked: [...marks] }
      for (const mark of marks) named[mark] = [mark]
      const read = each(words, at, named, `is:marked, or one of ${marks.join(', ')}`)
      return read.ok ? ok({ kind: 'mark', marks: read.value, at }) : read
    }
  }
}

/** @param known what each word stands for */
function each<T>(words: string[], at: Span, known: Readonly<Record<string, T[]>>, thereIs: string): Result<T[]> {
  if (words.length === 0) return invalidFilter(`After the colon stands a word: ${thereIs}. ${QUOTE_HINT}`, at)
  const wrong = words.find((word) => !Object.hasOwn(known, word))
  if (wrong !== undefined)
    return invalidFilter(`“${excerpt(wrong)}” is not known here. There is ${thereIs}. ${QUOTE_HINT}`, at)
  return ok([...new Set(words.flatMap((word) => known[word] as T[]))])
}

function parseConnection(text: string, from: number, valueFrom: number): Result<RowTerm> {
  QUOTED.lastIndex = valueFrom
  const quoted = QUOTED.exec(text)?.[1]
  if (quoted !== undefined && isEnd(text, QUOTED.lastIndex)) {
    return ok({ kind: 'connection', text: quoted.replace(/\\(["\\])/g, '$1'), at: { from, to: QUOTED.lastIndex } })
  }
  const at = { from, to: endOfWord(text, valueFrom) }
  const name = text.slice(valueFrom, at.to)
  if (name === '' || name.startsWith('"')) {
    return invalidFilter(
      'After conn: stands a part of the connection’s name, or its number: conn:ticker, conn:"two words".',
      at,
    )
  }
  return ok({ kind: 'connection', text: name, at })
}

function parseSize(operator: string, value: string, at: Span): Result<RowTerm> {
  const [, digits, unit = 'b'] = SIZE.exec(value) ?? []
  if (digits === undefined) {
    return invalidFilter(`“${excerpt(value)}” is no size: write size>500, size>1.5kb or size>1MiB. ${QUOTE_HINT}`, at)
  }
  const byteLength = Number(digits) * (UNIT_BYTES[unit.toLowerCase()] as number)
  return ok({ kind: 'size', operator: (operator === '=' ? '==' : operator) as NumberOperator, byteLength, at })
}

function parseTime(operator: string, value: string, at: Span, nowMs: number): Result<RowTerm> {
  if (operator !== '>' && operator !== '>=' && operator !== '<' && operator !== '<=') {
    return invalidFilter('Rows are before or after a time: write time>12:00:00 and time<12:00:01.', at)
  }
  const timeMs = parseMoment(value, nowMs)
  if (timeMs === undefined) {
    return invalidFilter(
      `“${excerpt(value)}” is no time: write 12:00:00 for today, 2026-11-24T12:00:00, or -5m for five minutes ago. ${QUOTE_HINT}`,
      at,
    )
  }
  return ok({ kind: 'time', operator, timeMs, at })
}
