/** What the charts of the tab share. */
import { createContext, useContext } from 'react'
import type { ChartLoop } from './chart-loop'
import type { PlotCursor } from './plot'

export interface Charts {
  loop: ChartLoop
  /** Says above the charts where the cursor is; undefined when it is nowhere. */
  tellCursor(cursor: PlotCursor | undefined): void
}

export const ChartsContext = createContext<Charts | undefined>(undefined)

export function useCharts(): Charts {
  const charts = useContext(ChartsContext)
  if (charts === undefined) throw new Error('A chart stands outside of the charts tab.')
  return charts
}
