/** Says where a text stops being JSON and what to do about it, in words for whoever typed it. */
import { jsonLanguage } from '@codemirror/lang-json'

export interface JsonProblem {
  /** Where in the text; `endAt` is one past it. */
  startAt: number
  endAt: number
  /** A sentence. */
  message: string
}

/** @returns undefined for JSON */
export function findJsonProblem(text: string): JsonProblem | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    const { startAt, endAt } = firstError(text)
    return { startAt, endAt, message: `${placeOf(text, startAt)}: ${adviceFor(text, startAt, endAt)}` }
  }
}

function firstError(text: string): { startAt: number; endAt: number } {
  let found: { startAt: number; endAt: number } | undefined
  jsonLanguage.parser.parse(text).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError && found === undefined) found = { startAt: from, endAt: to }
      return found === undefined
    },
  })
  return found ?? { startAt: text.length, endAt: text.length }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  return line === 1 && !text.includes('\n') ? `Column ${column}` : `Line ${line}, column ${column}`
}

function adviceFor(text: string, startAt: number, endAt: number): string {
  const rest = text.slice(startAt)
  const before = text.slice(0, startAt).trimEnd()
  if (rest.trim() === '') return 'the JSON ends too early; something is still open or missing.'
  const [first = ''] = rest
  switch (first) {
    case "'":
      return 'JSON takes double quotes, not single ones.'
    case '/':
    case '#':
      return 'JSON has no comments.'
    case '}':
    case ']':
      if (before.endsWith(',')) return `the comma before ${first} is one too many.`
      return before.endsWith(':') ? 'a value is missing.' : `there is no opening bracket for ${first} here.`
    case ',':
      return 'a value is missing before this comma.'
    case '"':
      if (endAt - startAt > 1 || !rest.slice(1).includes('"'))
        return 'this text has no end, or holds what must be escaped.'
      return before.endsWith('"') ? 'a comma or a colon is missing before this.' : 'a comma is missing before this.'
    default:
      return adviceForWord(/^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(rest)?.[0], before, first)
  }
}

function adviceForWord(word: string | undefined, before: string, first: string): string {
  if (word === undefined) return `“${first}” does not belong here.`
  if (/[{,]$/.test(before)) return `“${word}” needs double quotes.`
  return `“${word}” is no JSON value; texts stand in double quotes.`
}
