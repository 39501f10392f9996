/** Signs of life that are asked for: a ping, or a message of the server's own protocol. */
import { useEffect, useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import type { HeartbeatSettings } from '../../../../shared/protocol/connection-settings'
import { call } from '../../bridge'
import { ChoiceRow } from '../../ui/choice-row'
import { QuantityRow } from '../../ui/quantity-row'
import { TextRow } from '../../ui/text-row'
import { useKinds } from './kinds'
import { heartbeatRange } from './setting-ranges'

const words = [
  ['none', 'none'],
  ['ping', 'ping'],
  ['message', 'message'],
] as const

const PLAIN_MS = 5_000
/** Of rest after a key, before a filter is called wrong. */
const REST_MS = 400

const plain: readonly HeartbeatSettings[] = [
  { kind: 'none' },
  { kind: 'ping', intervalMs: PLAIN_MS, timeoutMs: PLAIN_MS },
  { kind: 'message', message: '{"op": "ping"}', answer: '', intervalMs: PLAIN_MS, timeoutMs: PLAIN_MS },
]

const notes: Readonly<Record<HeartbeatSettings['kind'], string>> = {
  none: 'A dead line shows only when something is sent.',
  ping: 'Each pong is a round trip, charted in Health.',
  message: 'For servers that want to be asked in their own words.',
}

interface Props {
  heartbeat: HeartbeatSettings
  failure?: Failure
  onChange(heartbeat: HeartbeatSettings): void
}

export function HeartbeatFields({ heartbeat, failure, onChange }: Props) {
  const choose = useKinds(heartbeat, plain, onChange)
  return (
    <>
      <ChoiceRow
        label="Sign of life"
        note={notes[heartbeat.kind]}
        words={words}
        value={heartbeat.kind}
        failure={failure}
        onChange={choose}
      />
      {heartbeat.kind === 'message' && (
        <>
          <TextRow
            label="Heartbeat message"
            isMono
            isLong
            maxLength={65_536}
            value={heartbeat.message}
            onChange={(message) => onChange({ ...heartbeat, message })}
          />
          <AnswerRow answer={heartbeat.answer} onChange={(answer) => onChange({ ...heartbeat, answer })} />
        </>
      )}
      {heartbeat.kind !== 'none' && (
        <>
          <QuantityRow
            label="Every"
            range={heartbeatRange}
            value={heartbeat.intervalMs}
            plain={PLAIN_MS}
            onChange={(intervalMs) => onChange({ ...heartbeat, intervalMs })}
          />
          <QuantityRow
            label="Answered within"
            note="No sign of life by then: the line counts as dead."
            range={heartbeatRange}
            value={heartbeat.timeoutMs}
            plain={PLAIN_MS}
            onChange={(timeoutMs) => onChange({ ...heartbeat, timeoutMs })}
          />
        </>
      )}
    </>
  )
}

function AnswerRow({ answer, onChange }: { answer: string; onChange(answer: string): void }) {
  const failure = useFilterProblem(answer)
  return (
    <TextRow
      label="Answered by"
      note="A filter, as above the log; any message without one."
      hint="$.op = pong"
      isMono
      maxLength={1_024}
      failure={failure}
      value={answer}
      onChange={onChange}
    />
  )
}

/** Only the engine knows which filters are valid. */
function useFilterProblem(text: string): Failure | undefined {
  const [failure, setFailure] = useState<Failure>()
  useEffect(() => {
    let isLatest = true
    const timer = setTimeout(async () => {
      const checked = await call('filter.check', { text })
      if (isLatest) setFailure(checked.ok ? undefined : checked.error)
    }, REST_MS)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [text])
  return failure
}
