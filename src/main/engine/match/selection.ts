/**
 * Joins matches over sets of rows: each term looks at many rows at once, as it does alone, and only at those that still
 * matter. Rows are places in one block, ascending; a selection keeps those that match at the front.
 *
 *   and   one after the other, the cheap ones first
 *   or    each looks at what none before it has found
 *   not   all but those
 */

export interface Selection<Block> {
  /** How many rows to ask for between two looks at the clock. */
  readonly rowsPerSlice: number
  /** Of looking at one row, beside others: what is cheap is asked first. */
  readonly cost: number
  /**
   * Keeps the rows that match.
   * @param rows ascending, at most `rowsPerSlice`; those that match are moved to its front, in their order
   * @param count how many of `rows` to look at
   * @returns how many match
   */
  select(block: Block, rows: Uint16Array, count: number): number
}

export function allOf<Block>(parts: readonly Selection<Block>[]): Selection<Block> {
  const inOrder = byCost(parts)
  return {
    ...measuresOf(parts),
    select(block, rows, count) {
      let left = count
      for (const part of inOrder) if (left > 0) left = part.select(block, rows, left)
      return left
    },
  }
}

export function anyOf<Block>(parts: readonly Selection<Block>[]): Selection<Block> {
  const inOrder = byCost(parts)
  const measures = measuresOf(parts)
  const unmatched = new Uint16Array(measures.rowsPerSlice)
  const asked = new Uint16Array(measures.rowsPerSlice)
  return {
    ...measures,
    select(block, rows, count) {
      unmatched.set(rows.subarray(0, count))
      let left = count
      for (const part of inOrder) {
        if (left === 0) break
        asked.set(unmatched.subarray(0, left))
        left = without(unmatched, left, asked, part.select(block, asked, left))
      }
      return without(rows, count, unmatched, left)
    },
  }
}

export function noneOf<Block>(part: Selection<Block>): Selection<Block> {
  const asked = new Uint16Array(part.rowsPerSlice)
  return {
    rowsPerSlice: part.rowsPerSlice,
    cost: part.cost,
    select(block, rows, count) {
      asked.set(rows.subarray(0, count))
      return without(rows, count, asked, part.select(block, asked, count))
    },
  }
}

/** Takes from rows[0..count) what is among others[0..otherCount), which are some of them. @returns how many are left */
function without(rows: Uint16Array, count: number, others: Uint16Array, otherCount: number): number {
  let kept = 0
  let other = 0
  for (let at = 0; at < count; at++) {
    const row = rows[at] as number
    if (other < otherCount && others[other] === row) other++
    else rows[kept++] = row
  }
  return kept
}

function byCost<Block>(parts: readonly Selection<Block>[]): Selection<Block>[] {
  return [...parts].sort((one, other) => one.cost - other.cost)
}

function measuresOf(parts: readonly Selection<never>[]): { rowsPerSlice: number; cost: number } {
  return {
    rowsPerSlice: Math.min(...parts.map(({ rowsPerSlice }) => rowsPerSlice)),
    cost: parts.reduce((sum, { cost }) => sum + cost, 0),
  }
}
