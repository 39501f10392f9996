/**
 * Compares a field of messages that are JSON only once they are decoded: MessagePack, Protobuf, what a framing carries. What is JSON
 * as it stands is asked as such first, so a feed of it pays for one look at two bytes.
 */
import { compileComparison } from '../../../shared/filter/compare'
import type { FieldTerm } from '../../../shared/filter/term'
import { fieldAt } from '../../../shared/protocol/field'
import type { FrameKind } from '../../../shared/protocol/frame'
import { NO_PAYLOAD, type PayloadMatch } from './payload-match'
import type { RowBlock } from './row-term-match'
import type { Selection } from './selection'

/** @returns what a connection's decoders make of a payload; undefined where they make no JSON of it */
export type JsonOf = (seq: number, connectionId: number, kind: FrameKind, payload: Buffer) => unknown

/** No other format begins and ends so, but for bytes that are as good as never sent (groups of Protobuf, texts of 2⁵⁶ bytes). */
const OPENING: ReadonlySet<number | undefined> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number | undefined> = new Set([0x5d, 0x7d])

/** @param plain the same term, asked of the bytes as they are */
export function compileDecodedField(
  term: FieldTerm,
  plain: PayloadMatch,
  jsonOf: JsonOf,
  cost: number,
): Selection<RowBlock> {
  const compares = term.comparison === undefined ? () => true : compileComparison(term.comparison)
  return {
    rowsPerSlice: plain.rowsPerSlice,
    cost,
    select(block, rows, count) {
      const { bytes, offsets, byteLengths } = block
      let kept = 0
      for (let at = 0; at < count; at++) {
        const row = rows[at] as number
        const from = offsets[row] as number
        if (from === NO_PAYLOAD) continue
        const to = from + (byteLengths[row] as number)
        if (plain.matches(bytes, from, to)) rows[kept++] = row
        // JSON from its first byte to its last, and without the field.
        else if (OPENING.has(bytes[from]) && CLOSING.has(bytes[to - 1])) continue
        else {
          const seq = block.firstSeq + row
          const message = jsonOf(seq, block.connectionAt(row), block.kindAt(row), bytes.subarray(from, to))
          const field = message === undefined ? undefined : fieldAt(message, term.path)
          if (field !== undefined && compares(field)) rows[kept++] = row
        }
      }
      return kept
    },
  }
}
