/** How uPlot draws our axes and lines. Colours are asked for at each drawing, so that the theme may change. */
import type uPlot from 'uplot'
import type { Axis, ChartLine } from './chart-line'
import { type Column, isSparse } from './columns'
import { faded, type SeriesColour, token } from './palette'
import { formatTimeTick, timeSteps, timeTicks } from './time-ticks'
import { formatTicks } from './value-format'

/** Both sides are as wide in all charts, so that their time axes stand one below the other. */
export const SIDE_PX = 56
const FONT_PX = 11
const TIME_AXIS_PX = 24
const TIME_LABEL_ROOM_PX = 90
const VALUE_LABEL_ROOM_PX = 34
const LABEL_GAP_PX = 6
/** Wider lines are tessellated instead of drawn: without a graphics card three times the time. */
const LINE_PX = 1
const POINT_PX = 4.5
const FILL_OPACITY = 0.12

export function timeAxis(): uPlot.Axis {
  return {
    scale: 'x',
    size: TIME_AXIS_PX,
    space: TIME_LABEL_ROOM_PX,
    gap: LABEL_GAP_PX,
    font: canvasFont(),
    stroke: () => token('ink-3'),
    incrs: [...timeSteps],
    splits: (_self, _axis, fromMs, toMs, stepMs) => timeTicks(fromMs, toMs, stepMs),
    values: (_self, ticks, _axis, _space, stepMs) => ticks.map((tick) => formatTimeTick(tick, stepMs)),
    ticks: { show: false },
    grid: { width: 1, stroke: () => token('grid') },
    border: { show: true, width: 1, stroke: () => token('line') },
  }
}

/**
 * @param unit behind its numbers
 * @param colour of its lines, where there are two axes to tell apart
 */
export function valueAxis(axis: Axis, unit: string, colour?: SeriesColour): uPlot.Axis {
  return {
    scale: axis,
    side: axis === 'left' ? 3 : 1,
    size: SIDE_PX,
    space: VALUE_LABEL_ROOM_PX,
    gap: LABEL_GAP_PX,
    font: canvasFont(),
    stroke: () => token(colour ?? 'ink-3'),
    values: (_self, ticks, _axis, _space, step) => formatTicks(ticks, step).map((text) => text + unit),
    ticks: { show: false },
    grid: { show: axis === 'left', width: 1, stroke: () => token('grid') },
  }
}

export function lineOptions({ colour, dash, axis, isFilled }: ChartLine): uPlot.Series {
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
      size: POINT_PX,
      width: 0,
      fill: () => token(colour),
      show: (self, at, fromRow, toRow) => {
        return isSparse((self.data[at] ?? []) as Column, fromRow, toRow, self.bbox.width / devicePixelRatio)
      },
    },
  }
}

/** @param ratio of canvas pixels to CSS pixels, where uPlot does not multiply by it itself */
export function canvasFont(ratio = 1): string {
  return `${Math.round(FONT_PX * ratio)}px ${token('font')}`
}
