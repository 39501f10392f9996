/**
 * Reads `$.path op value`.
 *
 *   path    $  .key  ["any key"]  [0]
 *   op      ==  =  !=  >  >=  <  <=  ~
 *   value   100  "text"  'text'  true  false  null  word
 */
import { ok, type Result } from '../failure'
import type { FieldPath } from '../protocol/feed'
import { excerpt, invalidFilter, QUOTE_HINT } from './invalid-filter'
import { endOfWord, isEnd, skipSpaces } from './scan'
import { type Comparison, type FieldTerm, operators, type Span } from './term'

/** A key that needs no quotes: up to what would end it. */
const STEP = /\.([^\s.[\]"'=!<>~()]+)|\[(\d+)\]|\[\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\]/y
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** @param from where the `$` stands */
export function parseField(text: string, from: number): Result<FieldTerm> {
  const read = readPath(text, from)
  if (!read.ok) return read
  const { path, end } = read.value
  if (!isEnd(text, end) && !/[=!<>~]/.test(text[end] as string)) {
    const at = { from, to: endOfWord(text, end) }
    return invalidFilter(`${notInPath(text.slice(end))}; to search for the text as it is, put it in double quotes.`, at)
  }
  const operatorAt = skipSpaces(text, end)
  const operator = operators.find((each) => text.startsWith(each, operatorAt))
  if (operator === undefined) {
    if (text[operatorAt] !== '!') return ok({ kind: 'field', path, at: { from, to: end } })
    return invalidFilter(
      `“${excerpt(text.slice(operatorAt))}” is not understood after ${text.slice(from, end)}: compare with == != > >= < <= or ` +
        `~ (contains). ${QUOTE_HINT}`,
      { from: operatorAt, to: text.length },
    )
  }
  const valueAt = skipSpaces(text, operatorAt + operator.length)
  const valueEnd = endOfValue(text, valueAt)
  if (!valueEnd.ok) return valueEnd
  const at = { from, to: valueEnd.value }
  const typed = text.slice(valueAt, at.to)
  if (typed === '' || /^(?:and|or)$/i.test(typed)) {
    return invalidFilter(`After ${operator} stands the value to compare with, such as 100 or "text".`, {
      from,
      to: operatorAt + operator.length,
    })
  }
  const comparison = readComparison(operator, typed, { from: valueAt, to: at.to })
  return comparison.ok ? ok({ kind: 'field', path, comparison: comparison.value, at }) : comparison
}

/**
 * A path and nothing after it.
 * @param text begins with `$`
 */
export function parsePath(text: string): Result<FieldPath> {
  const read = readPath(text, 0)
  if (!read.ok) return read
  const { path, end } = read.value
  return end === text.length ? ok(path) : invalidFilter(`${notInPath(text.slice(end))}.`)
}

/** @returns the path as far as it goes, and where it ends */
function readPath(text: string, from: number): Result<{ path: FieldPath; end: number }> {
  const path: FieldPath = []
  let end = from + 1
  for (;;) {
    STEP.lastIndex = end
    const step = STEP.exec(text)
    if (step === null) break
    const [, key, index, quoted] = step
    if (key !== undefined) path.push(key)
    else if (index !== undefined) path.push(Number(index))
    else {
      const string = readString(quoted as string, { from: end, to: STEP.lastIndex })
      if (!string.ok) return string
      path.push(string.value)
    }
    end = STEP.lastIndex
  }
  return ok({ path, end })
}

function notInPath(rest: string): string {
  return `“${excerpt(rest)}” is not understood in the path of the field. Write it as $.price, $.items[0].id or $["odd key"]`
}

/** A quoted value is as long as its quotes say; every other is a word. */
function endOfValue(text: string, from: number): Result<number> {
  if (!/^["']/.test(text.slice(from, from + 1))) return ok(endOfWord(text, from))
  STRING.lastIndex = from
  if (STRING.test(text) && isEnd(text, STRING.lastIndex)) return ok(STRING.lastIndex)
  return invalidFilter(
    `The string ${excerpt(text.slice(from))} ends with the quote it begins with: write "text" or 'text'.`,
    { from, to: text.length },
  )
}

function readComparison(operator: (typeof operators)[number], typed: string, at: Span): Result<Comparison> {
  const value = readValue(typed, at)
  if (!value.ok) return value
  switch (operator) {
    case '~':
      // What is searched in is text, so this is text too: as it was typed, quotes aside.
      return ok({ operator, value: typeof value.value === 'string' ? value.value : typed })
    case '=':
    case '==':
    case '!=':
      return ok({ operator: operator === '=' ? '==' : operator, value: value.value })
    default:
      if (typeof value.value === 'string' || typeof value.value === 'number') {
        return ok({ operator, value: value.value })
      }
      return invalidFilter(`${typed} is neither larger nor smaller than anything: compare it with == or !=.`, at)
  }
}

function readValue(typed: string, at: Span): Result<string | number | boolean | null> {
  if (typed === 'true') return ok(true)
  if (typed === 'false') return ok(false)
  if (typed === 'null') return ok(null)
  if (NUMBER.test(typed)) return ok(Number(typed))
  if (/^["']/.test(typed)) return readString(typed, at)
  if (/^[=!<>~]/.test(typed)) {
    return invalidFilter(
      `“${excerpt(typed)}” is no value: compare with one of == != > >= < <= ~, or put it in quotes.`,
      at,
    )
  }
  return ok(typed)
}

/** A string as JSON writes it, in double or in single quotes, which it begins and ends with. */
function readString(typed: string, at: Span): Result<string> {
  const inside = typed.slice(1, -1)
  const json = typed.startsWith('"')
    ? inside
    : inside.replaceAll("\\'", "'").replace(/(\\.)|"/gs, (_, escaped) => escaped ?? '\\"')
  try {
    return ok(JSON.parse(`"${json}"`) as string)
  } catch {
    return invalidFilter(
      `The string ${excerpt(typed)} has an escape that JSON does not know: write a backslash as \\\\.`,
      at,
    )
  }
}
