/** A chart in its frame: what it is about, its legend, its plot. */
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { engineNow } from '../../state/engine-clock'
import { Legend } from './legend'
import { lengthOf, pan, zoomAround } from './time-range'
import { goLive, hold, shownRange, useTimeView } from './time-view'
import type { Drawing, Source } from './trace'
import { useTrace } from './use-trace'

/** An arrow goes a tenth of what is shown; plus and minus zoom as much as a few notches of a wheel. */
const PAN_STEP = 0.1
const ZOOM_STEP = 0.7

interface Props {
  /** Its name for those who cannot see it. */
  label: string
  source: Source
  /** What is said instead of lines while there are none. */
  emptyText: string
  title: ReactNode
  /** At the end of the title. */
  actions?: ReactNode
}

export function ChartFigure({ label, source, emptyText, title, actions }: Props) {
  const { plot, sampling, readout, lines, isEmpty, hidden, setHidden, drawing, setDrawing, focus } = useTrace(source)
  const hintId = useId()
  return (
    <figure className="chart" aria-label={label}>
      <figcaption className="chart-title">
        {title}
        <span
          className="chart-sampling"
          ref={sampling}
          title="Reading every message would not keep up: so many are drawn."
        />
        <span className="spacer" />
        {!source.fromZero && <ChangeToggle drawing={drawing} onChange={setDrawing} />}
        {actions}
      </figcaption>
      <Legend lines={lines} hidden={hidden} readout={readout} onHide={setHidden} onFocus={focus} />
      <div className="chart-plot-frame">
        <div
          ref={plot}
          className="chart-plot"
          role="application"
          aria-label={`Plot of ${label}`}
          aria-describedby={hintId}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard moves in it (role application)
          tabIndex={0}
          onKeyDown={moveTime}
        />
        {isEmpty && <p className="chart-empty">{emptyText}</p>}
      </div>
      <p className="chart-summary" ref={(element) => readout.setSummary(element)} />
      <p className="chart-summary" id={hintId}>
        Arrows move in time, plus and minus zoom, Space holds, Escape goes back to live.
      </p>
    </figure>
  )
}

function ChangeToggle({ drawing, onChange }: { drawing: Drawing; onChange: (drawing: Drawing) => void }) {
  return (
    <button
      type="button"
      className="button quiet icon chart-change"
      aria-label="Change in percent"
      aria-pressed={drawing === 'change'}
      title="Draw how much each line has changed, in percent"
      onClick={() => onChange(drawing === 'change' ? 'values' : 'change')}
    >
      %
    </button>
  )
}

function moveTime(event: KeyboardEvent): void {
  const range = shownRange(engineNow())
  const middleMs = (range.fromMs + range.toMs) / 2
  switch (event.key) {
    case 'ArrowLeft':
      hold(pan(range, -lengthOf(range) * PAN_STEP))
      break
    case 'ArrowRight':
      hold(pan(range, lengthOf(range) * PAN_STEP))
      break
    case '+':
    case '=':
      hold(zoomAround(range, middleMs, ZOOM_STEP))
      break
    case '-':
      hold(zoomAround(range, middleMs, 1 / ZOOM_STEP))
      break
    case ' ':
      if (useTimeView.getState().held === undefined) hold(range)
      else goLive()
      break
    default:
      return
  }
  event.preventDefault()
}
