/**
 * What one log shows: a scope, a filter, and the window of rows on screen. All connections unfiltered are the store's own
 * rows; anything else is found by a `RowFinder`, in slices, so that the engine goes on taking frames in.
 */

import { fail, ok, type Result } from '../../../shared/failure'
import { type Filter, matchesEverything } from '../../../shared/filter/filter'
import { type LogRow, LogWindowPacker, PREVIEW_MAX_BYTES } from '../../../shared/ipc/log-window'
import type { Scope } from '../../../shared/protocol/feed'
import type { Clock } from '../clock'
import type { FrameStore } from '../frames/frame-store'
import { compileRowMatch } from '../match/compile'
import type { RowDecorator } from './row-decorator'
import { type Advance, RowFinder } from './row-finder'
import { type FindDirection, type FoundRow, findRow } from './row-search'
import { compileRowTest, type RowTestSources } from './row-test'

const NO_PAYLOAD: Uint8Array = new Uint8Array(0)

/** A row of the window; its payload is only lent. */
interface Row extends Omit<LogRow, 'row' | 'deltaMs' | 'preview'> {
  at: number
  payload: Uint8Array
}

export interface RowWindow {
  firstRow: number
  rowCount: number
  /** Show the newest rows, whichever they are. */
  follow: boolean
}

export interface LogViewSources extends RowTestSources {
  store: FrameStore
  now: Clock
  /** What rows show besides their frames. */
  decorator: RowDecorator
}

export class LogView {
  private readonly packer = new LogWindowPacker()
  private finder: RowFinder | undefined
  /** Of the window, the rows that are read while others are still on disk. */
  private readonly gathered = new Map<number, Row>()
  /** What the last tick told, to see whether there is anything new. */
  private told = ''
  /** Of the search that was asked for last: the one before it is over. */
  private findCount = 0

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
    const { sources, scope, filter } = this
    const { store, cleared, now } = sources
    const showsAll = scope.kind === 'all' && matchesEverything(filter) && !cleared.hidesStored
    this.gathered.clear()
    this.endFind()
    this.finder = showsAll ? undefined : new RowFinder(store, now, compileRowTest(scope, filter, sources))
    this.told = ''
  }

  /** Its filter may ask for what messages say. */
  get readsMessages(): boolean {
    return this.filter.text !== ''
  }

  move(window: RowWindow): void {
    this.window = window
    this.told = ''
  }

  /** Looks at frames it has not seen, until all are seen or the time is over. */
  advance(deadlineMs: number): Advance {
    return this.finder?.advance(deadlineMs) ?? 'done'
  }

  /** @returns the window, packed; undefined when the last one still says it all, or its rows are yet to be read */
  tick(): Uint8Array | undefined {
    const { store, membership, now, decorator } = this.sources
    const counters = store.accounts.sum(membership.idsOf(this.scope))
    const { availableFrom, availableTo } = this
    const progress = this.finder?.progress ?? 1
    const state = [availableFrom, availableTo, progress, decorator.version, ...Object.values(counters)].join()
    if (state === this.told) return undefined
    decorator.begin()
    const firstRow = this.fillPacker(availableFrom, availableTo)
    // A row of the window is on disk: its chunk has been sent for, and until it is there the last window stands.
    if (firstRow === undefined) return undefined
    // What there was no time for comes with the next.
    this.told = decorator.isBehind ? '' : state
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
    const row = this.finder === undefined ? seq : this.finder.index.ordinalFrom(seq)
    return this.seqAt(row) === seq ? row : undefined
  }

  /**
   * The next row that matches; the rows stay as they are.
   * @param text as in the filter box
   * @param row the first to look at
   * @returns nothing where none matches; `ERR_CANCELLED` once the next search has begun or the rows have begun anew
   */
  async find(text: string, row: number, direction: FindDirection): Promise<Result<FoundRow | undefined>> {
    const { store, now, connectionNames } = this.sources
    const compiled = compileRowMatch(text, connectionNames, undefined, (...frame) =>
      this.sources.readers.jsonOf(...frame),
    )
    if (!compiled.ok) return compiled
    this.endFind()
    if (compiled.value === undefined) return ok(undefined)
    const mine = this.findCount
    const isOver = () => this.findCount !== mine
    const view = this
    const rows = {
      get availableFrom() {
        return view.availableFrom
      },
      get availableTo() {
        return view.availableTo
      },
      get isGrowingBack() {
        return (view.finder?.progress ?? 1) < 1
      },
      seqAt: (at: number) => this.seqAt(at),
    }
    const found = await findRow({ rows, store, now, isOver }, compiled.value, row, direction)
    return isOver() ? fail('ERR_CANCELLED', 'Another search has begun.') : ok(found)
  }

  /** Nobody waits for the search any more. */
  endFind(): void {
    this.findCount++
  }

  private get availableFrom(): number {
    return this.finder?.index.firstOrdinal ?? this.sources.store.firstSeq
  }

  private get availableTo(): number {
    return this.finder?.index.endOrdinal ?? this.sources.store.endSeq
  }

  private seqAt(row: number): number | undefined {
    if (this.finder !== undefined) return this.finder.index.seqAt(row)
    return row >= this.availableFrom && row < this.availableTo ? row : undefined
  }

  /** @returns the first row packed; undefined while one of them is on disk */
  private fillPacker(availableFrom: number, availableTo: number): number | undefined {
    const { rowCount, follow } = this.window
    const newest = Math.max(availableFrom, availableTo - rowCount)
    const firstRow = follow ? newest : Math.max(availableFrom, Math.min(this.window.firstRow, availableTo))
    // The row before them too, for the time since.
    const rows = this.gather(firstRow - 1, Math.min(firstRow + rowCount, availableTo))
    if (rows === undefined) return undefined
    this.packer.reset()
    let previousMs = Number.NaN
    for (const { at, timeMs, payload, ...columns } of rows) {
      if (at >= firstRow) this.packer.add({ ...columns, timeMs, deltaMs: timeMs - previousMs }, payload)
      previousMs = timeMs
    }
    return firstRow
  }

  /**
   * Reads rows from their chunks. Rows that match rarely are in as many chunks, more than are loaded at once: those that are
   * read are kept until the last one has come.
   * @returns undefined while one of them is on disk
   */
  private gather(fromRow: number, toRow: number): Row[] | undefined {
    const rows: Row[] = []
    let isWhole = true
    for (let at = fromRow; at < toRow; at++) {
      const row = this.gathered.get(at) ?? this.readRow(at)
      if (row === 'away') isWhole = false
      else if (row !== undefined) rows.push(row)
    }
    this.gathered.clear()
    if (isWhole) return rows
    for (const row of rows)
      this.gathered.set(row.at, { ...row, payload: new Uint8Array(row.payload.subarray(0, PREVIEW_MAX_BYTES)) })
    return undefined
  }

  private readRow(at: number): Row | 'away' | undefined {
    const seq = this.seqAt(at)
    const chunk = seq === undefined ? undefined : this.sources.store.chunkOf(seq)
    if (seq === undefined || chunk === undefined) return undefined
    if (chunk === 'away') return 'away'
    const row = seq - chunk.firstSeq
    return {
      at,
      seq,
      timeMs: chunk.timeAt(row),
      connectionId: chunk.connectionAt(row),
      byteLength: chunk.byteLengthAt(row),
      kind: chunk.kindAt(row),
      decor: this.sources.decorator.decorOf(chunk, row),
      payload: chunk.payloadAt(row) ?? NO_PAYLOAD,
    }
  }
}
