/**
 * Which stored rows a view shows: the matching rows' places in their chunks, two bytes each. It grows at both ends: at the new
 * one with the feed, at the old one as stored frames are looked through, the newest first. A row's number (ordinal) is
 * given once and stays, whatever is added before it or evicted.
 */
import { CHUNK_MAX_ROWS } from './chunk'

/** Matching rows of one chunk, or of the part of it that was looked through at once. */
interface Segment {
  chunkFirstSeq: number
  /** Where the part begins. */
  fromSeq: number
  /** The ordinal of `places[0]`. */
  firstOrdinal: number
  places: Uint16Array
  length: number
}

const FIRST_CAPACITY = 256

export class RowIndex {
  private readonly segments: Segment[] = []
  private end: number

  /** @param room for so many rows before the first that is added: ordinals are not negative */
  constructor(room: number) {
    this.end = room
  }

  /** The oldest ordinal still there. */
  get firstOrdinal(): number {
    return this.segments[0]?.firstOrdinal ?? this.end
  }

  /** One past the newest. */
  get endOrdinal(): number {
    return this.end
  }

  /**
   * Adds rows after all others.
   * @param rows of the matching rows in a chunk, ascending, after those that were added before; copied
   */
  append(chunkFirstSeq: number, rows: Uint16Array): void {
    const [firstRow] = rows
    if (firstRow === undefined) return
    let segment = this.segments[this.segments.length - 1]
    if (segment === undefined || segment.chunkFirstSeq !== chunkFirstSeq) {
      if (segment !== undefined) segment.places = segment.places.slice(0, segment.length)
      const places = new Uint16Array(FIRST_CAPACITY)
      segment = { chunkFirstSeq, fromSeq: chunkFirstSeq + firstRow, firstOrdinal: this.end, places, length: 0 }
      this.segments.push(segment)
    }
    const length = segment.length + rows.length
    if (length > segment.places.length) {
      const larger = new Uint16Array(Math.min(CHUNK_MAX_ROWS, Math.max(length, segment.places.length * 2)))
      larger.set(segment.places)
      segment.places = larger
    }
    segment.places.set(rows, segment.length)
    segment.length = length
    this.end += rows.length
  }

  /**
   * Puts rows before all others.
   * @param places of the matching rows in a chunk, ascending; copied
   */
  prepend(chunkFirstSeq: number, places: Uint16Array): void {
    if (places.length === 0) return
    this.segments.unshift({
      chunkFirstSeq,
      fromSeq: chunkFirstSeq + (places[0] as number),
      firstOrdinal: this.firstOrdinal - places.length,
      places: places.slice(),
      length: places.length,
    })
  }

  /** Forgets rows of chunks that are no longer stored. */
  dropBefore(seq: number): void {
    while (this.segments.length > 0 && (this.segments[0] as Segment).chunkFirstSeq < seq) this.segments.shift()
  }

  /** @returns undefined for an ordinal that is evicted or not there yet */
  seqAt(ordinal: number): number | undefined {
    if (ordinal < this.firstOrdinal || ordinal >= this.end) return undefined
    const segment = this.segments[lastAtMost(this.segments, ordinal, (each) => each.firstOrdinal)] as Segment
    return segment.chunkFirstSeq + (segment.places[ordinal - segment.firstOrdinal] as number)
  }

  /** The ordinal of the first row at or after `seq`. */
  ordinalFrom(seq: number): number {
    const at = lastAtMost(this.segments, seq, (each) => each.fromSeq)
    const segment = this.segments[at]
    if (segment === undefined) return this.firstOrdinal
    const place = seq - segment.chunkFirstSeq
    let low = 0
    let high = segment.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((segment.places[middle] as number) < place) low = middle + 1
      else high = middle
    }
    return segment.firstOrdinal + low
  }
}

/** The last of the ascending items whose key is at most `wanted`; -1 with none. */
function lastAtMost<T>(items: readonly T[], wanted: number, keyOf: (item: T) => number): number {
  let low = -1
  let high = items.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (keyOf(items[middle] as T) <= wanted) low = middle
    else high = middle - 1
  }
  return low
}
