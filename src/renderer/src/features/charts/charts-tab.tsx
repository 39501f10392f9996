/** The charts of the place selected, one below or beside the other, on one time axis. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { scopeOf, useApp } from '../../state/app-store'
import { useConnectionNames } from '../../state/names'
import { formatDuration, formatTime } from '../../ui/format'
import { ChartsContext } from './chart-context'
import { ChartLoop } from './chart-loop'
import { usePlaceCharts } from './place-charts'
import type { PlotCursor } from './plot'
import { RateChart } from './rate-chart'
import { TimeControls } from './time-controls'
import { goLive } from './time-view'
import { ValueChart } from './value-chart'
import './charts.css'

export function ChartsTab() {
  const place = useApp((state) => state.place)
  const charts = usePlaceCharts(place)
  const connectionName = useConnectionNames()
  const cursor = useRef<HTMLSpanElement>(null)
  const [loop] = useState(() => new ChartLoop())
  const shared = useMemo(() => {
    const tellCursor = (at: PlotCursor | undefined) => {
      if (cursor.current !== null) cursor.current.textContent = at === undefined ? '' : cursorText(at)
    }
    return { loop, tellCursor }
  }, [loop])
  useEffect(() => loop.start(), [loop])
  const nameOf = place.kind === 'connection' ? undefined : connectionName
  return (
    <ChartsContext value={shared}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Escape means the same wherever in the tab it is pressed */}
      <div className="charts" onKeyDown={goLiveOnEscape}>
        <TimeControls cursor={cursor} />
        <div className="charts-scroll">
          <div className="charts-grid">
            <RateChart key={JSON.stringify(scopeOf(place))} scope={scopeOf(place)} />
            {charts.map((chart) => (
              <ValueChart
                key={chart.chartId}
                chart={chart}
                others={charts.filter((each) => each !== chart)}
                nameOf={nameOf}
              />
            ))}
            {charts.length === 0 && (
              <p className="charts-hint">Select a message and click a number in it: it becomes a live chart.</p>
            )}
          </div>
        </div>
      </div>
    </ChartsContext>
  )
}

function cursorText({ timeMs, draggedMs }: PlotCursor): string {
  const time = formatTime(timeMs)
  return draggedMs > 0 ? `${formatDuration(draggedMs)} · ${time}` : time
}

/** In a menu Escape closes the menu. */
function goLiveOnEscape(event: KeyboardEvent): void {
  if (event.key === 'Escape' && !(event.target as Element).closest('[popover]')) goLive()
}
