/**
 * The beat of all charts of the tab: animation frames, so that it stops with the window hidden. Charts draw on it outside
 * React. Where a frame comes late they leave out the next, so that there is time for all else.
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

/** A frame that takes longer was missed on a screen of 60 Hz. */
const FRAME_MAX_MS = 24
/** A slow feed is none at rest. */
const REST_AFTER_MS = 15_000

export class ChartLoop {
  private readonly members = new Set<Beating>()
  private request: number | undefined
  /** When the frame began that charts drew last. */
  private drawnAtMs = 0
  /** In the frame before. */
  private hasDrawn = false
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
    const wasLate = this.hasDrawn && startMs - this.drawnAtMs > FRAME_MAX_MS
    this.hasDrawn = !wasLate
    if (wasLate) return
    this.drawnAtMs = startMs
    const nowMs = engineNow()
    const isMoving = nowMs - this.movedAtMs < REST_AFTER_MS
    for (const member of this.members) member.beat(nowMs, isMoving)
  }
}
