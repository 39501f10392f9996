/**
 *   connecting ──► open ──► closing ──► closed
 *        │           └────────────────────▲
 *        └──► failed{error}      (the handshake did not complete)
 *
 * One that was brought back from a workspace is `idle` until it is dialled. A closed or failed outbound connection may be dialled again: back to `connecting`, same timeline.
 */
import type { Failure } from '../failure'

export type ConnectionState =
  /** Known, and not dialled since it is. */
  | { name: 'idle' }
  | { name: 'connecting' }
  | { name: 'open'; subprotocol: string; extensions: string; openedAtMs: number }
  | { name: 'closing' }
  | { name: 'closed'; closeCode: number; reason: string; closedBy: ClosedBy }
  | { name: 'failed'; error: Failure }

/** Who sent the first close frame; `network` when there was none. */
export type ClosedBy = 'us' | 'peer' | 'network'
