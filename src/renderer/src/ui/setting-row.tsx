/** One setting: its name, its control, what it means, and a way back to its default. Failures stand beneath it. */
import { type ReactNode, useId } from 'react'
import type { Failure } from '../../../shared/failure'
import { FailureLine } from './failure-line'

export interface Reset {
  isChanged: boolean
  /** What the default is, as the control shows it. */
  to: string
  onReset(): void
}

interface Props {
  label: string
  note?: ReactNode
  reset?: Reset
  failure?: Failure
  /** Control and note share the line's whole width. */
  isWide?: boolean
  /** The control is taller than a line; the name stands beside its first. */
  isTop?: boolean
  /** @param id for the control, which the label names */
  children: (id: string) => ReactNode
}

export function SettingRow({ label, note, reset, failure, isWide = false, isTop = false, children }: Props) {
  const id = useId()
  return (
    <div className={`setting ${isWide ? 'wide' : ''} ${isTop ? 'top' : ''}`}>
      <label className="setting-label" htmlFor={id}>
        {label}
      </label>
      <div className="setting-control">
        {children(id)}
        {reset !== undefined && (
          <button
            type="button"
            className={reset.isChanged ? 'button quiet icon' : 'button quiet icon is-away'}
            disabled={!reset.isChanged}
            aria-label={`Reset ${label}`}
            title={`Back to ${reset.to}`}
            onClick={reset.onReset}
          >
            ↺
          </button>
        )}
      </div>
      {note !== undefined && <p className="setting-note">{note}</p>}
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}
