/** The time axis of all charts: how much of it is shown, and whether it moves. Also says where the cursor is. */
import type { RefObject } from 'react'
import { engineNow } from '../../state/engine-clock'
import { formatTime } from '../../ui/format'
import { Segments } from '../../ui/segments'
import { spans } from './time-range'
import { goLive, hold, shownRange, showSpan, useTimeView } from './time-view'

/** @param cursor where the moment under the cursor is written */
export function TimeControls({ cursor }: { cursor: RefObject<HTMLSpanElement | null> }) {
  const { span, held } = useTimeView()
  return (
    <div className="charts-controls" role="toolbar" aria-label="Time">
      <Segments label="Span of time" options={spans} value={span} onChange={showSpan} />
      {held === undefined ? (
        <button
          type="button"
          className="button charts-hold"
          title="Hold the picture; the capture goes on (Space in a chart)"
          onClick={() => hold(shownRange(engineNow()))}
        >
          Hold charts
        </button>
      ) : (
        <button
          type="button"
          className="button primary charts-hold"
          title="Follow the feed again (Escape)"
          onClick={goLive}
        >
          Live
        </button>
      )}
      {held !== undefined && (
        <span className="charts-range">
          {formatTime(held.fromMs)} – {formatTime(held.toMs)}
        </span>
      )}
      <span className="spacer" />
      <span className="charts-cursor" ref={cursor} />
    </div>
  )
}
