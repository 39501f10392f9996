/** What is wrong with the disk, how long it is said, and when the disk is tried again. */
import { type Failure, fail } from '../../../shared/failure'

/** A disk that failed is tried again this often: someone may have freed some space. */
export const DISK_RETRY_MS = 2_000
/** How long after the last drop a slow disk is still called slow: it would come and go. */
const SLOW_SAID_MS = 10_000

const tooSlow = fail(
  'ERR_DISK_SLOW',
  'The disk is slower than what comes in, so messages that no longer fit memory lose their content. Allow more memory, or choose to hold the senders back.',
).error

export class DiskTrouble {
  private failure: Failure | undefined
  private retryTimer: NodeJS.Timeout | undefined
  private slowTimer: NodeJS.Timeout | undefined

  /**
   * @param onChange there is another trouble than before, or none
   * @param onRetry the disk is worth another try
   */
  constructor(
    private readonly onChange: () => void,
    private readonly onRetry: () => void,
  ) {}

  get current(): Failure | undefined {
    return this.failure
  }

  /** It does not work, as far as is known. */
  get isDown(): boolean {
    return this.failure !== undefined && this.failure !== tooSlow
  }

  /** It has just failed, and is not tried yet. */
  get isWaiting(): boolean {
    return this.retryTimer !== undefined
  }

  /** Why payloads are dropped just now. */
  get reason(): string {
    return (this.failure ?? tooSlow).message
  }

  failed(failure: Failure): void {
    this.say(failure)
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined
      this.onRetry()
    }, DISK_RETRY_MS).unref()
  }

  worked(): void {
    if (this.isDown) this.say(undefined)
  }

  /** Payloads were dropped: if it works, it is too slow. */
  dropped(): void {
    if (this.isDown) return
    if (this.failure !== tooSlow) this.say(tooSlow)
    clearTimeout(this.slowTimer)
    this.slowTimer = setTimeout(() => {
      if (this.failure === tooSlow) this.say(undefined)
    }, SLOW_SAID_MS).unref()
  }

  dispose(): void {
    clearTimeout(this.retryTimer)
    clearTimeout(this.slowTimer)
  }

  private say(failure: Failure | undefined): void {
    this.failure = failure
    // Not at once: it may be found while the engine is still being put together.
    queueMicrotask(this.onChange)
  }
}
