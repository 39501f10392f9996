/**
 * Finds the next of a view's rows that matches, in either direction: in slices between the turns of the event loop, waiting
 * for chunks that are on disk and for rows that the view's own filter is yet to find.
 */
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { Clock } from '../clock'
import type { FrameStore } from '../frames/frame-store'
import type { RowBlock } from '../match/row-term-match'
import type { Selection } from '../match/selection'

/** Between two looks at what else is to be done. */
const SLICE_MS = 4
/** Between two looks at how far the view's filter is. */
const PATIENCE_MS = 16

export type FindDirection = 'next' | 'previous'

/** The view's rows, which grow and are evicted while they are searched. */
export interface SearchedRows {
  readonly availableFrom: number
  readonly availableTo: number
  /** Whether older rows may still be found. */
  readonly isGrowingBack: boolean
  seqAt(row: number): number | undefined
}

interface Search {
  rows: SearchedRows
  store: FrameStore
  now: Clock
  /** Whether nobody waits for the answer any more. */
  isOver(): boolean
}

export interface FoundRow {
  row: number
  seq: number
}

/**
 * @param fromRow the first to look at
 * @returns undefined where none matches, or the search is over
 */
export async function findRow(
  { rows, store, now, isOver }: Search,
  match: Selection<RowBlock>,
  fromRow: number,
  direction: FindDirection,
): Promise<FoundRow | undefined> {
  const places = new Uint16Array(match.rowsPerSlice)
  const step = direction === 'next' ? 1 : -1
  let row = fromRow
  let sliceEndMs = now() + SLICE_MS
  while (!isOver()) {
    row = step === 1 ? Math.max(row, rows.availableFrom) : Math.min(row, rows.availableTo - 1)
    if (row >= rows.availableTo) return undefined
    const seq = rows.seqAt(row)
    if (seq === undefined) {
      if (!rows.isGrowingBack) return undefined
      await setTimeout(PATIENCE_MS)
      continue
    }
    const chunk = store.chunkOf(seq)
    if (chunk === 'away') {
      await store.fetch(seq)
      continue
    }
    if (chunk === undefined) return undefined
    const count = gather(rows, chunk, row, step, places)
    const found = match.select(chunk, places, count)
    if (found > 0) {
      const foundSeq = chunk.firstSeq + (places[step === 1 ? 0 : found - 1] as number)
      return { row: rowOf(rows, foundSeq, row, step), seq: foundSeq }
    }
    row += step * count
    if (now() > sliceEndMs) {
      await setImmediate()
      sliceEndMs = now() + SLICE_MS
    }
  }
  return undefined
}

/** The places of the view's rows in the chunk, ascending, from `row` on in the direction. @returns how many; one at least */
function gather(
  rows: SearchedRows,
  chunk: { firstSeq: number; endSeq: number },
  row: number,
  step: number,
  places: Uint16Array,
): number {
  let count = 0
  for (; count < places.length; count++) {
    const seq = rows.seqAt(row + step * count)
    if (seq === undefined || seq < chunk.firstSeq || seq >= chunk.endSeq) break
    places[count] = seq - chunk.firstSeq
  }
  if (step === -1) places.subarray(0, count).reverse()
  return count
}

/** Where among the rows just looked at a frame stands. */
function rowOf(rows: SearchedRows, seq: number, fromRow: number, step: number): number {
  let row = fromRow
  while (rows.seqAt(row) !== seq) row += step
  return row
}
