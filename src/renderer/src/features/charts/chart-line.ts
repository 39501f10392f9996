/** One line of a chart: what it is called and how it is drawn. */
import type { SeriesColour } from './palette'

export type Axis = 'left' | 'right'

export interface ChartLine {
  /** Stays the same from read to read. */
  id: string
  seriesId: number
  label: string
  colour: SeriesColour
  /** Canvas dashes; empty for a solid line. */
  dash: readonly number[]
  axis: Axis
  isFilled: boolean
  /** How its values are written; with the decimals of the chart where absent. */
  format?: (value: number) => string
}

const colours: readonly SeriesColour[] = [
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
  'series-7',
  'series-8',
]

/** When the colours are used up they come again with other dashes. */
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3]]

export function lineStyle(index: number): Pick<ChartLine, 'colour' | 'dash'> {
  return {
    colour: colours[index % colours.length] as SeriesColour,
    dash: dashes[Math.floor(index / colours.length) % dashes.length] as readonly number[],
  }
}

/** True where both say the same of every line, so that nothing has to be made anew. */
export function areSameLines(one: readonly ChartLine[], other: readonly ChartLine[]): boolean {
  return (
    one.length === other.length && one.every(({ id, label }, at) => id === other[at]?.id && label === other[at]?.label)
  )
}
