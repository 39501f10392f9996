/** What the text of a filter asks of a payload. One term is the whole language today; `and`, `or` and `not` would join terms. */
import type { FieldPath } from '../protocol/feed'

export type Term = TextTerm | RegexTerm | FieldTerm

/** The payload contains the text, letters in either case. */
export interface TextTerm {
  kind: 'text'
  text: string
}

/** The expression matches somewhere in the payload, read as UTF-8. */
export interface RegexTerm {
  kind: 'regex'
  pattern: string
  /** Of `i`, `s` and `m`, each at most once. */
  flags: string
}

/** The payload is JSON, has the field, and the field compares. */
export interface FieldTerm {
  kind: 'field'
  path: FieldPath
  /** Absent: it is enough that the field is there. */
  comparison?: Comparison
}

export type Comparison =
  | { operator: '==' | '!='; value: string | number | boolean | null }
  | { operator: '>' | '>=' | '<' | '<='; value: string | number }
  | { operator: '~'; value: string }

export const operators = ['==', '!=', '>=', '<=', '=', '>', '<', '~'] as const
