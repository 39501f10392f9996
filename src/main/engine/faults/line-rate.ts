/** How long a line of so many bytes a second takes to send a message: those before it first, then its own bytes. */
import type { Direction } from '../../../shared/protocol/frame'

/** RFC 6455, section 5.2: what stands before every payload, and the key that clients mask theirs with. */
const HEADER_BYTES = 2
const MASKING_KEY_BYTES = 4

export class LineRate {
  private busyUntilMs = 0

  constructor(private readonly direction: Direction) {}

  /** @returns when the last byte of a message is sent that may begin at `fromMs`; the next begins after it */
  sentMs(byteLength: number, bytesPerSecond: number, fromMs: number): number {
    const beginMs = Math.max(fromMs, this.busyUntilMs)
    this.busyUntilMs = beginMs + (this.bytesOnWire(byteLength) / bytesPerSecond) * 1_000
    return this.busyUntilMs
  }

  private bytesOnWire(byteLength: number): number {
    const lengthBytes = byteLength < 126 ? 0 : byteLength < 65_536 ? 2 : 8
    return HEADER_BYTES + lengthBytes + (this.direction === 'received' ? MASKING_KEY_BYTES : 0) + byteLength
  }
}
