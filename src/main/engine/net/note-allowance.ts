/** How often one client's mistakes, or one limit, are told: a flood of what is bad must not become a flood of rows beside it. */

/** Enough for somebody who is trying things out. */
const BURST = 20
const PER_SECOND = 10

export class NoteAllowance {
  private left = BURST
  private atMs = 0
  private untoldCount = 0

  /** @param say is called if there is some allowance left, with how many were not told since the last one */
  tell(nowMs: number, say: (more: string) => void): void {
    this.left = Math.min(BURST, this.left + ((nowMs - this.atMs) / 1_000) * PER_SECOND)
    this.atMs = nowMs
    if (this.left < 1) {
      this.untoldCount++
      return
    }
    this.left--
    const more = this.untoldCount === 0 ? '' : ` (${this.untoldCount} more like it were not told)`
    this.untoldCount = 0
    say(more)
  }
}
