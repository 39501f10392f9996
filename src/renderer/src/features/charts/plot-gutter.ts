/** Draws right of a plot the newest value in sight of each line, at its height, in its colour. */
import type uPlot from 'uplot'
import type { ChartLine } from './chart-line'
import { type Column, rowWithValue } from './columns'
import { spreadLabels } from './gutter'
import { token } from './palette'
import { canvasFont } from './plot-style'

const ROW_PX = 13
const GAP_PX = 6

/** @param label writes a value short, given the height of its axis */
export function drawGutter(
  { ctx, bbox, series, scales, valToPos }: uPlot,
  lines: readonly ChartLine[],
  columns: readonly Column[],
  label: (value: number, height: number) => string,
): void {
  const labels = lines.flatMap(({ colour }, at) => {
    const column = columns[at] ?? []
    const value = column[rowWithValue(column, column.length - 1) ?? -1]
    if (value == null || series[at + 1]?.show === false) return []
    return [{ colour, value, y: valToPos(value, 'left') }]
  })
  const wanted = labels.map(({ y }) => y)
  const placed = spreadLabels(wanted, bbox.height / devicePixelRatio, ROW_PX)
  if (placed === undefined) return
  const { min = 0, max = 0 } = scales.left ?? {}
  const x = bbox.left + bbox.width + GAP_PX * devicePixelRatio
  // uPlot remembers what it last told the canvas.
  ctx.save()
  ctx.font = canvasFont(devicePixelRatio)
  ctx.textAlign = 'left'
  ctx.textBaseline = 'middle'
  labels.forEach(({ colour, value }, at) => {
    ctx.fillStyle = token(colour)
    ctx.fillText(label(value, max - min), x, bbox.top + (placed[at] as number) * devicePixelRatio)
  })
  ctx.restore()
}
