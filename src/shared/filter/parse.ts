/**
 * Reads what the user typed into the filter box. The first character tells the form, so that plain text needs no syntax:
 *
 *   /…/ism        a regular expression
 *   $.path op x   a comparison of a JSON field (`parse-field.ts`)
 *   "…"           the text inside, whatever it begins with
 *   anything else the text itself
 *
 * Whether a regular expression is valid only its engine knows; everything else is decided here.
 */
import { ok, type Result } from '../failure'
import { invalidFilter } from './invalid-filter'
import { parseField } from './parse-field'
import type { RegexTerm, Term } from './term'

/** Longer than anyone types; a bound on what a search can cost a byte and on how large a regular expression compiles. */
export const FILTER_TEXT_MAX_LENGTH = 1_000

const PHRASE = /^"((?:[^"\\]|\\.)*)"$/s
const ESCAPED = /\\(["\\])/g
const QUOTE_HINT = 'To search for the text as it is, put it in double quotes.'

/** @returns undefined for an empty filter, which wants everything */
export function parseFilter(text: string): Result<Term | undefined> {
  if (text.length > FILTER_TEXT_MAX_LENGTH) {
    return invalidFilter(
      `The filter is ${text.length} characters long; at most ${FILTER_TEXT_MAX_LENGTH} are possible. Shorten it.`,
    )
  }
  if (text === '') return ok(undefined)
  const trimmed = text.trim()
  if (trimmed.startsWith('/')) return parseRegex(trimmed)
  if (trimmed.startsWith('$')) return parseField(trimmed)
  const phrase = PHRASE.exec(trimmed)?.[1]
  return ok({ kind: 'text', text: phrase === undefined ? text : phrase.replace(ESCAPED, '$1') })
}

function parseRegex(text: string): Result<RegexTerm> {
  const end = closingSlash(text)
  if (end === undefined) {
    return invalidFilter(`A regular expression ends with a slash: write /${text.slice(1)}/. ${QUOTE_HINT}`)
  }
  const pattern = text.slice(1, end)
  const flags = text.slice(end + 1)
  if (pattern === '') return invalidFilter(`Between the slashes stands no regular expression. ${QUOTE_HINT}`)
  const wrong = [...flags].find((flag, at) => !'ism'.includes(flag) || flags.indexOf(flag) !== at)
  if (wrong === undefined) return ok({ kind: 'regex', pattern, flags })
  return 'ism'.includes(wrong)
    ? invalidFilter(`The flag ${wrong} stands twice after the last slash. Remove one.`)
    : invalidFilter(
        `What follows the last slash are flags, and “${wrong}” is none: i (either case), s (the dot takes line ends), ` +
          `m (^ and $ at every line). ${QUOTE_HINT}`,
      )
}

/** The last slash that no backslash escapes, the opening one aside. */
function closingSlash(text: string): number | undefined {
  for (let at = text.lastIndexOf('/'); at > 0; at = text.lastIndexOf('/', at - 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return undefined
}
