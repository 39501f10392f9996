/**
 * One uPlot, as our charts use it: times in ms, axes that come to rest, newest values beside their lines, a cursor that all
 * charts share. Knows nothing of reading; `trace.ts` feeds it.
 */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Axis, ChartLine } from './chart-line'
import { type Column, extentOf, noData, type PlotData, rowWithValue } from './columns'
import { attachGestures, type Gestures } from './plot-gestures'
import { drawGutter } from './plot-gutter'
import { lineOptions, SIDE_PX, timeAxis, valueAxis } from './plot-style'
import type { TimeRange } from './time-range'
import { settleRange, type ValueRange } from './value-range'

/** The charts of the window move their cursors together. */
const SYNC_KEY = 'charts'
const TOP_PX = 8
const RIGHT_HEADROOM = 1.6
/** Shorter drags are clicks of an unsteady hand. */
const DRAG_MIN_PX = 4

export interface PlotOptions {
  host: HTMLElement
  lines: readonly ChartLine[]
  /** For values that cannot be negative. */
  fromZero: boolean
  width: number
  height: number
  /** What it shows at first. */
  range: TimeRange
  /**
   * How a drawn value is written beside its line's end.
   * @param height of the axis
   */
  label(value: number, height: number): string
  /** Behind the numbers of the left axis. */
  unit: string
  /** The cursor moved, or the data beneath it; undefined when it left. */
  onCursor(cursor: PlotCursor | undefined): void
  gestures: Gestures
}

export interface PlotCursor {
  timeMs: number
  /** Of each line, the value that holds there. */
  values: (number | null)[]
  /** How long a stretch is being dragged over. */
  draggedMs: number
}

export class Plot {
  private readonly uplot: uPlot
  private readonly ranges = new Map<Axis, ValueRange>()
  private data: PlotData = noData
  /** The columns as they are drawn; those of `data` unless it is their change. */
  private drawn: readonly Column[] = []
  private range: TimeRange
  private mustFit = false

  constructor(private readonly options: PlotOptions) {
    const { host, width, height, range, gestures } = options
    this.range = range
    this.uplot = new uPlot(this.uplotOptions(width, height), [[], ...options.lines.map(() => [])], host)
    attachGestures(this.uplot, gestures)
  }

  /** Of the part that shows data, in CSS px. */
  get widthPx(): number {
    return this.uplot.bbox.width / devicePixelRatio
  }

  /** @param data where there is something new */
  show(range: TimeRange, data?: PlotData, drawn = data?.columns): void {
    this.range = range
    this.uplot.batch(() => {
      if (data !== undefined && drawn !== undefined) this.setData(data, drawn)
      this.setTime()
    })
  }

  /** The next data is about another stretch of time: its values shall fill the height. */
  fit(): void {
    this.mustFit = true
  }

  setShown(hidden: ReadonlySet<string>): void {
    this.uplot.batch(() => {
      this.options.lines.forEach(({ id }, at) => {
        const show = !hidden.has(id)
        if (this.uplot.series[at + 1]?.show !== show) this.uplot.setSeries(at + 1, { show })
      })
      this.fit()
      this.setData(this.data, this.drawn)
      this.setTime()
    })
  }

  /** Lets one line stand out. */
  setFocus(id: string | undefined): void {
    const at = this.options.lines.findIndex((line) => line.id === id)
    this.uplot.setSeries(at === -1 ? null : at + 1, { focus: true })
  }

  resize(width: number, height: number): void {
    if (width !== this.uplot.width || height !== this.uplot.height) this.uplot.setSize({ width, height })
  }

  /** In the colours of the theme there is now. */
  repaint(): void {
    this.uplot.redraw(false)
  }

  destroy(): void {
    this.uplot.destroy()
  }

  private setData(data: PlotData, drawn: readonly Column[]): void {
    this.data = data
    this.drawn = drawn
    for (const axis of ['left', 'right'] as const) this.settle(axis)
    this.mustFit = false
    this.uplot.setData([data.timesMs, ...drawn] as uPlot.AlignedData, false)
  }

  /** Also ranges the values anew and draws. */
  private setTime(): void {
    this.uplot.setScale('x', { min: this.range.fromMs, max: this.range.toMs })
  }

  private settle(axis: Axis): void {
    const shown = this.drawn.filter((_, at) => {
      return this.options.lines[at]?.axis === axis && this.uplot.series[at + 1]?.show !== false
    })
    const previous = this.mustFit ? undefined : this.ranges.get(axis)
    const extent = extentOf(shown)
    // Messages and their bytes rise and fall as one: a lower line is not hidden by the other.
    if (axis === 'right' && extent !== undefined) extent.highest *= RIGHT_HEADROOM
    this.ranges.set(axis, settleRange(previous, extent, this.options.fromZero))
  }

  private uplotOptions(width: number, height: number): uPlot.Options {
    const { lines, unit } = this.options
    const right = lines.find(({ axis }) => axis === 'right')
    const left = lines.find(({ axis }) => axis === 'left')
    const axes =
      right === undefined
        ? [valueAxis('left', unit)]
        : [valueAxis('left', unit, left?.colour), valueAxis('right', '', right.colour)]
    const valueScale = (axis: Axis): uPlot.Scale => ({
      range: () => {
        const { min, max } = this.ranges.get(axis) ?? settleRange(undefined, undefined, this.options.fromZero)
        return [min, max]
      },
    })
    return {
      width,
      height,
      ms: 1,
      // Cut labels at the ends of an axis look broken: the sides have room for half of one.
      padding: [TOP_PX, right === undefined ? SIDE_PX : 0, 0, 0],
      legend: { show: false, live: false },
      cursor: this.cursorOptions(),
      focus: { alpha: 0.25 },
      scales: { x: { time: true }, left: valueScale('left'), right: valueScale('right') },
      axes: [timeAxis(), ...axes],
      series: [{}, ...lines.map(lineOptions)],
      hooks: {
        setCursor: [() => this.tellCursor()],
        setSelect: [() => this.endSelect()],
        draw: right === undefined ? [() => drawGutter(this.uplot, lines, this.drawn, this.options.label)] : [],
      },
    }
  }

  private cursorOptions(): uPlot.Cursor {
    return {
      y: false,
      dataIdx: (self, at, row) => (at === 0 ? row : rowWithValue((self.data[at] ?? []) as Column, row)),
      points: { size: 6, width: 0 },
      drag: { x: true, y: false, setScale: false, dist: DRAG_MIN_PX },
      sync: { key: SYNC_KEY, scales: ['x', null], setSeries: false },
      bind: {
        dblclick: () => null,
        // Shift drags the time axis itself (`plot-gestures.ts`).
        mousedown: (_self, _target, handle) => (event) => {
          if (event.button === 0 && !event.shiftKey) handle(event)
          return null
        },
      },
    }
  }

  private tellCursor(): void {
    const { cursor, select } = this.uplot
    const row = cursor.idx
    if (row == null || (cursor.left ?? -1) < 0) {
      this.options.onCursor(undefined)
      return
    }
    const toTime = (px: number) => this.uplot.posToVal(px, 'x')
    this.options.onCursor({
      timeMs: toTime(cursor.left as number),
      values: this.data.columns.map((column) => {
        const at = rowWithValue(column, row)
        return at === null ? null : (column[at] ?? null)
      }),
      draggedMs: toTime(select.width) - toTime(0),
    })
  }

  /** Every chart shows the stretch dragged over; the one under the pointer acts on it. */
  private endSelect(): void {
    const { uplot } = this
    const { left, width } = uplot.select
    const isOwn = uplot.cursor.event != null
    uplot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
    if (isOwn && width >= DRAG_MIN_PX) {
      this.options.gestures.onZoom(uplot.posToVal(left, 'x'), uplot.posToVal(left + width, 'x'))
    }
  }
}
