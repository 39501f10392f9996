/**
 * Regular expressions over payloads, in time that grows with the payload and no faster: by RE2 (a port of it to JavaScript,
 * `re2js`), or by V8's own engine where `native-regexp.ts` shows that it cannot be slow.
 */
import { RE2JS, RE2JSSyntaxException } from 're2js'
import { fail, ok, type Result } from '../../../shared/failure'
import { invalidFilter } from '../../../shared/filter/invalid-filter'
import { NATIVE_TEXT_MAX_LENGTH, nativeRegExp } from '../../../shared/filter/native-regexp'
import type { RegexTerm } from '../../../shared/filter/term'
import { oneByOne, type PayloadMatch } from './payload-match'

/**
 * Of one payload; the rest is not looked at, since a match cannot be interrupted. It takes three milliseconds; with the worst of
 * expressions, on bytes made for it, two or three seconds.
 */
export const REGEX_MAX_BYTES = 256 * 1024
/** Instructions of the compiled expression, by which memory and the worst time grow. Fifty words have 500. */
export const PROGRAM_MAX_SIZE = 1_000
/** With the worst of expressions, 200 bytes take four milliseconds. */
const ROWS_PER_SLICE = 16

const FLAGS: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  s: RE2JS.DOTALL,
  m: RE2JS.MULTILINE,
}

/** @returns it, and how many instructions it has */
export function compileRegexMatch(term: RegexTerm): Result<{ match: PayloadMatch; programSize: number }> {
  const { pattern, flags, at } = term
  const compiled = compileRe2(pattern, flags)
  if (!compiled.ok) return fail(compiled.error.code, compiled.error.message, { at })
  const re2 = compiled.value
  const native = nativeRegExp(pattern, flags)
  const match = oneByOne((bytes, from, to) => {
    const text = bytes.toString('utf8', from, Math.min(to, from + REGEX_MAX_BYTES))
    return native !== undefined && text.length <= NATIVE_TEXT_MAX_LENGTH ? native.test(text) : re2.test(text)
  }, ROWS_PER_SLICE)
  return ok({ match, programSize: re2.programSize() })
}

function compileRe2(pattern: string, flags: string): Result<RE2JS> {
  // The translation below would read it as the letter k.
  if (/(?<!\\)(?:\\\\)*\\k</.test(pattern)) return unsupported('A backreference')
  if (repeatsOf(pattern) > PROGRAM_MAX_SIZE) return tooLarge()
  let bits = 0
  for (const flag of flags) bits |= FLAGS[flag] as number
  try {
    // Takes JavaScript's \u00e9 and \u{1f600} too.
    const re2 = RE2JS.compile(RE2JS.translateRegExp(pattern), bits)
    return re2.programSize() <= PROGRAM_MAX_SIZE ? ok(re2) : tooLarge()
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    return explain(error.getDescription(), error.getPattern() ?? '')
  }
}

/** All repeat counts together, so that what is far too large is not compiled first: that would take half a second. */
function repeatsOf(pattern: string): number {
  let sum = 0
  for (const [, least, most] of pattern.matchAll(/(?<!\\)\{(\d{1,4})(?:,(\d{1,4}))?/g)) sum += Number(most ?? least)
  return sum
}

function tooLarge(): Result<never> {
  return invalidFilter(
    `The regular expression is too large: its repeat counts come to more than ${PROGRAM_MAX_SIZE}. Use smaller ones, or * or +.`,
  )
}

function explain(description: string, where: string): Result<never> {
  if (/^\(\?<?[=!]/.test(where)) return unsupported('Looking ahead or behind')
  if (/^\\[1-9]/.test(where)) return unsupported('A backreference')
  const at = where === '' ? '' : ` at ${where.slice(0, 30)}`
  return invalidFilter(
    `The regular expression is not valid: ${description}${at}. Correct it; to search for one of ( ) [ ] { } . * + ? | ^ $ \\ ` +
      'itself, write a backslash before it.',
  )
}

function unsupported(what: string): Result<never> {
  return invalidFilter(
    `${what} is not possible in a filter: it could take time without end. Write the expression without it.`,
  )
}
