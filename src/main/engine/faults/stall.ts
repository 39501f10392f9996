/**
 * When nothing passes: once in so often by itself, and when someone says so. A stall is not kept by a timer but worked out
 * from the time, so a line without traffic costs nothing.
 *
 *     begun        + everyMs            + 2 · everyMs
 *     ├──── open ────┤▓▓ forMs ▓▓├─ open ─┤▓▓ forMs ▓▓├─ …
 */
import type { FaultSettings } from '../../../shared/protocol/server-settings'

type StallSettings = FaultSettings['stall']

export class Stall {
  private settings: StallSettings = { everyMs: 0, forMs: 0 }
  private begunMs = 0
  private heldUntilMs = 0
  /** What began before it is over. */
  private resumedMs = Number.NEGATIVE_INFINITY

  /** Counts from now on, unless these are the settings it has: another fault that is changed must not put off the stall. */
  configure(settings: StallSettings, nowMs: number): void {
    if (settings.everyMs === this.settings.everyMs && settings.forMs === this.settings.forMs) return
    this.settings = settings
    this.begunMs = nowMs
  }

  /** The last word counts: a shorter one ends a longer one early. */
  hold(forMs: number, nowMs: number): void {
    this.heldUntilMs = nowMs + forMs
  }

  /** Ends the stall there is; the next comes when it would have come. */
  resume(nowMs: number): void {
    this.heldUntilMs = 0
    this.resumedMs = nowMs
  }

  /** @returns when the stall of this moment ends; not after `nowMs` when there is none */
  untilMs(nowMs: number): number {
    const { everyMs, forMs } = this.settings
    if (everyMs === 0) return this.heldUntilMs
    const count = Math.floor((nowMs - this.begunMs) / everyMs)
    const lastMs = this.begunMs + count * everyMs
    if (count < 1 || lastMs <= this.resumedMs) return this.heldUntilMs
    return Math.max(this.heldUntilMs, lastMs + forMs)
  }
}
