/** What a connection asks and tells: who is told of its frames, who answers for it, how much may wait. */
import type { FrameKind } from '../../../shared/protocol/frame'
import type { Clock } from '../clock'
import type { Connection } from './connection'
import type { ReadTurns } from './read-turns'

export interface ConnectionHooks {
  now: Clock
  /** Every frame, as it happens. The payload is only lent. @returns its row's seq, where it has one */
  onFrame(connectionId: number, kind: FrameKind, payload: Uint8Array): number | undefined
  /** A frame of which only the length is known. */
  onUnkept?(connectionId: number, kind: FrameKind, byteLength: number): void
  /** The row of a pong that answers a ping of ours, and how long that took. */
  onRoundTrip?(seq: number, durationMs: number): void
  onStateChange(connection: Connection): void
  /** Who may be read when. */
  turns: ReadTurns
  /**
   * Takes a data message in place of its row: it decides, and calls `recordReceived`. Only lent, where the socket's reads are
   * (`lent-reads.ts`).
   */
  onMessage?(connection: Connection, data: Buffer, isBinary: boolean): void
  /**
   * @returns undefined for us to answer the ping. Else somebody else does; or nobody, by a fault (which its row says) or because
   *   the user wants it so
   */
  onPing?(connection: Connection, data: Buffer): 'passed-on' | 'ignored' | 'left' | undefined
  /** A pong that answers none of our pings, recorded already. */
  onStrayPong?(connection: Connection, data: Buffer): void
  /** Bytes that may wait for a peer that does not read; `SEND_QUEUE_MAX_BYTES` unless given. */
  queueMaxBytes?(): number
  /** Round trips that are kept; for a list of thousands, fewer than for one that is charted. */
  roundTripsKept?: number
}
