/**
 * One uPlot, as our charts use it: times in ms, axes that come to rest, newest values beside their lines, a cursor that all
 * charts share. Knows nothing of reading; `trace.ts` feeds it.
 */
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { Axis, ChartLine } from './chart-line'
import { type Column, extentOf, isSparse, noData, type PlotData, rowWithValue } from './columns'
import { spreadLabels } from './gutter'
import { faded, type SeriesColour, token } from './palette'
import { attachGestures, type Gestures } from './plot-gestures'
import type { TimeRange } from './time-range'
import { formatTimeTick, timeSteps, timeTicks } from './time-ticks'
import { formatTicks } from './value-format'
import { settleRange, type ValueRange } from './value-range'

/** The charts of the window move their cursors together. */
const SYNC_KEY = 'charts'
const FONT_PX = 11
const LABEL_GAP_PX = 13
/** Both sides are as wide in all charts, so that their time axes stand one below the other. */
const SIDE_PX = 56
const TIME_AXIS_PX = 24
const TOP_PX = 8
const FILL_OPACITY = 0.12
/** Wider lines are tessellated instead of drawn: without a graphics card three times the time. */
const LINE_PX = 1
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
    return this.uplot.bbox.width / uPlot.pxRatio
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
    this.ranges.set(axis, settleRange(previous, extentOf(shown), this.options.fromZero))
  }

  private uplotOptions(width: number, height: number): uPlot.Options {
    const { lines } = this.options
    const right = lines.find(({ axis }) => axis === 'right')
    const left = lines.find(({ axis }) => axis === 'left')
    const axes =
      right === undefined
        ? [this.valueAxis('left')]
        : [this.valueAxis('left', left?.colour), this.valueAxis('right', right.colour)]
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
      series: [{}, ...lines.map((line) => this.seriesOptions(line))],
      hooks: {
        setCursor: [() => this.tellCursor()],
        setSelect: [() => this.endSelect()],
        draw: right === undefined ? [() => this.drawGutter()] : [],
      },
    }
  }

  private seriesOptions({ colour, dash, axis, isFilled }: ChartLine): uPlot.Series {
    return {
      scale: axis,
      auto: false,
      spanGaps: true,
      // Whole pixels would make a sliding line jitter.
      pxAlign: 0,
      width: LINE_PX,
      dash: [...dash],
      stroke: () => token(colour),
      fill: isFilled ? () => faded(token(colour), FILL_OPACITY) : undefined,
      points: {
        size: 4.5,
        width: 0,
        fill: () => token(colour),
        show: (self, at, fromRow, toRow) => isSparse((self.data[at] ?? []) as Column, fromRow, toRow, this.widthPx),
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

  /** @param colour of its lines, where there are two axes to tell apart */
  private valueAxis(axis: Axis, colour?: SeriesColour): uPlot.Axis {
    const unit = axis === 'left' ? this.options.unit : ''
    return {
      scale: axis,
      side: axis === 'left' ? 3 : 1,
      size: SIDE_PX,
      space: 26,
      gap: 6,
      font: font(),
      stroke: () => token(colour ?? 'ink-3'),
      values: (_self, ticks, _axis, _space, step) => formatTicks(ticks, step).map((text) => text + unit),
      ticks: { show: false },
      grid: { show: axis === 'left', width: 1, stroke: () => token('grid') },
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

  /** The newest value in sight of each line, at its height. */
  private drawGutter(): void {
    const { uplot } = this
    const { ctx, bbox } = uplot
    const ratio = uPlot.pxRatio
    const labels = this.options.lines.flatMap((line, at) => {
      const column = this.drawn[at] ?? []
      const value = column[rowWithValue(column, column.length - 1) ?? -1]
      if (value == null || uplot.series[at + 1]?.show === false) return []
      return [{ line, value, y: uplot.valToPos(value, 'left') }]
    })
    const placed = spreadLabels(
      labels.map(({ y }) => y),
      bbox.height / ratio,
      LABEL_GAP_PX,
    )
    if (placed === undefined) return
    const { min = 0, max = 0 } = uplot.scales.left ?? {}
    ctx.save()
    ctx.font = font(ratio)
    ctx.textAlign = 'left'
    ctx.textBaseline = 'middle'
    labels.forEach(({ line, value }, at) => {
      ctx.fillStyle = token(line.colour)
      ctx.fillText(
        this.options.label(value, max - min),
        bbox.left + bbox.width + 6 * ratio,
        bbox.top + (placed[at] as number) * ratio,
      )
    })
    ctx.restore()
  }
}

function timeAxis(): uPlot.Axis {
  return {
    scale: 'x',
    size: TIME_AXIS_PX,
    space: 90,
    gap: 6,
    font: font(),
    stroke: () => token('ink-3'),
    incrs: [...timeSteps],
    splits: (_self, _axis, fromMs, toMs, stepMs) => timeTicks(fromMs, toMs, stepMs),
    values: (_self, ticks, _axis, _space, stepMs) => ticks.map((tick) => formatTimeTick(tick, stepMs)),
    ticks: { show: false },
    grid: { width: 1, stroke: () => token('grid') },
    border: { show: true, width: 1, stroke: () => token('line') },
  }
}

function font(ratio = 1): string {
  return `${Math.round(FONT_PX * ratio)}px ${token('font')}`
}
