/**
 * One message that goes out in fragments (RFC 6455, section 5.4), since it is too large to be held whole. It is one row, made
 * when its last fragment has left; of a message too large to be kept the row has the length alone.
 */
import { fail, type Result } from '../../../shared/failure'
import { type FrameKind, frameKind } from '../../../shared/protocol/frame'
import type { Outbox } from './outbox'

/** A row is copied into the store whole; more would hold up every socket while it is. */
export const FRAGMENTED_KEPT_MAX_BYTES = 64 * 1024 * 1024

export interface FragmentedHooks {
  onWhole(kind: FrameKind, payload: Buffer): void
  /** Its content was not kept. */
  onUnkept(kind: FrameKind, byteLength: number): void
  onBrokenOff(byteLength: number): void
}

export class FragmentedMessage {
  private readonly kept: Buffer[] = []
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
    this.byteLength += fragment.byteLength
    if (this.byteLength <= FRAGMENTED_KEPT_MAX_BYTES) this.kept.push(fragment)
    const sent = await this.outbox.sendFragment(this.type, fragment, isLast)
    if (!sent.ok) this.end(() => this.hooks.onBrokenOff(this.byteLength))
    else if (isLast) this.end(() => this.record())
    return sent
  }

  private record(): void {
    const kind = frameKind(this.type, 'sent')
    if (this.byteLength <= FRAGMENTED_KEPT_MAX_BYTES) this.hooks.onWhole(kind, Buffer.concat(this.kept))
    else this.hooks.onUnkept(kind, this.byteLength)
  }

  private end(tell: () => void): void {
    this.isOver = true
    tell()
    this.kept.length = 0
    this.outbox.endFragments()
  }
}
