/**
 * What one log shows: a scope, a filter, and the window of rows on screen. Keeps an index of the rows the filter leaves,
 * built in slices so that the engine goes on taking frames in; all connections unfiltered need none.
 */

import { compileKinds, type Filter, matchesEverything } from '../../../shared/filter/filter'
import { LogWindowPacker } from '../../../shared/ipc/log-window'
import type { Scope } from '../../../shared/protocol/feed'
import type { Clock } from '../clock'
import type { Chunk } from '../frames/chunk'
import type { ClearedRows } from '../frames/cleared-rows'
import type { FrameStore } from '../frames/frame-store'
import { RowIndex } from '../frames/row-index'
import { compilePayloadMatch } from '../match/compile'
import type { Membership } from './membership'

/** Rows looked at between two looks at the clock. */
const ROWS_PER_SLICE = 1024
const NO_PAYLOAD = new Uint8Array(0)

export interface RowWindow {
  firstRow: number
  rowCount: number
  /** Show the newest rows, whichever they are. */
  follow: boolean
}

export interface LogViewSources {
  store: FrameStore
  cleared: ClearedRows
  membership: Membership
  now: Clock
}

export class LogView {
  private readonly packer = new LogWindowPacker()
  private index: RowIndex | undefined
  private cursorSeq = 0
  private matches: (chunk: Chunk, row: number) => boolean = () => true
  /** What the last tick told, to see whether there is anything new. */
  private told = ''

  constructor(
    readonly viewId: number,
    private readonly sources: LogViewSources,
    readonly scope: Scope,
    private readonly filter: Filter,
    private window: RowWindow,
  ) {
    this.rebuild()
  }

  /** Starts over, since rows were cleared or brought back. */
  rebuild(): void {
    const { store, cleared } = this.sources
    const needsIndex = this.scope.kind !== 'all' || !matchesEverything(this.filter) || cleared.hidesStored
    this.index = needsIndex ? new RowIndex() : undefined
    this.cursorSeq = store.firstSeq
    this.matches = this.compile()
    this.told = ''
  }

  move(window: RowWindow): void {
    this.window = window
    this.told = ''
  }

  /**
   * Looks at frames it has not seen, until all are seen or the time is over.
   * @param deadlineMs on the engine's clock
   * @returns whether all are seen
   */
  advance(deadlineMs: number): boolean {
    const { store, now } = this.sources
    const { index, matches } = this
    if (index === undefined) return true
    index.dropBefore(store.firstSeq)
    if (this.cursorSeq < store.firstSeq) this.cursorSeq = store.firstSeq
    while (this.cursorSeq < store.endSeq) {
      const chunk = store.chunkOf(this.cursorSeq)
      if (chunk === undefined) break
      const from = this.cursorSeq - chunk.firstSeq
      const to = Math.min(chunk.rowCount, from + ROWS_PER_SLICE)
      for (let row = from; row < to; row++) if (matches(chunk, row)) index.add(chunk, row)
      this.cursorSeq = chunk.firstSeq + to
      if (now() > deadlineMs) break
    }
    return this.cursorSeq === store.endSeq
  }

  /** @returns the window, packed; undefined when the last one still says it all */
  tick(): Uint8Array | undefined {
    const { store, membership, now } = this.sources
    const counters = store.accounts.sum(membership.idsOf(this.scope))
    const { availableFrom, availableTo } = this
    const progress = this.progress()
    const state = [availableFrom, availableTo, progress, ...Object.values(counters)].join()
    if (state === this.told) return undefined
    this.told = state
    const firstRow = this.fillPacker(availableFrom, availableTo)
    return this.packer.pack({
      viewId: this.viewId,
      firstRow,
      availableFrom,
      availableTo,
      progress,
      nowMs: now(),
      counters,
    })
  }

  /** The row a frame is shown in; undefined when this view does not show it (yet). */
  rowOf(seq: number): number | undefined {
    const { index } = this
    const row = index === undefined ? seq : index.ordinalFrom(seq)
    return this.seqAt(row) === seq ? row : undefined
  }

  private get availableFrom(): number {
    return this.index === undefined ? this.sources.store.firstSeq : this.index.firstOrdinal
  }

  private get availableTo(): number {
    return this.index === undefined ? this.sources.store.endSeq : this.index.endOrdinal
  }

  private seqAt(row: number): number | undefined {
    if (this.index !== undefined) return this.index.seqAt(row)
    return row >= this.availableFrom && row < this.availableTo ? row : undefined
  }

  private progress(): number {
    const { firstSeq, endSeq } = this.sources.store
    if (this.index === undefined || endSeq === firstSeq) return 1
    return Math.max(0, (this.cursorSeq - firstSeq) / (endSeq - firstSeq))
  }

  /** @returns the first row packed */
  private fillPacker(availableFrom: number, availableTo: number): number {
    const { store } = this.sources
    const { rowCount, follow } = this.window
    const newest = Math.max(availableFrom, availableTo - rowCount)
    const firstRow = follow ? newest : Math.max(availableFrom, Math.min(this.window.firstRow, availableTo))
    this.packer.reset()
    let previousMs = this.timeAt(firstRow - 1)
    for (let at = firstRow; at < Math.min(firstRow + rowCount, availableTo); at++) {
      const seq = this.seqAt(at)
      const chunk = seq === undefined ? undefined : store.chunkOf(seq)
      if (seq === undefined || chunk === undefined) break
      const row = seq - chunk.firstSeq
      const timeMs = chunk.timeAt(row)
      this.packer.add(
        {
          seq,
          timeMs,
          deltaMs: timeMs - previousMs,
          connectionId: chunk.connectionAt(row),
          byteLength: chunk.byteLengthAt(row),
          kind: chunk.kindAt(row),
        },
        chunk.payloadAt(row) ?? NO_PAYLOAD,
      )
      previousMs = timeMs
    }
    return firstRow
  }

  private timeAt(row: number): number {
    const seq = this.seqAt(row)
    const chunk = seq === undefined ? undefined : this.sources.store.chunkOf(seq)
    return seq === undefined || chunk === undefined ? Number.NaN : chunk.timeAt(seq - chunk.firstSeq)
  }

  /** One test for scope, clearing, direction, type and text, the cheap ones first. */
  private compile(): (chunk: Chunk, row: number) => boolean {
    const { membership, cleared } = this.sources
    const { scope, filter } = this
    const kinds = compileKinds(filter)
    const compiled = compilePayloadMatch(filter.text)
    // Whoever watches has asked whether the filter is valid.
    if (!compiled.ok) throw new Error(compiled.error.message)
    const match = compiled.value
    // Frames come in runs of one connection: what was found out about it is good until the next.
    let lastId = -1
    let isLastIn = false
    let lastFloorSeq = 0
    return (chunk, row) => {
      const id = chunk.connectionAt(row)
      if (id !== lastId) {
        lastId = id
        isLastIn = membership.contains(scope, id)
        lastFloorSeq = cleared.floorOf(id)
      }
      if (!isLastIn || chunk.firstSeq + row < lastFloorSeq || kinds[chunk.kindAt(row)] === 0) return false
      if (match === undefined) return true
      const payload = chunk.payloadAt(row)
      return payload !== undefined && match.matches(payload, 0, payload.byteLength)
    }
  }
}
