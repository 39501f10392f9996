/** A state by colour and by shape: full while it lives, a ring when it is over. */
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import './state-dot.css'

export function StateDot({ state }: { state: ConnectionState['name'] }) {
  return <span className={`state-dot ${state}`} aria-hidden="true" />
}
