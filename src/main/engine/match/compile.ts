/** Compiles what the user typed into the filter box: to a test of rows, or of payloads alone where there is no row. */
import { assertNever } from '../../../shared/assert-never'
import { ok, type Result } from '../../../shared/failure'
import { invalidFilter, QUOTE_HINT } from '../../../shared/filter/invalid-filter'
import { parseFilter } from '../../../shared/filter/parse'
import type { Expression, PayloadTerm, RowTerm, Term } from '../../../shared/filter/term'
import { compileDecodedField, type JsonOf } from './decoded-field-match'
import { compileFieldMatch } from './field-match'
import type { PayloadBlock, PayloadMatch } from './payload-match'
import { compileRegexMatch, PROGRAM_MAX_SIZE } from './regex-match'
import { type ConnectionNames, compileRowTerm, type RowBlock } from './row-term-match'
import { allOf, anyOf, noneOf, type Selection } from './selection'
import { compileTextMatch } from './text-match'

/** Beside one another: a field costs a parse, an expression a decoded text. A look at a column costs one. */
const COSTS: Readonly<Record<PayloadTerm['kind'], number>> = { text: 10, regex: 100, field: 200 }

/** Every payload term of a filter, compiled. */
type Leaves = ReadonlyMap<Term, PayloadMatch>

/**
 * @param nowMs when the text was typed: what `time>-5m` counts from
 * @param jsonOf for fields of messages that are JSON only once they are decoded
 * @returns undefined for an empty text, which wants everything; `ERR_FILTER_INVALID` for what cannot be read
 */
export function compileRowMatch(
  text: string,
  connectionNames: ConnectionNames,
  nowMs?: number,
  jsonOf?: JsonOf,
): Result<Selection<RowBlock> | undefined> {
  const parsed = parseFilter(text, nowMs)
  if (!parsed.ok) return parsed
  const expression = parsed.value
  if (expression === undefined) return ok(undefined)
  const leaves = compileLeaves(expression)
  if (!leaves.ok) return leaves
  return ok(
    selectionOf<RowBlock>(expression, (term) => {
      const match = leaves.value.get(term)
      if (match === undefined) return compileRowTerm(term as RowTerm, connectionNames)
      if (term.kind !== 'field' || jsonOf === undefined) return payloadSelection(term, match)
      return compileDecodedField(term, match, jsonOf, COSTS.field)
    }),
  )
}

/**
 * Of payloads, where there is no row to ask of anything else.
 * @returns as `compileRowMatch`; `ERR_FILTER_INVALID` also for what asks of a row
 */
export function compilePayloadMatch(text: string): Result<PayloadMatch | undefined> {
  const parsed = parseFilter(text)
  if (!parsed.ok) return parsed
  const expression = parsed.value
  if (expression === undefined) return ok(undefined)
  const leaves = compileLeaves(expression)
  if (!leaves.ok) return leaves
  for (const { kind, at } of termsOf(expression)) {
    if (kind === 'text' || kind === 'regex' || kind === 'field') continue
    return invalidFilter(
      `“${text.slice(at.from, at.to)}” asks of a row of the log, and here is only a message: look for what it says, by a ` +
        `word, "a phrase", /an expression/ or $.field. ${QUOTE_HINT}`,
      at,
    )
  }
  const matchOf = (term: Term) => leaves.value.get(term) as PayloadMatch
  const selection = selectionOf<PayloadBlock>(expression, (term) => payloadSelection(term, matchOf(term)))
  return ok({ ...selection, matches: messageTest(expression, matchOf) })
}

/** One message at a time, as rules match. */
export function compileMessageMatch(text: string): Result<((bytes: Buffer) => boolean) | undefined> {
  const compiled = compilePayloadMatch(text)
  if (!compiled.ok) return compiled
  const match = compiled.value
  return ok(match === undefined ? undefined : (bytes) => match.matches(bytes, 0, bytes.byteLength))
}

function* termsOf(expression: Expression): Generator<Term> {
  switch (expression.kind) {
    case 'and':
    case 'or':
      for (const part of expression.parts) yield* termsOf(part)
      break
    case 'not':
      yield* termsOf(expression.part)
      break
    default:
      yield expression
  }
}

function compileLeaves(expression: Expression): Result<Leaves> {
  const leaves = new Map<Term, PayloadMatch>()
  let programSize = 0
  for (const term of termsOf(expression)) {
    switch (term.kind) {
      case 'text':
        leaves.set(term, compileTextMatch(term.text))
        break
      case 'regex': {
        const compiled = compileRegexMatch(term)
        if (!compiled.ok) return compiled
        programSize += compiled.value.programSize
        // What one may cost, all together may cost.
        if (programSize > PROGRAM_MAX_SIZE) {
          return invalidFilter('The regular expressions are too large together. Use fewer, or smaller ones.', term.at)
        }
        leaves.set(term, compiled.value.match)
        break
      }
      case 'field':
        leaves.set(term, compileFieldMatch(term))
        break
      default:
    }
  }
  return ok(leaves)
}

function payloadSelection(term: Term, match: PayloadMatch): Selection<PayloadBlock> {
  const { rowsPerSlice } = match
  const cost = COSTS[term.kind as PayloadTerm['kind']]
  return { rowsPerSlice, cost, select: (block, rows, count) => match.select(block, rows, count) }
}

function selectionOf<Block>(expression: Expression, leaf: (term: Term) => Selection<Block>): Selection<Block> {
  switch (expression.kind) {
    case 'and':
      return allOf(expression.parts.map((part) => selectionOf(part, leaf)))
    case 'or':
      return anyOf(expression.parts.map((part) => selectionOf(part, leaf)))
    case 'not':
      return noneOf(selectionOf(expression.part, leaf))
    case 'text':
    case 'regex':
    case 'field':
    case 'direction':
    case 'type':
    case 'mark':
    case 'size':
    case 'connection':
    case 'time':
      return leaf(expression)
    default:
      return assertNever(expression)
  }
}

function messageTest(expression: Expression, matchOf: (term: Term) => PayloadMatch): PayloadMatch['matches'] {
  switch (expression.kind) {
    case 'and': {
      const tests = expression.parts.map((part) => messageTest(part, matchOf))
      return (bytes, from, to) => tests.every((test) => test(bytes, from, to))
    }
    case 'or': {
      const tests = expression.parts.map((part) => messageTest(part, matchOf))
      return (bytes, from, to) => tests.some((test) => test(bytes, from, to))
    }
    case 'not': {
      const test = messageTest(expression.part, matchOf)
      return (bytes, from, to) => !test(bytes, from, to)
    }
    default: {
      const match = matchOf(expression)
      return (bytes, from, to) => match.matches(bytes, from, to)
    }
  }
}
