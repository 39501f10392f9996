/** What is done so that a connection stays, or comes back: dialling again, heartbeat, pongs. */
import { plainConnection, type ReconnectSettings } from '../../../../shared/protocol/connection-settings'
import { CheckRow } from '../../ui/check-row'
import { FailureLine } from '../../ui/failure-line'
import type { QuantityRange } from '../../ui/quantity'
import { QuantityRow } from '../../ui/quantity-row'
import { HeartbeatFields } from './heartbeat-fields'
import type { ConnectionSetup } from './setup-store'

const plain = plainConnection('').reconnect

/** Ranges as `connection-settings.ts` has them; a test keeps the two alike. */
export const reconnectRanges = {
  initialMs: { kind: 'duration', min: 100, max: 3_600_000 },
  maxMs: { kind: 'duration', min: 100, max: 3_600_000 },
  jitterShare: { kind: 'share', min: 0, max: 1 },
  attemptsMax: { kind: 'count', min: 1, max: 1_000_000, hasOff: true },
} as const satisfies Record<string, QuantityRange>

const fields = [
  ['initialMs', 'First wait', 'Doubled after each attempt that fails.'],
  ['maxMs', 'Longest wait', 'It grows no further.'],
  ['jitterShare', 'Left to chance', 'So that not all clients come back at once.'],
  ['attemptsMax', 'Attempts', 'Then it is left; off: there is no end.'],
] as const

export function StayingSection({ settings, failures, edit }: ConnectionSetup) {
  const { reconnect, heartbeat, answersPings } = settings
  const change = (part: Partial<ReconnectSettings>) => edit({ reconnect: { ...reconnect, ...part } })
  return (
    <>
      <CheckRow
        label="Reconnect"
        words="Dial again when it is lost"
        note="Not when you disconnect, nor where dialling is refused for good."
        isOn={reconnect.isOn}
        onChange={(isOn) => change({ isOn })}
      />
      {failures.reconnect !== undefined && <FailureLine failure={failures.reconnect} />}
      {reconnect.isOn &&
        fields.map(([name, label, note]) => (
          <QuantityRow
            key={name}
            label={label}
            note={note}
            range={reconnectRanges[name]}
            value={reconnect[name]}
            plain={plain[name]}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      <h3>Heartbeat</h3>
      <HeartbeatFields
        heartbeat={heartbeat}
        failure={failures.heartbeat}
        onChange={(changed) => edit({ heartbeat: changed })}
      />
      <h3>Pings of the server</h3>
      <CheckRow
        label="Answer pings"
        words="Send a pong for each ping"
        note="Without it a server takes this client for dead (RFC 6455, section 5.5.2)."
        isOn={answersPings}
        onChange={(isOn) => edit({ answersPings: isOn })}
      />
    </>
  )
}
