/**
 * How many messages a second one client may send: a token bucket that holds one second's worth. Who empties it is warned
 * once, has a moment to slow down, and is over the limit if it goes on.
 *
 *   fine ──excess──► warned (grace 1 s: all is fine) ──excess──► over
 *     ▲                 │ 10 s after the warning, whatever came
 *     └─────────────────┘
 */

/** A client that was warned needs a round trip and a turn of its own to slow down. */
export const GRACE_MS = 1_000
/** An excess so long after the last warning is a new one: a feed may burst now and then. */
export const MEMORY_MS = 10_000
const SECOND_MS = 1_000

export class MessageRate {
  private tokens: number
  private filledMs = Number.NEGATIVE_INFINITY
  private warnedMs = Number.NEGATIVE_INFINITY

  /** @param perSecond 0 for no limit */
  constructor(private readonly perSecond: number) {
    this.tokens = perSecond
  }

  /**
   * Counts one message; called for each, so it makes nothing.
   *
   * In the grace messages still take what is there: who goes on a little above the limit must not find the bucket full
   * after it, and so never be over.
   */
  take(nowMs: number): 'fine' | 'warn' | 'over' {
    if (this.perSecond === 0) return 'fine'
    if (nowMs > this.filledMs) {
      this.tokens = Math.min(this.perSecond, this.tokens + ((nowMs - this.filledMs) * this.perSecond) / SECOND_MS)
      this.filledMs = nowMs
    }
    if (this.tokens >= 1) {
      this.tokens -= 1
      return 'fine'
    }
    const sinceWarningMs = nowMs - this.warnedMs
    if (sinceWarningMs < GRACE_MS) return 'fine'
    if (sinceWarningMs < MEMORY_MS) return 'over'
    this.warnedMs = nowMs
    return 'warn'
  }
}
