/** The state of a connection in a few words: the union of the design, spoken. */
import { assertNever } from '../../../../shared/assert-never'
import { closeCodeMeaning } from '../../../../shared/protocol/close-code'
import type { ConnectionState as State } from '../../../../shared/protocol/connection-state'
import type { ConnectionSummary } from '../../../../shared/protocol/feed'
import { useCountdown } from '../../state/countdown'
import { StateDot } from '../../ui/state-dot'

export function ConnectionState({ state, retry }: Pick<ConnectionSummary, 'state' | 'retry'>) {
  return retry === undefined ? <Standing state={state} /> : <Waiting state={state} retry={retry} />
}

/** Not live: a screen reader that heard every second of it would say nothing else. The attempt is announced by its own word. */
function Waiting({ state, retry }: Required<Pick<ConnectionSummary, 'state' | 'retry'>>) {
  const seconds = useCountdown(retry.atMs)
  const why = describeState(state)
  return (
    <span className="connection-state waiting" data-state="waiting" title={why}>
      <StateDot state="waiting" />
      <span>
        <span aria-live="polite">waiting · attempt {retry.attempt}</span>
        <span className="countdown"> {seconds === 0 ? 'now' : `in ${seconds} s`}</span>
      </span>
    </span>
  )
}

function Standing({ state }: { state: State }) {
  const text = describeState(state)
  return (
    <span className="connection-state" aria-live="polite" data-state={state.name} title={text}>
      <StateDot state={state.name} />
      <span>{text}</span>
    </span>
  )
}

function describeState(state: State): string {
  switch (state.name) {
    case 'idle':
      return 'not connected yet'
    case 'connecting':
    case 'closing':
      return `${state.name}…`
    case 'open':
      return ['open', state.subprotocol, state.extensions.split(';')[0]].filter(Boolean).join(' · ')
    case 'closed': {
      const by = { us: 'by you', peer: 'by the other side', network: 'by the network' }[state.closedBy]
      const reason = state.reason === '' ? '' : ` · “${state.reason}”`
      const [meaning] = closeCodeMeaning(state.closeCode).split(':')
      return `closed ${state.closeCode} · ${meaning} · ${by}${reason}`
    }
    case 'failed':
      return 'failed'
    default:
      return assertNever(state)
  }
}
