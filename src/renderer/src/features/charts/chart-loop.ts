/**
 * The beat of all charts of the tab: animation frames, so that it stops with the window hidden. Charts draw on it outside
 * React. Drawing takes half of the time at most; slower than that, frames are left out.
 */
import { useLive } from '../../state/live-store'
import { engineNow, followEngineClock } from './engine-clock'
import { followTheme } from './palette'

export interface Beating {
  /**
   * @param nowMs by the engine's clock
   * @param isMoving false when no message has come for a while, and twice a second is often enough
   */
  beat(nowMs: number, isMoving: boolean): void
  repaint(): void
}

/** Of a frame's 16 ms; up to it nobody is kept waiting. */
const FREE_MS = 6
/** A slow feed is none at rest. */
const REST_AFTER_MS = 15_000

export class ChartLoop {
  private readonly members = new Set<Beating>()
  private request: number | undefined
  private restUntilMs = 0
  private movedAtMs = engineNow()

  /** @returns the leave */
  join(member: Beating): () => void {
    this.members.add(member)
    return () => this.members.delete(member)
  }

  /** @returns the stop */
  start(): () => void {
    const unsubscribes = [
      followEngineClock(),
      useLive.subscribe(({ pulse }) => {
        if (pulse.total.messagesPerSecond > 0) this.movedAtMs = engineNow()
      }),
      followTheme(() => {
        for (const member of this.members) member.repaint()
      }),
    ]
    this.request = requestAnimationFrame((startMs) => this.frame(startMs))
    return () => {
      if (this.request !== undefined) cancelAnimationFrame(this.request)
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  private frame(startMs: number): void {
    this.request = requestAnimationFrame((nextMs) => this.frame(nextMs))
    if (startMs < this.restUntilMs) return
    const nowMs = engineNow()
    const beganMs = performance.now()
    const isMoving = nowMs - this.movedAtMs < REST_AFTER_MS
    for (const member of this.members) member.beat(nowMs, isMoving)
    const costMs = performance.now() - beganMs
    if (costMs > FREE_MS) this.restUntilMs = startMs + 2 * costMs
  }
}
