/**
 * How many of something are due, at a rate that no timer ticks at. Timers are late and whole milliseconds long; the
 * fraction that is left over is carried to the next tick, so the long run is exact whatever the ticks were.
 */
export class Pace {
  /** May change at any time; it holds from the last tick on. */
  ratePerSecond: number
  private owed = 0
  private lastMs = 0

  constructor(ratePerSecond: number) {
    this.ratePerSecond = ratePerSecond
  }

  /** Counts from now on; nothing is owed for the time before. */
  start(nowMs: number): void {
    this.owed = 0
    this.lastMs = nowMs
  }

  /** All that came due since the last call; who must not make up for a stall takes fewer. */
  takeDue(nowMs: number): number {
    this.owed += ((nowMs - this.lastMs) / 1_000) * this.ratePerSecond
    this.lastMs = nowMs
    const due = Math.floor(this.owed)
    this.owed -= due
    return due
  }
}
