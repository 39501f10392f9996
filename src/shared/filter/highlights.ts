/**
 * Where a text has what a filter looks for: its words, phrases and expressions, those behind `not` aside. For the window, so only
 * what cannot be slow there: an expression that V8 may not run (`native-regexp.ts`) is found by the engine and not shown.
 */
import { NATIVE_TEXT_MAX_LENGTH, nativeRegExp } from './native-regexp'
import { parseFilter } from './parse'
import type { Expression, Span } from './term'

/** Of one text; with more, nothing stands out. */
export const HIGHLIGHTS_MAX = 500

/** What to look for. Make it once for many texts. */
export interface HighlightTerm {
  /** Global, so that it goes on where it was. */
  pattern: RegExp
  /** Longer texts are not looked through for it. */
  textMaxLength: number
}

/** @param filter as in the filter box; one that cannot be read highlights nothing */
export function highlightTermsOf(filter: string): HighlightTerm[] {
  const parsed = parseFilter(filter)
  return parsed.ok && parsed.value !== undefined ? termsOf(parsed.value) : []
}

/** For a text that is looked for as it is, in either case. */
export function literalTerms(text: string): HighlightTerm[] {
  if (text === '') return []
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return [{ pattern: new RegExp(literal, 'giu'), textMaxLength: Number.POSITIVE_INFINITY }]
}

function termsOf(expression: Expression): HighlightTerm[] {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.parts.flatMap(termsOf)
    case 'text':
      return literalTerms(expression.text)
    case 'regex': {
      const native = nativeRegExp(expression.pattern, expression.flags)
      if (native === undefined) return []
      return [{ pattern: new RegExp(native.source, `${native.flags}g`), textMaxLength: NATIVE_TEXT_MAX_LENGTH }]
    }
    default:
      return []
  }
}

/** @returns ascending, none within another, in UTF-16 units */
export function highlightsOf(text: string, terms: readonly HighlightTerm[]): Span[] {
  const spans: Span[] = []
  for (const { pattern, textMaxLength } of terms) {
    if (text.length > textMaxLength) continue
    let count = 0
    for (const match of text.matchAll(pattern)) {
      if (match[0] === '') continue
      spans.push({ from: match.index, to: match.index + match[0].length })
      if (++count === HIGHLIGHTS_MAX) break
    }
  }
  spans.sort((one, other) => one.from - other.from)
  const merged: Span[] = []
  for (const span of spans) {
    const last = merged.at(-1)
    if (last === undefined || span.from > last.to) merged.push(span)
    else last.to = Math.max(last.to, span.to)
  }
  return merged.slice(0, HIGHLIGHTS_MAX)
}
