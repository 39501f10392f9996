/**
 * Finds the rows a view shows: goes on with the feed at the new end, and looks through what is stored from there back, so that
 * the newest are found first. Works in slices, waits for chunks that are on disk, and keeps what it found in an index.
 */
import type { Clock } from '../clock'
import { CHUNK_MAX_ROWS } from '../frames/chunk'
import type { FrameStore } from '../frames/frame-store'
import { RowIndex } from '../frames/row-index'
import type { RowTest } from './row-test'

/** `waiting`: for a chunk that is on disk; it is worth going on when the store says that it is there. */
export type Advance = 'done' | 'behind' | 'waiting'

export class RowFinder {
  readonly index: RowIndex
  /** Frames from `backSeq` to `nextSeq` have been looked at. */
  private nextSeq: number
  private backSeq: number
  /** Of the chunk that ends at `backSeq`: the rows before `backRow` have been looked at, these of them pass. */
  private readonly backPlaces = new Uint16Array(CHUNK_MAX_ROWS)
  private backFound = 0
  private backRow = 0
  private readonly slice: Uint16Array

  constructor(
    private readonly store: FrameStore,
    private readonly now: Clock,
    private readonly test: RowTest,
  ) {
    this.nextSeq = store.endSeq
    this.backSeq = store.endSeq
    this.slice = new Uint16Array(test.rowsPerSlice)
    this.index = new RowIndex(store.endSeq - store.firstSeq)
  }

  /** 0–1: how much of the stored frames has been looked at. */
  get progress(): number {
    const { firstSeq, endSeq } = this.store
    if (endSeq === firstSeq) return 1
    const unseen = Math.max(0, endSeq - this.nextSeq) + Math.max(0, this.backSeq - firstSeq - this.backRow)
    return Math.max(0, 1 - unseen / (endSeq - firstSeq))
  }

  /** @param deadlineMs on the engine's clock */
  advance(deadlineMs: number): Advance {
    const { firstSeq } = this.store
    this.index.dropBefore(firstSeq)
    this.nextSeq = Math.max(this.nextSeq, firstSeq)
    const forward = this.goOn(deadlineMs)
    return forward === 'done' ? this.goBack(deadlineMs) : forward
  }

  private goOn(deadlineMs: number): Advance {
    const { store, slice } = this
    while (this.nextSeq < store.endSeq) {
      const chunk = store.chunkOf(this.nextSeq)
      if (chunk === 'away') return 'waiting'
      if (chunk === undefined) break
      const fromRow = this.nextSeq - chunk.firstSeq
      const toRow = Math.min(chunk.rowCount, fromRow + slice.length)
      const found = this.test.select(chunk, fromRow, toRow, slice)
      this.index.append(chunk.firstSeq, slice.subarray(0, found))
      this.nextSeq = chunk.firstSeq + toRow
      if (this.now() > deadlineMs) return this.nextSeq < store.endSeq ? 'behind' : 'done'
    }
    return 'done'
  }

  private goBack(deadlineMs: number): Advance {
    const { store, slice } = this
    while (this.backSeq > store.firstSeq) {
      const chunk = store.chunkOf(this.backSeq - 1)
      if (chunk === 'away') return 'waiting'
      if (chunk === undefined) break
      const endRow = this.backSeq - chunk.firstSeq
      const toRow = Math.min(endRow, this.backRow + slice.length)
      const found = this.test.select(chunk, this.backRow, toRow, slice)
      this.backPlaces.set(slice.subarray(0, found), this.backFound)
      this.backFound += found
      this.backRow = toRow
      if (toRow === endRow) this.endChunk(chunk.firstSeq)
      if (this.now() > deadlineMs) return this.backSeq > store.firstSeq ? 'behind' : 'done'
    }
    return 'done'
  }

  private endChunk(firstSeq: number): void {
    this.index.prepend(firstSeq, this.backPlaces.subarray(0, this.backFound))
    this.backSeq = firstSeq
    this.backRow = 0
    this.backFound = 0
    // The next one back may be on disk: sent for now, it comes while this turn's other work is done.
    this.store.chunkOf(firstSeq - 1)
  }
}
