/**
 * Reads one term of a filter. Its first characters tell its form, so that plain words need no syntax:
 *
 *   /…/ism        a regular expression
 *   $.path op x   a comparison of a JSON field (`parse-field.ts`)
 *   "…"           the text inside, whatever it is
 *   dir: type: is: conn: size> time>   of the row (`parse-row-term.ts`)
 *   anything else the word itself
 */
import { ok, type Result } from '../failure'
import { invalidFilter, QUOTE_HINT } from './invalid-filter'
import { parseField } from './parse-field'
import { parseRowTerm } from './parse-row-term'
import { endOfWord, isEnd } from './scan'
import type { RegexTerm, Term, TextTerm } from './term'

const PHRASE = /"((?:[^"\\]|\\.)*)"/sy
const ESCAPED = /\\(["\\])/g
/** A slash, and what might be flags. */
const CLOSING = /\/(\w*)/y

/** @param from where it begins: at no space and no parenthesis that closes */
export function parseTerm(text: string, from: number, nowMs: number): Result<Term> {
  switch (text[from]) {
    case '/':
      return parseRegex(text, from)
    case '$':
      return parseField(text, from)
    case '"':
      return parsePhrase(text, from)
    default:
      return parseRowTerm(text, from, nowMs) ?? ok(word(text, from))
  }
}

function word(text: string, from: number): TextTerm {
  const to = endOfWord(text, from)
  return { kind: 'text', text: text.slice(from, to), at: { from, to } }
}

function parsePhrase(text: string, from: number): Result<TextTerm> {
  PHRASE.lastIndex = from
  const phrase = PHRASE.exec(text)
  if (phrase === null) {
    return invalidFilter('What begins with a quote ends with one: write "text". A quote within is written \\".', {
      from,
      to: text.length,
    })
  }
  const to = PHRASE.lastIndex
  // `"price":100`, as it is copied from a message.
  if (!isEnd(text, to)) return ok(word(text, from))
  return ok({ kind: 'text', text: (phrase[1] as string).replace(ESCAPED, '$1'), at: { from, to } })
}

function parseRegex(text: string, from: number): Result<RegexTerm> {
  const end = closingSlash(text, from)
  if (end === undefined) {
    const to = endOfWord(text, from)
    return invalidFilter(`A regular expression ends with a slash: write /${text.slice(from + 1, to)}/. ${QUOTE_HINT}`, {
      from,
      to: text.length,
    })
  }
  CLOSING.lastIndex = end
  const flags = CLOSING.exec(text)?.[1] ?? ''
  const at = { from, to: CLOSING.lastIndex }
  const pattern = text.slice(from + 1, end)
  if (pattern === '') return invalidFilter(`Between the slashes stands no regular expression. ${QUOTE_HINT}`, at)
  const wrong = [...flags].find((flag, place) => !'ism'.includes(flag) || flags.indexOf(flag) !== place)
  if (wrong === undefined) return ok({ kind: 'regex', pattern, flags, at })
  const atFlags = { from: end + 1, to: at.to }
  return 'ism'.includes(wrong)
    ? invalidFilter(`The flag ${wrong} stands twice after the last slash. Remove one.`, atFlags)
    : invalidFilter(
        `What follows the last slash are flags, and “${wrong}” is none: i (either case), s (the dot takes line ends), ` +
          `m (^ and $ at every line). ${QUOTE_HINT}`,
        atFlags,
      )
}

/** The first slash after the opening one that no backslash escapes and that nothing but flags follows. */
function closingSlash(text: string, from: number): number | undefined {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '/') {
      CLOSING.lastIndex = at
      CLOSING.exec(text)
      if (isEnd(text, CLOSING.lastIndex)) return at
    }
  }
  return undefined
}
