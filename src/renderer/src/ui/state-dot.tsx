/** A state by colour and by shape: full while it lives, a ring when it is over. */
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import './state-dot.css'

/** @param state `waiting` for one that is dialled again by itself */
export function StateDot({ state }: { state: ConnectionState['name'] | 'waiting' }) {
  return <span className={`state-dot ${state}`} aria-hidden="true" />
}
