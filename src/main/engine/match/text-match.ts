/**
 * Finds text in payloads, letters in either case, of any length. ASCII is searched for in the bytes read as Latin-1: a byte
 * beyond ASCII becomes a character that no ASCII text contains.
 */
import { foldCase } from '../../../shared/filter/fold-case'
import { NO_PAYLOAD, oneByOne, type PayloadBlock, type PayloadMatch } from './payload-match'

/** Longer strings V8 allocates apart from others, which costs thirty times as much a byte. */
const PIECE_BYTES = 64 * 1024
/** Bytes of rows not asked for that are cheaper to look through than to leave out. */
const GAP_MAX_BYTES = 256
/** 1,024 rows of 200 bytes take a tenth of a millisecond. */
const ROWS_PER_SLICE = 1_024
const UTF8_MAX_BYTES = 4

export function compileTextMatch(text: string): PayloadMatch {
  if (text === '') return oneByOne(() => true, ROWS_PER_SLICE)
  return Buffer.byteLength(text) === text.length ? new AsciiMatch(text) : compileUnicodeMatch(text)
}

class AsciiMatch implements PayloadMatch {
  readonly rowsPerSlice = ROWS_PER_SLICE
  private readonly length: number
  private readonly once: RegExp
  private readonly next: RegExp

  constructor(text: string) {
    const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    this.length = text.length
    this.once = new RegExp(literal, 'i')
    this.next = new RegExp(literal, 'gi')
  }

  matches(bytes: Buffer, from: number, to: number): boolean {
    // A text across the border of two pieces is whole in the piece that begins before it.
    for (let piece = from; piece + this.length <= to; piece += PIECE_BYTES) {
      if (this.once.test(bytes.toString('latin1', piece, Math.min(to, piece + PIECE_BYTES + this.length - 1))))
        return true
    }
    return false
  }

  select(block: PayloadBlock, rows: Uint16Array, count: number): number {
    const { offsets, byteLengths } = block
    let kept = 0
    let at = 0
    while (at < count) {
      const from = offsets[rows[at] as number] as number
      if (from === NO_PAYLOAD) {
        at++
        continue
      }
      let to = from + (byteLengths[rows[at] as number] as number)
      let end = at + 1
      for (; end < count; end++) {
        const row = rows[end] as number
        const next = offsets[row] as number
        if (next === NO_PAYLOAD) continue
        const nextTo = next + (byteLengths[row] as number)
        if (next - to > GAP_MAX_BYTES || nextTo - from > PIECE_BYTES) break
        to = nextTo
      }
      if (to - from <= PIECE_BYTES) kept = this.selectRun(block, rows, at, end, from, to, kept)
      else if (this.matches(block.bytes, from, to)) rows[kept++] = rows[at] as number
      at = end
    }
    return kept
  }

  /** Searches the payloads of rows[at..end), which lie at [from, to), in one go. @returns `kept`, and what it added */
  private selectRun(
    { bytes, offsets, byteLengths }: PayloadBlock,
    rows: Uint16Array,
    at: number,
    end: number,
    from: number,
    to: number,
    kept: number,
  ): number {
    const { next, length } = this
    const piece = bytes.toString('latin1', from, to)
    next.lastIndex = 0
    while (at < end && next.test(piece)) {
      const hitTo = from + next.lastIndex
      const hit = hitTo - length
      let offset = NO_PAYLOAD
      let rowTo = 0
      for (; at < end; at++) {
        const row = rows[at] as number
        offset = offsets[row] as number
        rowTo = offset + (byteLengths[row] as number)
        if (offset !== NO_PAYLOAD && rowTo >= hitTo) break
      }
      if (at === end) break
      if (hit >= offset) {
        rows[kept++] = rows[at++] as number
        next.lastIndex = rowTo - from
      } else {
        // It lies across two payloads, or in one that was not asked for.
        next.lastIndex = hit + 1 - from
      }
    }
    return kept
  }
}

/** UTF-8 is decoded first. A piece cut within a character begins or ends with a sign that no text contains. */
function compileUnicodeMatch(text: string): PayloadMatch {
  const wanted = foldCase(text)
  // A character found is at most so many bytes; folding never makes fewer characters of it.
  const overlapBytes = wanted.length * UTF8_MAX_BYTES
  return oneByOne((bytes, from, to) => {
    for (let piece = from; piece < to; piece += PIECE_BYTES) {
      const pieceTo = Math.min(to, piece + PIECE_BYTES + overlapBytes)
      if (foldCase(bytes.toString('utf8', piece, pieceTo)).includes(wanted)) return true
    }
    return false
  }, ROWS_PER_SLICE)
}
