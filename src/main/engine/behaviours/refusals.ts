/**
 * Tells a client, and nobody else, why its message was not taken: `{"type":"error","message":"…"}`. The first few are
 * answered at once, then one a second, so that a flood of bad input does not become a flood of answers.
 */
import type { Peer, Stage } from './behaviour'

/** Enough for somebody who is trying things out by hand. */
const BURST = 5
const REFILL_MS = 1_000

interface Allowance {
  left: number
  atMs: number
}

export class Refusals {
  private readonly stage: Stage
  private readonly allowances = new WeakMap<Peer, Allowance>()

  constructor(stage: Stage) {
    this.stage = stage
  }

  /** @param message a sentence: what was wrong and what to send instead */
  send(peer: Peer, message: string): void {
    const allowance = this.refill(peer)
    if (allowance.left < 1) return
    allowance.left--
    peer.send(JSON.stringify({ type: 'error', message }))
  }

  private refill(peer: Peer): Allowance {
    const nowMs = this.stage.now()
    let allowance = this.allowances.get(peer)
    if (allowance === undefined) {
      allowance = { left: BURST, atMs: nowMs }
      this.allowances.set(peer, allowance)
    }
    allowance.left = Math.min(BURST, allowance.left + (nowMs - allowance.atMs) / REFILL_MS)
    allowance.atMs = nowMs
    return allowance
  }
}
