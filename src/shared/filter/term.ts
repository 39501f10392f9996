/** What the text of a filter asks of a row, as a tree: terms, and what joins them. `parse.ts` reads it, the engine compiles it. */
import type { FieldPath } from '../protocol/feed'
import type { Direction, FrameType, Mark } from '../protocol/frame'

export type Expression = Term | Junction | Negation

export interface Junction {
  kind: 'and' | 'or'
  /** Two or more. */
  parts: Expression[]
}

export interface Negation {
  kind: 'not'
  part: Expression
}

export type Term = PayloadTerm | RowTerm

/** Asks something of what is said. */
export type PayloadTerm = TextTerm | RegexTerm | FieldTerm

/** Asks something of the row itself, which is known without a look at its payload. */
export type RowTerm = DirectionTerm | TypeTerm | MarkTerm | SizeTerm | ConnectionTerm | TimeTerm

/** Where something stands in the text of a filter, in UTF-16 units. */
export interface Span {
  from: number
  /** One past its last. */
  to: number
}

interface Placed {
  at: Span
}

/** The payload contains the text, letters in either case. */
export interface TextTerm extends Placed {
  kind: 'text'
  text: string
}

/** The expression matches somewhere in the payload, read as UTF-8. */
export interface RegexTerm extends Placed {
  kind: 'regex'
  pattern: string
  /** Of `i`, `s` and `m`, each at most once. */
  flags: string
}

/** The payload is JSON, has the field, and the field compares. */
export interface FieldTerm extends Placed {
  kind: 'field'
  path: FieldPath
  /** Absent: it is enough that the field is there. */
  comparison?: Comparison
}

/** An event crossed no wire: it has no direction. */
export interface DirectionTerm extends Placed {
  kind: 'direction'
  directions: Direction[]
}

export interface TypeTerm extends Placed {
  kind: 'type'
  types: FrameType[]
}

export interface MarkTerm extends Placed {
  kind: 'mark'
  /** Any of them. */
  marks: Mark[]
}

/** Of the payload. An event has none. */
export interface SizeTerm extends Placed {
  kind: 'size'
  operator: NumberOperator
  byteLength: number
}

/** Its name contains the text, in either case; or it is its number. */
export interface ConnectionTerm extends Placed {
  kind: 'connection'
  text: string
}

export interface TimeTerm extends Placed {
  kind: 'time'
  operator: '>' | '>=' | '<' | '<='
  /** Since 1970. */
  timeMs: number
}

export type NumberOperator = '==' | '!=' | '>' | '>=' | '<' | '<='

export type Comparison =
  | { operator: '==' | '!='; value: string | number | boolean | null }
  | { operator: '>' | '>=' | '<' | '<='; value: string | number }
  | { operator: '~'; value: string }

export const operators = ['==', '!=', '>=', '<=', '=', '>', '<', '~'] as const
