/**
 * The beat of all charts of the tab: animation frames, so that it stops with the window hidden. Charts draw on it outside
 * React. Where frames come late they take turns with the log and with each other (`paint-turns.ts`); while nothing moves
 * they beat once a second, so that an idle window costs nothing.
 */

import { engineNow } from '../../state/engine-clock'
import { useLive } from '../../state/live-store'
import { isLogsTurn, noteFrame, takesTurns } from '../../state/paint-turns'
import { followTheme } from './palette'
import { useTimeView } from './time-view'

export interface Beating {
  /**
   * @param nowMs by the engine's clock
   * @param isMoving false when no message has come for a while
   */
  beat(nowMs: number, isMoving: boolean): void
  repaint(): void
}

/** A slow feed is none at rest. */
const REST_AFTER_MS = 15_000
const REST_BEAT_MS = 1_000
/** After something was done: long enough for what it leads to to be read and drawn. */
const AWAKE_MS = 1_000

export class ChartLoop {
  private readonly members = new Set<Beating>()
  private movedAtMs = engineNow()
  private awakeUntilMs = 0
  /** What comes next: a frame, or while at rest the time for one. */
  private request: number | undefined
  private timer: ReturnType<typeof setTimeout> | undefined
  /** When the last frame began, if another was to follow at once. */
  private lastFrameMs: number | undefined
  private turn = 0

  /** @returns the leave */
  join(member: Beating): () => void {
    this.members.add(member)
    this.wake()
    return () => this.members.delete(member)
  }

  /** There is something to draw. */
  wake(): void {
    this.awakeUntilMs = performance.now() + AWAKE_MS
    if (this.timer !== undefined) this.requestFrame()
  }

  /** @returns the stop */
  start(): () => void {
    const unsubscribes = [
      followTheme(() => {
        for (const member of this.members) member.repaint()
      }),
      useTimeView.subscribe(() => this.wake()),
      useLive.subscribe(({ pulse }) => {
        if (pulse.total.messagesPerSecond > 0) this.noteMove()
      }),
    ]
    this.requestFrame()
    return () => {
      if (this.request !== undefined) cancelAnimationFrame(this.request)
      clearTimeout(this.timer)
      this.timer = undefined
      for (const unsubscribe of unsubscribes) unsubscribe()
    }
  }

  private noteMove(): void {
    const wasMoving = this.isMoving
    this.movedAtMs = engineNow()
    if (!wasMoving) this.wake()
  }

  private get isMoving(): boolean {
    return engineNow() - this.movedAtMs < REST_AFTER_MS
  }

  private requestFrame(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.request = requestAnimationFrame((startMs) => this.frame(startMs))
  }

  private frame(startMs: number): void {
    const isHeld = useTimeView.getState().held !== undefined
    const isBusy = startMs < this.awakeUntilMs || (this.isMoving && !isHeld)
    if (isBusy) this.requestFrame()
    else this.timer = setTimeout(() => this.requestFrame(), REST_BEAT_MS)
    const { lastFrameMs = startMs } = this
    this.lastFrameMs = isBusy ? startMs : undefined
    noteFrame(startMs, startMs - lastFrameMs)
    for (const member of this.whoseTurn(startMs, lastFrameMs)) member.beat(engineNow(), this.isMoving)
  }

  private whoseTurn(startMs: number, lastFrameMs: number): Iterable<Beating> {
    if (!takesTurns(startMs)) return this.members
    if (isLogsTurn(lastFrameMs)) return []
    const members = [...this.members]
    const member = members[this.turn++ % members.length]
    return member === undefined ? [] : [member]
  }
}
