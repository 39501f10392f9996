/**
 * Reads what the user typed into the filter box: terms, joined.
 *
 *   either   both ("or" both)*
 *   both     one ("and"? one)*
 *   one      "not" one | "(" either ")" | term     (`parse-term.ts`)
 *
 * Whether a regular expression is valid only its engine knows; everything else is decided here.
 */
import { ok, type Result } from '../failure'
import { excerpt, invalidFilter, QUOTE_HINT } from './invalid-filter'
import { parseTerm } from './parse-term'
import { skipSpaces } from './scan'
import type { Expression, Span } from './term'

/** Longer than anyone types; a bound on what a search can cost a byte and on how large a regular expression compiles. */
export const FILTER_TEXT_MAX_LENGTH = 1_000
/** Of parentheses and `not` within each other: nobody reads more, and each is a call on the stack. */
export const DEPTH_MAX = 50
/** Each may look through every payload. */
export const TERMS_MAX = 100

/** A parenthesis may follow at once. */
const WORD_OPERATOR = /(?:and|or|not)(?=[\s()]|$)/iy

/**
 * @param nowMs what `time>-5m` counts from
 * @returns undefined for an empty filter, which wants everything
 */
export function parseFilter(text: string, nowMs = Date.now()): Result<Expression | undefined> {
  if (text.length > FILTER_TEXT_MAX_LENGTH) {
    return invalidFilter(
      `The filter is ${text.length} characters long; at most ${FILTER_TEXT_MAX_LENGTH} are possible. Shorten it.`,
      { from: FILTER_TEXT_MAX_LENGTH, to: text.length },
    )
  }
  if (text.trim() === '') return ok(undefined)
  return new Parser(text, nowMs).parse()
}

class Parser {
  private at = 0
  private depth = 0
  private termCount = 0

  constructor(
    private readonly text: string,
    private readonly nowMs: number,
  ) {}

  parse(): Result<Expression> {
    const expression = this.either()
    if (!expression.ok || this.peek() === undefined) return expression
    return invalidFilter(`This parenthesis closes none. Remove it. ${QUOTE_HINT}`, this.one())
  }

  private either(): Result<Expression> {
    const parts: Expression[] = []
    do {
      const part = this.both()
      if (!part.ok) return part
      parts.push(part.value)
    } while (this.take('or'))
    return ok(joined('or', parts))
  }

  private both(): Result<Expression> {
    const parts: Expression[] = []
    for (;;) {
      const isTerm = this.peek() === 'term'
      const part = this.part()
      if (!part.ok) return part
      parts.push(part.value)
      if (this.take('and')) continue
      const next = this.peek()
      if (next === undefined || next === ')' || next === 'or') return ok(joined('and', parts))
      const { value } = part
      // `$.side is buy` would be three things that must be there.
      const isBareField = isTerm && value.kind === 'field' && value.comparison === undefined
      if (isBareField && next !== 'not') return this.notCompared(value.at)
    }
  }

  private part(): Result<Expression> {
    const next = this.peek()
    const at = this.one(next)
    switch (next) {
      case undefined:
        return this.nothingHere()
      case ')':
        return this.nothingHere(at)
      case 'and':
      case 'or':
        return invalidFilter(
          `Before and after “${next}” stands something to look for. To search for the word itself, write "${next}" in quotes.`,
          at,
        )
      case 'not':
      case '(': {
        if (++this.depth > DEPTH_MAX) {
          return invalidFilter(`Parentheses and “not” stand at most ${DEPTH_MAX} within each other. Use fewer.`, at)
        }
        this.at = at.to
        const part = next === '(' ? this.group(at) : this.negation()
        this.depth--
        return part
      }
      default: {
        if (++this.termCount > TERMS_MAX) {
          return invalidFilter(`A filter is made of at most ${TERMS_MAX} terms. Leave some out.`, at)
        }
        const term = parseTerm(this.text, this.at, this.nowMs)
        if (term.ok) this.at = term.value.at.to
        return term
      }
    }
  }

  private negation(): Result<Expression> {
    const part = this.part()
    return part.ok ? ok({ kind: 'not', part: part.value }) : part
  }

  private group(open: Span): Result<Expression> {
    const inside = this.either()
    if (!inside.ok) return inside
    if (this.peek() !== ')') {
      return invalidFilter(`This parenthesis is not closed: write ) where it ends. ${QUOTE_HINT}`, open)
    }
    this.at++
    return inside
  }

  /** @param close the parenthesis there is instead */
  private nothingHere(close?: Span): Result<never> {
    const before = this.text.slice(0, this.at).trimEnd()
    const [last = ''] = /(?:and|or|not|\()$/i.exec(before) ?? []
    if (last === '') return invalidFilter(`This parenthesis closes none. Remove it. ${QUOTE_HINT}`, close)
    const at = { from: before.length - last.length, to: close?.to ?? before.length }
    if (last === '(') return invalidFilter(`After the parenthesis stands what to look for. ${QUOTE_HINT}`, at)
    return invalidFilter(
      `After “${last}” stands what to look for. To search for the word itself, write "${last}" in quotes.`,
      at,
    )
  }

  private notCompared(field: Span): Result<never> {
    const { text } = this
    const rest = text.slice(this.at)
    return invalidFilter(
      `“${excerpt(rest)}” is not understood after ${text.slice(field.from, field.to)}: compare with ` +
        '== != > >= < <= or ~ (contains), or write “and” between two terms.',
      { from: this.at, to: text.length },
    )
  }

  /** What stands next, spaces aside: an operator, a parenthesis, anything else as `term`, or nothing. */
  private peek(): 'and' | 'or' | 'not' | '(' | ')' | 'term' | undefined {
    this.at = skipSpaces(this.text, this.at)
    const next = this.text[this.at]
    if (next === undefined || next === '(' || next === ')') return next
    WORD_OPERATOR.lastIndex = this.at
    const word = WORD_OPERATOR.exec(this.text)?.[0].toLowerCase()
    return word === 'and' || word === 'or' || word === 'not' ? word : 'term'
  }

  private take(operator: 'and' | 'or'): boolean {
    if (this.peek() !== operator) return false
    this.at += operator.length
    return true
  }

  /** Where an operator or a parenthesis stands. */
  private one(next: string = ')'): Span {
    return { from: this.at, to: this.at + next.length }
  }
}

function joined(kind: 'and' | 'or', parts: Expression[]): Expression {
  const [first] = parts
  return parts.length === 1 && first !== undefined ? first : { kind, parts }
}
