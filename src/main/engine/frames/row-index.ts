/**
 * Which stored rows a view shows: for each chunk the matching rows' places in it, two bytes each. Row numbers (ordinals)
 * count matches since the index began and stay as they are when old chunks are evicted.
 */
import { CHUNK_MAX_ROWS, type Chunk } from './chunk'

interface Segment {
  chunkFirstSeq: number
  /** The ordinal of `places[0]`. */
  firstOrdinal: number
  places: Uint16Array
  length: number
}

const FIRST_CAPACITY = 256

export class RowIndex {
  private readonly segments: Segment[] = []
  private end = 0

  /** The oldest ordinal still there. */
  get firstOrdinal(): number {
    return this.segments[0]?.firstOrdinal ?? this.end
  }

  /** One past the newest. */
  get endOrdinal(): number {
    return this.end
  }

  /** Rows are added in the order of their seqs. */
  add(chunk: Chunk, row: number): void {
    let segment = this.segments[this.segments.length - 1]
    if (segment === undefined || segment.chunkFirstSeq !== chunk.firstSeq) {
      if (segment !== undefined) segment.places = segment.places.slice(0, segment.length)
      segment = {
        chunkFirstSeq: chunk.firstSeq,
        firstOrdinal: this.end,
        places: new Uint16Array(FIRST_CAPACITY),
        length: 0,
      }
      this.segments.push(segment)
    }
    if (segment.length === segment.places.length) {
      const larger = new Uint16Array(Math.min(CHUNK_MAX_ROWS, segment.length * 2))
      larger.set(segment.places)
      segment.places = larger
    }
    segment.places[segment.length++] = row
    this.end++
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
    const at = lastAtMost(this.segments, seq, (each) => each.chunkFirstSeq)
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
