/**
 * One message that goes out in fragments (RFC 6455, section 5.4), since it is too large to be held whole. It is one row, made
 * when its last fragment has left; of a message too large to be kept the row has the length alone.
 */
import { fail, ok, type Result } from '../../../shared/failure'
import { type FrameKind, frameKind } from '../../../shared/protocol/frame'
import type { Outbox } from './outbox'

/** A row is copied into the store whole; more would hold up every socket while it is. */
export const FRAGMENTED_KEPT_MAX_BYTES = 64 * 1024 * 1024

export interface FragmentedHooks {
  /** The kernel has it. */
  onFragment(fragment: Buffer): void
  onWhole(kind: FrameKind, payload: Buffer): void
  /** Its content was not kept. */
  onUnkept(kind: FrameKind, byteLength: number): void
  onBrokenOff(byteLength: number): void
}

/** @returns `ERR_SEND_BUSY` while another one is on its way */
export function beginFragmented(
  outbox: Outbox,
  type: 'text' | 'binary',
  hooks: FragmentedHooks,
): Result<FragmentedMessage> {
  if (outbox.beginFragments()) return ok(new FragmentedMessage(outbox, type, hooks))
  return fail('ERR_SEND_BUSY', 'Another message is being sent in fragments here. Wait until it has ended, or stop it.')
}

export class FragmentedMessage {
  /** As much of it as is used; it doubles as it fills, since fragments may be of one byte. */
  private kept = Buffer.alloc(0)
  private byteLength = 0
  private isOver = false

  /** @param outbox has begun a message for it */
  constructor(
    private readonly outbox: Outbox,
    private readonly type: 'text' | 'binary',
    private readonly hooks: FragmentedHooks,
  ) {}

  /** @returns once the kernel has it; `ERR_SEND_FAILED` ends the message */
  async send(fragment: Buffer, isLast: boolean): Promise<Result<void>> {
    if (this.isOver) return fail('ERR_SEND_FAILED', 'This message has ended already. Begin another.')
    this.keep(fragment)
    const sent = await this.outbox.sendFragment(this.type, fragment, isLast)
    if (sent.ok) this.hooks.onFragment(fragment)
    if (!sent.ok) this.end(() => this.hooks.onBrokenOff(this.byteLength))
    else if (isLast) this.end(() => this.record())
    return sent
  }

  private record(): void {
    const kind = frameKind(this.type, 'sent')
    if (this.byteLength <= FRAGMENTED_KEPT_MAX_BYTES) this.hooks.onWhole(kind, this.kept.subarray(0, this.byteLength))
    else this.hooks.onUnkept(kind, this.byteLength)
  }

  private keep(fragment: Buffer): void {
    const from = this.byteLength
    this.byteLength += fragment.byteLength
    if (this.byteLength > FRAGMENTED_KEPT_MAX_BYTES) {
      this.kept = Buffer.alloc(0)
      return
    }
    if (this.byteLength > this.kept.byteLength) {
      const larger = Buffer.allocUnsafe(Math.min(FRAGMENTED_KEPT_MAX_BYTES, Math.max(this.byteLength, 2 * from)))
      this.kept.copy(larger, 0, 0, from)
      this.kept = larger
    }
    fragment.copy(this.kept, from)
  }

  private end(tell: () => void): void {
    this.isOver = true
    tell()
    this.kept = Buffer.alloc(0)
    this.outbox.endFragments()
  }
}
