/** The lines of a chart: colour, name, value. A click hides or shows a line, with Shift it is shown alone. */
import type { MouseEvent } from 'react'
import type { ChartLine } from './chart-line'
import type { Readout } from './readout'

interface Props {
  lines: readonly ChartLine[]
  hidden: ReadonlySet<string>
  readout: Readout
  onHide(hidden: ReadonlySet<string>): void
  /** The line under the pointer; undefined for none. */
  onFocus(lineId: string | undefined): void
}

export function Legend({ lines, hidden, readout, onHide, onFocus }: Props) {
  const toggle = ({ shiftKey }: MouseEvent, id: string) => {
    const ids = lines.map((line) => line.id)
    onHide(shiftKey ? toggledAlone(ids, hidden, id) : toggled(hidden, id))
  }
  return (
    <div className="chart-legend" role="group" aria-label="Lines">
      {lines.map((line) => (
        <button
          key={line.id}
          type="button"
          className="legend-line"
          aria-pressed={!hidden.has(line.id)}
          title="Click hides or shows it, Shift+click shows it alone"
          onClick={(event) => toggle(event, line.id)}
          onPointerEnter={() => onFocus(hidden.has(line.id) ? undefined : line.id)}
          onPointerLeave={() => onFocus(undefined)}
        >
          <svg className="legend-swatch" width="14" height="2" aria-hidden="true">
            <line x2="14" y1="1" y2="1" stroke={`var(--${line.colour})`} strokeDasharray={line.dash.join(' ')} />
          </svg>
          <span className="legend-name">{line.label}</span>
          <span className="legend-value" ref={(element) => readout.setPlace(line.id, element)} />
        </button>
      ))}
    </div>
  )
}

export function toggled(hidden: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(hidden)
  if (!next.delete(id)) next.add(id)
  return next
}

/** All others are hidden; when they are already, all come back. */
export function toggledAlone(ids: readonly string[], hidden: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const others = ids.filter((each) => each !== id)
  const isAlone = !hidden.has(id) && others.every((each) => hidden.has(each))
  return new Set(isAlone ? [] : others)
}
