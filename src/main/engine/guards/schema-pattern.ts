/**
 * The regular expressions of a JSON Schema, in time that grows with the text and no faster: clients choose the texts, and
 * JavaScript's own engine takes seconds for 28 letters of `(a+)+$`. RE2 (its port `re2js`) does not backtrack.
 */
import { RE2JS, RE2JSSyntaxException } from 're2js'

/** Instructions of a compiled expression, by which its worst time grows. Fifty words have 500. */
export const PATTERN_PROGRAM_MAX_SIZE = 1_000
/** Of a text; the worst of expressions takes a second for it, any usual one less than a millisecond. */
export const PATTERN_TEXT_MAX_LENGTH = 64 * 1024

/** Of a pattern; it takes as long to compile as a part of a schema that has none. */
const LENGTH_IN_A_PART = 25

/** Why a schema cannot be used; completes the sentence “The schema …”. */
export class SchemaFault extends Error {}

/** A message cannot be held against the schema; completes the sentence “The message …”. */
export class Unanswerable extends Error {}

export interface Pattern {
  test(text: string): boolean
  /** Ajv keeps patterns by it. */
  toString(): string
}

export function compilePattern(source: string): Pattern {
  const re2 = compile(source)
  if (re2.programSize() > PATTERN_PROGRAM_MAX_SIZE) throw tooLarge(source)
  return {
    test: (text) => {
      if (text.length > PATTERN_TEXT_MAX_LENGTH) {
        throw new Unanswerable(
          `has a text of ${text.length} characters where the schema has a pattern; no more than ${PATTERN_TEXT_MAX_LENGTH} are looked at.`,
        )
      }
      return re2.test(text)
    },
    toString: () => source,
  }
}

function compile(source: string): RE2JS {
  // RE2JS would read it as the letter k.
  if (/(?<!\\)(?:\\\\)*\\k</.test(source)) throw unsupported('A backreference', source)
  if (repeatsOf(source) > PATTERN_PROGRAM_MAX_SIZE) throw tooLarge(source)
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source))
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error
    const where = error.getPattern() ?? ''
    if (/^\(\?<?[=!]/.test(where)) throw unsupported('Looking ahead or behind', source)
    if (/^\\[1-9]/.test(where)) throw unsupported('A backreference', source)
    throw new SchemaFault(`has a pattern that is not valid: ${quote(source)} (${error.getDescription()}).`)
  }
}

/** As how many parts of a schema a pattern counts (`schema-work.ts`): compiling takes longer the longer it is, written out. */
export function partsOfPattern(source: string): number {
  return 1 + Math.floor((source.length + repeatsOf(source)) / LENGTH_IN_A_PART)
}

/** All repeat counts together, so that what is far too large is not compiled first: that would take half a second. */
function repeatsOf(source: string): number {
  let sum = 0
  for (const [, least, most] of source.matchAll(/(?<!\\)\{(\d{1,4})(?:,(\d{1,4}))?/g)) sum += Number(most ?? least)
  return sum
}

function tooLarge(source: string): SchemaFault {
  return new SchemaFault(`has a pattern that is too large: ${quote(source)}. Use smaller repeat counts, or * or +.`)
}

function unsupported(what: string, source: string): SchemaFault {
  return new SchemaFault(
    `has a pattern that cannot be used: ${quote(source)}. ${what} could take time without end; write it without.`,
  )
}

function quote(source: string): string {
  return `“${source.length > 60 ? `${source.slice(0, 60)}…` : source}”`
}
