/** How long a handshake took, and what took the time: a bar divided as the time was. */
import type { HandshakeTiming } from '../../../../shared/protocol/handshake'
import { formatDuration } from '../../ui/format'
import { timingSteps } from './handshake-text'

export function TimingBar({ timing }: { timing: HandshakeTiming }) {
  const steps = timingSteps(timing)
  if (steps.length === 0) return null
  return (
    <figure className="timing">
      <div className="timing-bar" aria-hidden="true">
        {steps.map(({ name, durationMs }) => (
          <span key={name} className={`timing-step ${name.toLowerCase()}`} style={{ flexGrow: durationMs }} />
        ))}
      </div>
      <figcaption>
        {steps.map(({ name, durationMs }) => (
          <span key={name} className={`timing-name ${name.toLowerCase()}`}>
            {name} <b>{formatDuration(durationMs)}</b>
          </span>
        ))}
        {timing.totalMs !== undefined && (
          <span className="timing-total">
            Total <b>{formatDuration(timing.totalMs)}</b>
          </span>
        )}
      </figcaption>
    </figure>
  )
}
