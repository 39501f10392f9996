/**
 * What a compiled filter does with payloads. All forms have one interface, so that a view need not know which it has:
 *
 *   matches   one payload
 *   select    many at once, of one block; for plain text that is twice as fast as one by one
 */

/** Payloads in one buffer: what a chunk holds. Columns are indexed by row. */
export interface PayloadBlock {
  bytes: Buffer
  /** `NO_PAYLOAD` where there is none. Ascending otherwise. */
  offsets: Uint32Array
  byteLengths: Uint32Array
}

/** The offset of a row whose payload was not kept. It matches nothing. */
export const NO_PAYLOAD = 0xffff_ffff

export interface PayloadMatch {
  /** How many rows to ask for between two looks at the clock: few where one payload may cost milliseconds. */
  readonly rowsPerSlice: number
  /** Whether the payload at [from, to) matches. */
  matches(bytes: Buffer, from: number, to: number): boolean
  /**
   * Keeps the rows that match.
   * @param rows ascending; those that match are moved to its front, in their order
   * @param count how many of `rows` to look at
   * @returns how many match
   */
  select(block: PayloadBlock, rows: Uint16Array, count: number): number
}

/** A match that gains nothing from looking at many payloads at once. */
export function oneByOne(matches: PayloadMatch['matches'], rowsPerSlice: number): PayloadMatch {
  return {
    rowsPerSlice,
    matches,
    select({ bytes, offsets, byteLengths }, rows, count) {
      let kept = 0
      for (let at = 0; at < count; at++) {
        const row = rows[at] as number
        const from = offsets[row] as number
        if (from !== NO_PAYLOAD && matches(bytes, from, from + (byteLengths[row] as number))) rows[kept++] = row
      }
      return kept
    },
  }
}
