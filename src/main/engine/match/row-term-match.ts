/** What a filter asks of the row itself, read from its columns: no payload is looked at. */
import { assertNever } from '../../../shared/assert-never'
import { foldCase } from '../../../shared/filter/fold-case'
import type { NumberOperator, RowTerm } from '../../../shared/filter/term'
import { directionOf, type FrameKind, frameTypeOf, markOf } from '../../../shared/protocol/frame'
import type { PayloadBlock } from './payload-match'
import type { Selection } from './selection'

/** Payloads and the columns beside them: what a chunk holds. */
export interface RowBlock extends PayloadBlock {
  /** The number of the frame in its first row. */
  readonly firstSeq: number
  kindAt(row: number): FrameKind
  connectionAt(row: number): number
  timeAt(row: number): number
}

/** All that a connection is called, by its number; of a client its server too. */
export type ConnectionNames = (connectionId: number) => readonly string[]

/** Some microseconds. */
const ROWS_PER_SLICE = 4_096
const COST = 1
/** Connections whose answer is kept. As many clients as servers can have had is far fewer. */
const CONNECTIONS_KEPT_MAX = 100_000

export function compileRowTerm(term: RowTerm, connectionNames: ConnectionNames): Selection<RowBlock> {
  return { rowsPerSlice: ROWS_PER_SLICE, cost: COST, select: selectBy(testOf(term, connectionNames)) }
}

type RowTermTest = (block: RowBlock, row: number) => boolean

function selectBy(test: RowTermTest): Selection<RowBlock>['select'] {
  return (block, rows, count) => {
    let kept = 0
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number
      if (test(block, row)) rows[kept++] = row
    }
    return kept
  }
}

function testOf(term: RowTerm, connectionNames: ConnectionNames): RowTermTest {
  switch (term.kind) {
    case 'direction':
      return kindTest((kind) => frameTypeOf(kind) !== 'event' && term.directions.includes(directionOf(kind)))
    case 'type':
      return kindTest((kind) => term.types.includes(frameTypeOf(kind)))
    case 'mark':
      return kindTest((kind) => {
        const mark = markOf(kind)
        return mark !== undefined && term.marks.includes(mark)
      })
    case 'size': {
      const compares = comparing(term.operator, term.byteLength)
      return (block, row) => frameTypeOf(block.kindAt(row)) !== 'event' && compares(block.byteLengths[row] as number)
    }
    case 'time': {
      const compares = comparing(term.operator, term.timeMs)
      return (block, row) => compares(block.timeAt(row))
    }
    case 'connection':
      return connectionTest(term.text, connectionNames)
    default:
      return assertNever(term)
  }
}

/** A table of 256 entries, one per kind byte. */
function kindTest(isWanted: (kind: FrameKind) => boolean): RowTermTest {
  const wanted = Uint8Array.from({ length: 256 }, (_, kind) => (isWanted(kind) ? 1 : 0))
  return (block, row) => wanted[block.kindAt(row)] !== 0
}

/** Asks for a name once: as it is when the first row of the connection is looked at. */
function connectionTest(text: string, connectionNames: ConnectionNames): RowTermTest {
  const wanted = foldCase(text)
  const id = /^\d+$/.test(text) ? Number(text) : undefined
  const known = new Map<number, boolean>()
  return (block, row) => {
    const connectionId = block.connectionAt(row)
    let isWanted = known.get(connectionId)
    if (isWanted === undefined) {
      isWanted = connectionId === id || connectionNames(connectionId).some((name) => foldCase(name).includes(wanted))
      if (known.size >= CONNECTIONS_KEPT_MAX) known.clear()
      known.set(connectionId, isWanted)
    }
    return isWanted
  }
}

function comparing(operator: NumberOperator, wanted: number): (value: number) => boolean {
  switch (operator) {
    case '==':
      return (value) => value === wanted
    case '!=':
      return (value) => value !== wanted
    case '>':
      return (value) => value > wanted
    case '>=':
      return (value) => value >= wanted
    case '<':
      return (value) => value < wanted
    case '<=':
      return (value) => value <= wanted
    default:
      return assertNever(operator)
  }
}
