/** A connection's state, spelled out for somebody who asks what happened. */
import { assertNever } from '../../../../shared/assert-never'
import { closeCodeMeaning } from '../../../../shared/protocol/close-code'
import type { ConnectionState } from '../../../../shared/protocol/connection-state'

export function stateSentence(state: ConnectionState): string {
  switch (state.name) {
    case 'idle':
      return 'Not connected yet.'
    case 'connecting':
      return 'Dialling'
    case 'open':
      return 'Open'
    case 'closing':
      return 'Closing: our close frame is out, the answer is awaited'
    case 'closed': {
      const by = {
        us: 'Closed by you',
        peer: 'Closed by the other side',
        network: 'Ended by the network',
      }[state.closedBy]
      const reason = state.reason === '' ? '' : `, reason “${state.reason}”`
      return `${by} with ${state.closeCode} (${closeCodeMeaning(state.closeCode)})${reason}.`
    }
    case 'failed':
      return state.error.message
    default:
      return assertNever(state)
  }
}
