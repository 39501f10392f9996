/**
 * Reads `$.path op value`.
 *
 *   path    $  .key  ["any key"]  [0]
 *   op      ==  =  !=  >  >=  <  <=  ~
 *   value   100  "text"  'text'  true  false  null  word
 */
import { ok, type Result } from '../failure'
import type { FieldPath } from '../protocol/feed'
import { invalidFilter } from './invalid-filter'
import { type Comparison, type FieldTerm, operators } from './term'

/** A key that needs no quotes: up to what would end it. */
const STEP = /\.([^\s.[\]"'=!<>~]+)|\[(\d+)\]|\[\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\]/y
const STRING = /^"(?:[^"\\]|\\.)*"$|^'(?:[^'\\]|\\.)*'$/
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** @param text begins with `$` and ends with no space */
export function parseField(text: string): Result<FieldTerm> {
  const read = readPath(text)
  if (!read.ok) return read
  const { path, end } = read.value
  const next = text[end]
  if (next !== undefined && !/[\s=!<>~]/.test(next)) {
    return invalidFilter(`${notInPath(text.slice(end))}; to search for the text as it is, put it in double quotes.`)
  }
  const rest = text.slice(end).trimStart()
  if (rest === '') return ok({ kind: 'field', path })
  const operator = operators.find((each) => rest.startsWith(each))
  if (operator === undefined) {
    return invalidFilter(
      `“${excerpt(rest)}” is not understood after ${text.slice(0, end)}: compare with == != > >= < <= or ~ (contains). ` +
        'To search for the text as it is, put it in double quotes.',
    )
  }
  const typed = rest.slice(operator.length).trim()
  if (typed === '') return invalidFilter(`After ${operator} stands the value to compare with, such as 100 or "text".`)
  const comparison = readComparison(operator, typed)
  return comparison.ok ? ok({ kind: 'field', path, comparison: comparison.value }) : comparison
}

/**
 * A path and nothing after it.
 * @param text begins with `$`
 */
export function parsePath(text: string): Result<FieldPath> {
  const read = readPath(text)
  if (!read.ok) return read
  const { path, end } = read.value
  return end === text.length ? ok(path) : invalidFilter(`${notInPath(text.slice(end))}.`)
}

/** @returns the path as far as it goes, and where it ends */
function readPath(text: string): Result<{ path: FieldPath; end: number }> {
  const path: FieldPath = []
  let end = 1
  for (;;) {
    STEP.lastIndex = end
    const step = STEP.exec(text)
    if (step === null) break
    const [, key, index, quoted] = step
    if (key !== undefined) path.push(key)
    else if (index !== undefined) path.push(Number(index))
    else {
      const string = readString(quoted as string)
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

function readComparison(operator: (typeof operators)[number], typed: string): Result<Comparison> {
  const value = readValue(typed)
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
      return invalidFilter(`${typed} is neither larger nor smaller than anything: compare it with == or !=.`)
  }
}

function readValue(typed: string): Result<string | number | boolean | null> {
  if (typed === 'true') return ok(true)
  if (typed === 'false') return ok(false)
  if (typed === 'null') return ok(null)
  if (NUMBER.test(typed)) return ok(Number(typed))
  if (/^["']/.test(typed)) return readString(typed)
  if (/^[=!<>~]/.test(typed)) {
    return invalidFilter(`“${excerpt(typed)}” is no value: compare with one of == != > >= < <= ~, or put it in quotes.`)
  }
  if (/\s/.test(typed)) {
    return invalidFilter(`The value “${excerpt(typed)}” has a space in it: put it in quotes, or remove what follows.`)
  }
  return ok(typed)
}

/** A string as JSON writes it, in double or in single quotes. */
function readString(typed: string): Result<string> {
  if (!STRING.test(typed)) {
    return invalidFilter(`The string ${excerpt(typed)} ends with the quote it begins with: write "text" or 'text'.`)
  }
  const inside = typed.slice(1, -1)
  const json = typed.startsWith('"')
    ? inside
    : inside.replaceAll("\\'", "'").replace(/(\\.)|"/gs, (_, escaped) => escaped ?? '\\"')
  try {
    return ok(JSON.parse(`"${json}"`) as string)
  } catch {
    return invalidFilter(
      `The string ${excerpt(typed)} has an escape that JSON does not know: write a backslash as \\\\.`,
    )
  }
}

const EXCERPT_MAX_LENGTH = 30

function excerpt(text: string): string {
  return text.length <= EXCERPT_MAX_LENGTH ? text : `${text.slice(0, EXCERPT_MAX_LENGTH)}…`
}
