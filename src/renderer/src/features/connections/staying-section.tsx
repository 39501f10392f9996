/** What is done so that a connection stays, or comes back: dialling again, heartbeat, pongs. */
import { plainConnection, type ReconnectSettings } from '../../../../shared/protocol/connection-settings'
import { CheckRow } from '../../ui/check-row'
import { FailureLine } from '../../ui/failure-line'
import { QuantityRow } from '../../ui/quantity-row'
import { HeartbeatFields } from './heartbeat-fields'
import { reconnectRanges } from './setting-ranges'
import type { ConnectionSetup } from './setup-store'

const plain = plainConnection('').reconnect

const fields = [
  ['initialMs', 'First wait', 'Doubled after each attempt that fails.'],
  ['maxMs', 'Longest wait', 'It grows no further.'],
  ['jitterShare', 'Left to chance', 'So that not all clients come back at once.'],
  ['attemptsMax', 'Attempts', 'Then it stays closed; off: no end.'],
] as const

export function StayingSection({ settings, failures, edit }: ConnectionSetup) {
  const { reconnect, heartbeat, answersPings } = settings
  const change = (part: Partial<ReconnectSettings>) => edit({ reconnect: { ...reconnect, ...part } })
  return (
    <>
      <CheckRow
        label="Reconnect"
        words="Dial again when it is lost"
        note="Not after a disconnect of yours."
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
        note="A server may take who is silent for dead."
        isOn={answersPings}
        onChange={(isOn) => edit({ answersPings: isOn })}
      />
    </>
  )
}
