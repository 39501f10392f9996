/** Joins a chart's element to a trace of its source, for as long as both are there. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { engineNow } from '../../state/engine-clock'
import { useCharts } from './chart-context'
import type { ChartLine } from './chart-line'
import type { Gestures } from './plot-gestures'
import { Readout } from './readout'
import { type Sampling, samplingText, settleSampling } from './sampling'
import { between, pan, zoomAround } from './time-range'
import { freeze, goLive, hold, shownRange, thaw } from './time-view'
import { type Drawing, type Source, Trace } from './trace'

export interface ChartState {
  plot: RefObject<HTMLDivElement | null>
  /** Where “1 in n” is written. */
  sampling: RefObject<HTMLElement | null>
  readout: Readout
  lines: readonly ChartLine[]
  /** True once it is known that there is nothing to draw yet. */
  isEmpty: boolean
  hidden: ReadonlySet<string>
  setHidden(hidden: ReadonlySet<string>): void
  drawing: Drawing
  setDrawing(drawing: Drawing): void
  focus(lineId: string | undefined): void
}

const gestures: Gestures = {
  onPress: () => freeze(shownRange(engineNow())),
  onRelease: thaw,
  onZoom: (oneMs, otherMs) => hold(between(oneMs, otherMs)),
  onZoomAround: (atMs, factor) => hold(zoomAround(shownRange(engineNow()), atMs, factor)),
  onPan: (byMs) => hold(pan(shownRange(engineNow()), byMs)),
  onLive: goLive,
}

const none: ReadonlySet<string> = new Set()

/** @param source the same object as long as it means the same */
export function useTrace(source: Source): ChartState {
  const { loop, tellCursor } = useCharts()
  const plot = useRef<HTMLDivElement>(null)
  const sampling = useRef<HTMLElement>(null)
  const trace = useRef<Trace | undefined>(undefined)
  const [readout] = useState(() => new Readout())
  const [lines, setLines] = useState<readonly ChartLine[]>([])
  const [isEmpty, setIsEmpty] = useState(false)
  const [hidden, setHidden] = useState(none)
  const [drawing, setDrawing] = useState<Drawing | undefined>(undefined)

  useEffect(() => {
    if (plot.current === null) return
    let worst: Sampling | undefined
    const made = new Trace({
      host: plot.current,
      source,
      readout,
      gestures,
      wake: () => loop.wake(),
      onLines: setLines,
      onCursor: tellCursor,
      onDrawing: setDrawing,
      onColumns: (columns) => {
        setIsEmpty(columns.lines.length === 0)
        worst = settleSampling(
          worst,
          Math.max(1, ...columns.lines.map(({ sampledOneIn }) => sampledOneIn)),
          engineNow(),
        )
        if (sampling.current !== null) sampling.current.textContent = samplingText(worst)
      },
    })
    trace.current = made
    const leave = loop.join(made)
    return () => {
      leave()
      made.dispose()
      trace.current = undefined
    }
  }, [source, loop, readout, tellCursor])

  // Both also tell a new trace what was set for its forerunner.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is another when its source is
  useEffect(() => trace.current?.hide(hidden), [hidden, source])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the trace is another when its source is
  useEffect(() => {
    if (drawing !== undefined) trace.current?.draw(drawing)
  }, [drawing, source])

  const focus = (lineId: string | undefined) => trace.current?.focus(lineId)
  return { plot, sampling, readout, lines, isEmpty, hidden, setHidden, drawing: drawing ?? 'values', setDrawing, focus }
}
