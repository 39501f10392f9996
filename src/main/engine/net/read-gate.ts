/** Stops and resumes reading from one socket, for several who may want it stopped: it is read while nobody does. */
import type { WebSocket } from 'ws'

export type StopReason =
  /** It has had its turn, others have not (`read-turns.ts`). */
  | 'turn'
  /** It does not take the answers it asked for (`outbox.ts`). */
  | 'unread-answers'
  /** What came is yet to be written to disk. */
  | 'disk'
  /** A fault has it so. */
  | 'fault'
  /** Too much of what came waits for a person to let it go (`behaviours/tap.ts`). */
  | 'held'

export class ReadGate {
  /** Most sockets are never stopped, and a set costs 200 bytes. */
  private reasons: Set<StopReason> | undefined

  constructor(private readonly socket: WebSocket) {}

  stop(reason: StopReason): void {
    this.reasons ??= new Set()
    if (this.reasons.size === 0) this.socket.pause()
    this.reasons.add(reason)
  }

  get isStopped(): boolean {
    return this.reasons !== undefined && this.reasons.size > 0
  }

  resume(reason: StopReason): void {
    if (this.reasons?.delete(reason) && this.reasons.size === 0) this.socket.resume()
  }
}
