/** One test for scope, clearing, direction, type and text of a row, the cheap ones first. */
import { compileKinds, type Filter } from '../../../shared/filter/filter'
import type { Scope } from '../../../shared/protocol/feed'
import type { Chunk } from '../frames/chunk'
import type { ClearedRows } from '../frames/cleared-rows'
import { compilePayloadMatch } from '../frames/payload-match'
import type { Membership } from './membership'

/**
 * Looks through some rows of a chunk.
 * @param places takes the rows that pass, ascending
 * @returns how many pass
 */
export type RowTest = (chunk: Chunk, fromRow: number, toRow: number, places: Uint16Array) => number

export function compileRowTest(
  scope: Scope,
  filter: Filter,
  { membership, cleared }: { membership: Membership; cleared: ClearedRows },
): RowTest {
  const kinds = compileKinds(filter)
  const payloadMatches = filter.text === '' ? undefined : compilePayloadMatch(filter.text)
  return (chunk, fromRow, toRow, places) => {
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
      if (!isLastIn || kinds[chunk.kindAt(row)] === 0) continue
      if (payloadMatches !== undefined) {
        const payload = chunk.payloadAt(row)
        if (payload === undefined || !payloadMatches(payload)) continue
      }
      places[found++] = row
    }
    return found
  }
}
