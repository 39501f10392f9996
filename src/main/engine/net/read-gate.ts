/** Stops and resumes reading from one socket, for several who may want it stopped: it is read while nobody does. */
import type { WebSocket } from 'ws'

export type StopReason =
  /** It has had its turn, others have not (`read-turns.ts`). */
  | 'turn'
  /** It does not take the answers it asked for (`outbox.ts`). */
  | 'unread-answers'
  /** What came is yet to be written to disk. */
  | 'disk'

export class ReadGate {
  private readonly reasons = new Set<StopReason>()

  constructor(private readonly socket: WebSocket) {}

  stop(reason: StopReason): void {
    if (this.reasons.size === 0) this.socket.pause()
    this.reasons.add(reason)
  }

  resume(reason: StopReason): void {
    if (this.reasons.delete(reason) && this.reasons.size === 0) this.socket.resume()
  }
}
