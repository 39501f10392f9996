/**
 * One chart at work: on each beat it asks the engine for the columns its pixels need, at most one read under way, and
 * draws. React hears of it only when there are other lines than before.
 */
import type { Columns } from '../../../../shared/ipc/contract'
import { engineNow } from '../../state/engine-clock'
import { areSameLines, type ChartLine } from './chart-line'
import type { Beating } from './chart-loop'
import { beginningOf, type Column, type PlotData, toPlotData } from './columns'
import { Plot, type PlotCursor } from './plot'
import type { Gestures } from './plot-gestures'
import type { Readout } from './readout'
import { Baselines, prefersChange } from './relative'
import {
  hasMoved,
  hasOtherLength,
  type ReadWindow,
  readIntervalMs,
  readWindow,
  snapToPixel,
  type TimeRange,
} from './time-range'
import { isStill, noteBeginning, shownRange } from './time-view'
import { formatChange, formatShort } from './value-format'

/** What a chart draws: where its columns come from, and what its lines are called. */
export interface Source {
  /** Of all charts on screen. */
  key: string
  /** For values that cannot be negative. */
  fromZero: boolean
  /** @returns undefined where the engine has no answer */
  read(window: ReadWindow): Promise<Columns | undefined>
  describe(columns: Columns): ChartLine[]
}

/** Values as they are, or their change in percent. */
export type Drawing = 'values' | 'change'

export interface TraceOptions {
  host: HTMLElement
  source: Source
  readout: Readout
  gestures: Gestures
  /** There is something to draw. */
  wake(): void
  onLines(lines: readonly ChartLine[]): void
  onCursor(cursor: PlotCursor | undefined): void
  /** Chosen by the trace, since the lines call for it; until somebody chooses. */
  onDrawing(drawing: Drawing): void
  /** After each read. */
  onColumns(columns: Columns): void
}

/** What stands still is read again for what comes late: frames of the past that a new series is still reading. */
const REREAD_MS = 1_000
/** Time for one more zoom of a wheel that is still turning. */
const SETTLE_MS = 40

export class Trace implements Beating {
  private plot: Plot | undefined
  private lines: readonly ChartLine[] = []
  private hidden: ReadonlySet<string> = new Set()
  private size = { width: 0, height: 0 }
  private isVisible = false
  private isReading = false
  private readAtMs = Number.NEGATIVE_INFINITY
  private wanted: ReadWindow | undefined
  private drawn: TimeRange | undefined
  private fresh: PlotData | undefined
  private drawing: Drawing | undefined
  private readonly baselines = new Baselines()
  private latest: number[] = []
  private cursor: PlotCursor | undefined
  private readonly observers: { disconnect(): void }[]

  constructor(private readonly options: TraceOptions) {
    const resizes = new ResizeObserver(([entry]) => {
      if (entry !== undefined) this.resize(entry.contentRect)
    })
    const visibilities = new IntersectionObserver((entries) => {
      this.isVisible = entries.at(-1)?.isIntersecting === true
    })
    resizes.observe(options.host)
    visibilities.observe(options.host)
    this.observers = [resizes, visibilities]
  }

  dispose(): void {
    for (const observer of this.observers) observer.disconnect()
    this.plot?.destroy()
    this.plot = undefined
    noteBeginning(this.options.source.key, undefined)
  }

  beat(nowMs: number, isMoving: boolean): void {
    const { plot } = this
    if (!this.isVisible || plot === undefined) return
    const widthPx = plot.widthPx
    if (widthPx <= 0) return
    const isAtRest = !isMoving && !isStill() && this.drawn !== undefined
    const range = isStill() ? shownRange(nowMs) : snapToPixel(shownRange(nowMs), widthPx)
    if (this.isReadDue(range, widthPx, nowMs, isMoving)) void this.read(readWindow(range, Math.ceil(widthPx)), nowMs)
    if (this.fresh === undefined && (isAtRest || !hasMoved(this.drawn, range, widthPx))) return
    plot.show(range, this.fresh, this.fresh && this.drawnOf(this.fresh))
    this.fresh = undefined
    this.drawn = range
  }

  repaint(): void {
    this.plot?.repaint()
  }

  hide(hidden: ReadonlySet<string>): void {
    this.hidden = hidden
    this.plot?.setShown(hidden)
  }

  draw(drawing: Drawing): void {
    if (drawing === this.drawing) return
    this.drawing = drawing
    this.baselines.forget()
    this.readAtMs = Number.NEGATIVE_INFINITY
    if (this.plot !== undefined) this.remake()
    this.options.wake()
  }

  focus(lineId: string | undefined): void {
    this.plot?.setFocus(lineId)
  }

  private isReadDue(range: TimeRange, widthPx: number, nowMs: number, isMoving: boolean): boolean {
    if (this.isReading) return false
    const sinceMs = nowMs - this.readAtMs
    if (!isStill()) return sinceMs >= readIntervalMs(range, widthPx, isMoving)
    const { fromMs, toMs } = readWindow(range, Math.ceil(widthPx))
    const isOther = this.wanted?.fromMs !== fromMs || this.wanted.toMs !== toMs
    return sinceMs >= (isOther ? SETTLE_MS : REREAD_MS)
  }

  private async read(window: ReadWindow, nowMs: number): Promise<void> {
    const { source, onColumns } = this.options
    const isOther = hasOtherLength(this.wanted, window)
    this.isReading = true
    this.readAtMs = nowMs
    this.wanted = window
    const columns = await source.read(window).catch(() => undefined)
    this.isReading = false
    // The chart may have gone meanwhile.
    if (columns === undefined || this.plot === undefined) return
    if (isOther) this.plot.fit()
    noteBeginning(source.key, beginningOf(columns))
    this.take(source.describe(columns), columns, nowMs)
    onColumns(columns)
  }

  private take(lines: readonly ChartLine[], columns: Columns, nowMs: number): void {
    const { readout } = this.options
    this.fresh = toPlotData(columns)
    this.latest = columns.lines.map(({ last }) => last)
    if (!areSameLines(this.lines, lines)) {
      this.lines = lines
      this.remake()
      this.options.onLines(lines)
    }
    this.chooseDrawing(this.fresh)
    for (const [at, column] of this.fresh.columns.entries()) {
      readout.learn(lines[at]?.id ?? '', this.latest[at] ?? Number.NaN, column)
    }
    readout.summarise(lines, this.latest, nowMs)
    this.writeValues()
  }

  private chooseDrawing({ columns }: PlotData): void {
    if (this.drawing !== undefined || this.options.source.fromZero) return
    const drawsChange = prefersChange(columns)
    if (drawsChange === undefined) return
    this.draw(drawsChange ? 'change' : 'values')
    this.options.onDrawing(drawsChange ? 'change' : 'values')
  }

  private drawnOf({ columns }: PlotData): Column[] {
    return this.drawing === 'change' ? this.baselines.relate(this.lines, columns) : columns
  }

  private resize({ width, height }: { width: number; height: number }): void {
    if (width < 1 || height < 1) return
    this.size = { width: Math.floor(width), height: Math.floor(height) }
    if (this.plot === undefined) this.remake()
    else this.plot.resize(this.size.width, this.size.height)
    this.drawn = undefined
    this.options.wake()
  }

  /** uPlot can be told of other series, but not of other axes: a new one is as quick. */
  private remake(): void {
    const { host, source, gestures } = this.options
    this.plot?.destroy()
    this.cursor = undefined
    this.plot = new Plot({
      host,
      lines: this.lines,
      fromZero: source.fromZero,
      ...this.size,
      range: shownRange(engineNow()),
      label: this.drawing === 'change' ? formatChange : formatShort,
      unit: this.drawing === 'change' ? ' %' : '',
      onCursor: (cursor) => this.follow(cursor),
      gestures,
    })
    this.plot.setShown(this.hidden)
    this.drawn = undefined
  }

  private follow(cursor: PlotCursor | undefined): void {
    if (cursor === undefined && this.cursor === undefined) return
    this.cursor = cursor
    this.writeValues()
    this.options.onCursor(cursor)
  }

  private writeValues(): void {
    this.options.readout.write(this.lines, this.cursor?.values ?? this.latest)
  }
}
