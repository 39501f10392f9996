/**
 * Feeds the value series from the store, apart from ingest: each beat it parses what came since the last within a time
 * budget. Where parsing every frame would not keep up it takes one in n, and the series says so.
 */

import { fail, ok, type Result } from '../../../shared/failure'
import type { Columns, Line } from '../../../shared/ipc/contract'
import type { FieldPath, SeriesSummary } from '../../../shared/protocol/feed'
import { type FrameKind, frameKind } from '../../../shared/protocol/frame'
import type { Clock } from '../clock'
import type { Chunk } from '../frames/chunk'
import type { FrameStore } from '../frames/frame-store'
import { gridTimes, pixelGrid } from '../series/downsample'
import { ValueSeries } from '../series/value-series'
import { earlierMessages } from './preceding-messages'
import type { Advance } from './row-finder'

/** All series together; what a screen can show at once and then some. */
export const SERIES_MAX = 64
/** How far back a new series looks: its chart is there at once, and a huge store does not hold it up. */
const BACKFILL_MAX_ROWS = 200_000
/** What parsing a message costs until we have measured it. */
const FIRST_PARSE_GUESS_MS = 0.005
/** Weight of the newest measurement in the running mean. */
const PARSE_COST_WEIGHT = 0.1

const RECEIVED_TEXT = frameKind('text', 'received')
const RECEIVED_BINARY = frameKind('binary', 'received')

/** A message that is not JSON as it stands, decoded; undefined for one that is, and for what cannot be. */
export type JsonOf = (
  connectionId: number,
  kind: FrameKind,
  payload: Buffer,
  earlier: () => Iterable<Buffer>,
) => unknown

/** Series of one connection that have read equally far: a message is parsed once for all of them. */
interface Reader {
  connectionId: number
  series: ValueSeries[]
  nextSeq: number
  /** Frames before it were there first: they are all parsed, taking as many beats as it needs. */
  liveFromSeq: number
}

export class SeriesFeed {
  private readonly readers: Reader[] = []
  private lastId = 0
  private parseCostMs = FIRST_PARSE_GUESS_MS

  constructor(
    private readonly store: FrameStore,
    private readonly now: Clock,
    private readonly onChange: () => void,
    private readonly jsonOf: JsonOf,
  ) {}

  /** @param chartId of the chart to draw it in; a new chart without */
  add(connectionId: number, path: FieldPath, keyPath?: FieldPath, chartId?: number): Result<SeriesSummary> {
    if (this.all().length >= SERIES_MAX) {
      return fail('ERR_TOO_MANY', `There are ${SERIES_MAX} series already. Remove one you no longer need.`)
    }
    const id = ++this.lastId
    const series = new ValueSeries(id, connectionId, chartId ?? id, path, keyPath)
    this.read(series)
    return ok(series.summary())
  }

  /** Splits by another key, or by none: the lines are made anew. */
  split(id: number, keyPath: FieldPath | undefined): Result<void> {
    const old = this.find(id)
    if (old === undefined) return notFound(id)
    this.forget(old)
    this.read(new ValueSeries(id, old.connectionId, old.chartId, old.path, keyPath))
    return ok(undefined)
  }

  /** Draws a connection's lines anew, since its messages are read another way. */
  reread(connectionId: number): void {
    for (const { id, keyPath, ...series } of this.all())
      if (series.connectionId === connectionId) this.split(id, keyPath)
  }

  remove(id: number): Result<void> {
    const series = this.find(id)
    if (series === undefined) return notFound(id)
    this.forget(series)
    this.onChange()
    return ok(undefined)
  }

  removeOf(connectionId: number): void {
    for (const series of this.all()) if (series.connectionId === connectionId) this.remove(series.id)
  }

  columns(seriesIds: readonly number[], fromMs: number, toMs: number, widthPx: number): Columns {
    const grid = pixelGrid(fromMs, toMs, widthPx)
    const lines: Line[] = []
    for (const id of seriesIds) lines.push(...(this.find(id)?.read(grid) ?? []))
    return { timesMs: gridTimes(grid), lines }
  }

  list(): SeriesSummary[] {
    return this.all()
      .map((series) => series.summary())
      .sort((a, b) => a.id - b.id)
  }

  /** @param deadlineMs until when frames may be parsed, on the engine's clock */
  advance(deadlineMs: number): Advance {
    let result: Advance = 'done'
    for (const reader of this.readers) {
      const advance = this.advanceReader(reader, deadlineMs)
      if (advance === 'behind' || result === 'done') result = advance
    }
    this.join()
    return result
  }

  private advanceReader(reader: Reader, deadlineMs: number): Advance {
    const { store } = this
    reader.nextSeq = Math.max(reader.nextSeq, store.firstSeq)
    const isLive = reader.nextSeq >= reader.liveFromSeq
    const endSeq = isLive ? store.endSeq : Math.min(store.endSeq, reader.liveFromSeq)
    const step = isLive ? this.affordableStep(this.countFrames(reader, endSeq), deadlineMs) : 1
    if (isLive) for (const series of reader.series) series.sampledOneIn = step
    let untilNext = 0
    while (reader.nextSeq < endSeq) {
      const chunk = store.chunkOf(reader.nextSeq)
      if (chunk === 'away') return 'waiting'
      if (chunk === undefined) break
      const endRow = Math.min(chunk.endSeq, endSeq) - chunk.firstSeq
      for (let row = reader.nextSeq - chunk.firstSeq; row < endRow; row++) {
        reader.nextSeq++
        if (!isFrameOf(reader, chunk, row) || untilNext-- > 0) continue
        untilNext = step - 1
        const payload = chunk.payloadAt(row)
        if (payload !== undefined) this.parse(reader, chunk, row, payload)
        if (!isLive && this.now() > deadlineMs) return 'behind'
      }
    }
    return reader.nextSeq < store.endSeq ? 'behind' : 'done'
  }

  /** Its own only: to step over a frame of another connection costs nothing beside parsing one. */
  private countFrames(reader: Reader, endSeq: number): number {
    let count = 0
    for (let seq = reader.nextSeq; seq < endSeq; ) {
      const chunk = this.store.chunkOf(seq)
      if (chunk === undefined || chunk === 'away') break
      const endRow = Math.min(chunk.endSeq, endSeq) - chunk.firstSeq
      for (let row = seq - chunk.firstSeq; row < endRow; row++) if (isFrameOf(reader, chunk, row)) count++
      seq = chunk.firstSeq + endRow
    }
    return count
  }

  /** One in how many of so many frames can be parsed in the time there is. */
  private affordableStep(frames: number, deadlineMs: number): number {
    const affordable = Math.max(1, (deadlineMs - this.now()) / this.parseCostMs)
    return Math.max(1, Math.ceil(frames / affordable))
  }

  private parse(reader: Reader, chunk: Chunk, row: number, payload: Buffer): void {
    const startMs = this.now()
    const { connectionId } = reader
    const kind = chunk.kindAt(row)
    let message = this.jsonOf(connectionId, kind, payload, () =>
      earlierMessages(this.store, chunk.firstSeq + row, connectionId, kind),
    )
    try {
      if (message === undefined && kind === RECEIVED_TEXT) message = JSON.parse(payload.toString('utf8'))
    } catch {
      // Not JSON: there is no field to draw.
    }
    for (const series of reader.series) series.add(chunk.timeAt(row), message)
    this.parseCostMs += PARSE_COST_WEIGHT * (this.now() - startMs - this.parseCostMs)
  }

  /** Readers of a connection that have come to the same frame go on as one. */
  private join(): void {
    for (let at = this.readers.length - 1; at > 0; at--) {
      const reader = this.readers[at] as Reader
      const twin = this.readers.find((each, index) => {
        return index < at && each.connectionId === reader.connectionId && each.nextSeq === reader.nextSeq
      })
      if (twin === undefined) continue
      twin.series.push(...reader.series)
      twin.liveFromSeq = Math.max(twin.liveFromSeq, reader.liveFromSeq)
      this.readers.splice(at, 1)
    }
  }

  private read(series: ValueSeries): void {
    const { firstSeq, endSeq, accounts } = this.store
    const { floorSeq } = accounts.of(series.connectionId)
    this.readers.push({
      connectionId: series.connectionId,
      series: [series],
      // What the user cleared is not drawn either.
      nextSeq: Math.max(firstSeq, floorSeq, endSeq - BACKFILL_MAX_ROWS),
      liveFromSeq: endSeq,
    })
    this.onChange()
  }

  private forget(series: ValueSeries): void {
    for (const [at, reader] of this.readers.entries()) {
      if (!reader.series.includes(series)) continue
      reader.series.splice(reader.series.indexOf(series), 1)
      if (reader.series.length === 0) this.readers.splice(at, 1)
      return
    }
  }

  private all(): ValueSeries[] {
    return this.readers.flatMap(({ series }) => series)
  }

  private find(id: number): ValueSeries | undefined {
    return this.all().find((series) => series.id === id)
  }
}

function isFrameOf({ connectionId }: Reader, chunk: Chunk, row: number): boolean {
  if (chunk.connectionAt(row) !== connectionId) return false
  const kind = chunk.kindAt(row)
  return kind === RECEIVED_TEXT || kind === RECEIVED_BINARY
}

function notFound(id: number) {
  return fail('ERR_NOT_FOUND', `There is no series ${id} any more.`)
}
