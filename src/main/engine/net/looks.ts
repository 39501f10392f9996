/** Looks again and again, and knows when it comes too late: then we were busy, and what was sent meanwhile may be yet to be read. */
import type { Clock } from '../clock'

/** A look that comes so much too late says so. */
const LATE_FACTOR = 3

export class Looks {
  private timer: NodeJS.Timeout | undefined
  private lookedAtMs = 0

  constructor(
    private readonly now: Clock,
    private readonly look: (nowMs: number, isLate: boolean) => void,
  ) {}

  start(everyMs: number): void {
    this.stop()
    this.lookedAtMs = this.now()
    this.timer = setInterval(() => {
      const nowMs = this.now()
      const isLate = nowMs - this.lookedAtMs > everyMs * LATE_FACTOR
      this.lookedAtMs = nowMs
      this.look(nowMs, isLate)
    }, everyMs)
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }
}
