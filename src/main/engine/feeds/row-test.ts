/** One test for scope, clearing, direction, type and what the filter's text asks of rows, the cheap ones first. */
import { compileKinds, type Filter } from '../../../shared/filter/filter'
import type { Scope } from '../../../shared/protocol/feed'
import type { Chunk } from '../frames/chunk'
import type { ClearedRows } from '../frames/cleared-rows'
import { compileRowMatch } from '../match/compile'
import type { ConnectionNames } from '../match/row-term-match'
import type { Membership } from './membership'
import type { RowReaders } from './row-readers'

/** Rows between two looks at the clock, where no payload is looked at: some microseconds. */
const ROWS_PER_SLICE = 4096

export interface RowTest {
  /** How many rows to ask for at most between two looks at the clock. */
  readonly rowsPerSlice: number
  /**
   * Looks through some rows of a chunk.
   * @param places takes the rows that pass, ascending; has room for `rowsPerSlice`
   * @returns how many pass
   */
  select(chunk: Chunk, fromRow: number, toRow: number, places: Uint16Array): number
}

export interface RowTestSources {
  membership: Membership
  cleared: ClearedRows
  connectionNames: ConnectionNames
  readers: Pick<RowReaders, 'jsonOf'>
}

/** @param filter a valid one: whoever watches has asked (`filter.check`) */
export function compileRowTest(
  scope: Scope,
  filter: Filter,
  { membership, cleared, connectionNames, readers }: RowTestSources,
): RowTest {
  const kinds = compileKinds(filter)
  const compiled = compileRowMatch(filter.text, connectionNames, filter.typedAtMs, (...frame) =>
    readers.jsonOf(...frame),
  )
  if (!compiled.ok) throw new Error(compiled.error.message)
  const match = compiled.value
  return {
    rowsPerSlice: match?.rowsPerSlice ?? ROWS_PER_SLICE,
    select(chunk, fromRow, toRow, places) {
      // Frames come in runs of one connection: what was found out about it is good until the next.
      let lastId = -1
      let isLastIn = false
      let found = 0
      for (let row = fromRow; row < toRow; row++) {
        const id = chunk.connectionAt(row)
        if (id !== lastId) {
          lastId = id
          isLastIn = membership.contains(scope, id) && chunk.firstSeq >= cleared.floorOf(id)
        }
        if (isLastIn && kinds[chunk.kindAt(row)] !== 0) places[found++] = row
      }
      return match === undefined ? found : match.select(chunk, places, found)
    },
  }
}
