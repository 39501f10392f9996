/** The state of a connection in a few words: the union of the design, spoken. */
import { assertNever } from '../../../../shared/assert-never'
import { closeCodeMeaning } from '../../../../shared/protocol/close-code'
import type { ConnectionState as State } from '../../../../shared/protocol/connection-state'
import { StateDot } from '../../ui/state-dot'

export function ConnectionState({ state }: { state: State }) {
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
