/**
 * One direction between a client and what serves it, with what is to go wrong there. Each message handed in comes out once:
 * as it was, marked with what was done to it, or as `dropped`; a second one made of it is extra.
 *
 *     pass → fate ─┬─ dropped ──────────────────────────────┐
 *                  ├─ held for the next frame ──┐           ▼
 *                  └─ due now, none waits ──────┼───────► outbox → deliver
 *                          └ else ──► waiting ◄─┘           ▲
 *                                        └─ timer of head ──┘
 *
 * All goes out by the outbox, which one loop empties: what `deliver` passes in turn, or ends, comes after the frame it is
 * at, never inside it. Only an answer to a `dropped` frame that is dropped again and answered again would not end.
 */
import type { Direction, Mark } from '../../../shared/protocol/frame'
import { type FaultSettings, plainServer } from '../../../shared/protocol/server-settings'
import type { Clock } from '../clock'
import { corrupt } from './corruption'
import { type Dice, diceFrom } from './dice'
import { type Fate, throwFate } from './fate'
import { FRAME_OVERHEAD_BYTES, type LineFrame, WaitingFrames } from './line-frame'
import { LineRate } from './line-rate'
import { Stall } from './stall'

/** How long a frame waits for the one that is to overtake it; then it goes alone. */
export const REORDER_MAX_MS = 1_000
/** Frames delivered in one turn of the event loop (a stall that ends may have gathered 100,000), then others have theirs. */
export const TURN_MAX_FRAMES = 500
/** Timers are whole milliseconds long; what is due within one goes at once. */
const SLACK_MS = 1
/** Node's longest timer; beyond it, it is set again. */
const TIMER_MAX_MS = 2 ** 31 - 1

const NO_FAULTS = plainServer().faults

interface HeldFrame {
  readonly frame: LineFrame
  readonly dueMs: number
  /** Its double, when it has one, and when that is due. */
  readonly doubleDueMs: number | undefined
  readonly untilMs: number
}

export class FaultLine {
  private faults: FaultSettings = NO_FAULTS
  private readonly stalls = new Stall()
  private readonly waiting = new WaitingFrames()
  private readonly outbox = new WaitingFrames()
  private held: HeldFrame | undefined
  private readonly rate: LineRate
  private isFaulty = false
  private isSilent = false
  private isEnded = false
  private isDelivering = false
  private deliveredInTurn = 0
  private timer: NodeJS.Timeout | undefined
  private timerMs = Number.POSITIVE_INFINITY

  constructor(
    private readonly direction: Direction,
    private dice: Dice,
    private readonly now: Clock,
    private readonly deliver: (frame: LineFrame) => void,
  ) {
    this.rate = new LineRate(direction)
  }

  /** Live; what waits already keeps its time. */
  configure(faults: FaultSettings): void {
    this.faults = faults.directions.includes(this.direction) ? faults : NO_FAULTS
    this.isFaulty = spoils(this.faults)
    this.stalls.configure(this.faults.stall, this.now())
    this.flush()
  }

  /** For a seed that was changed: the next frame meets the first fate of these. */
  changeDice(dice: Dice): void {
    this.dice = dice
  }

  /**
   * Delivers at once, in this call, when nothing is due to the frame and none waits before it. What waits is copied, so
   * `payload` may be lent.
   * @param mark what was done to it before
   */
  pass(type: LineFrame['type'], payload: Buffer, mark?: Mark): void {
    const fate = throwFate(this.dice)
    const { faults } = this
    if (this.isEnded || this.isSilent || fate.drop < faults.dropShare) {
      this.outbox.push({ type, payload, mark: 'dropped' }, 0)
    } else {
      const isCorrupt = fate.corrupt < faults.corruptShare
      const bytes = isCorrupt ? this.corrupted(type, payload, fate) : payload
      const frame: LineFrame = { type, payload: bytes, mark: bytes === payload ? mark : 'changed' }
      const dueMs = this.dueMs(bytes.length, fate)
      const doubleDueMs = fate.duplicate < faults.duplicateShare ? this.dueMs(bytes.length, fate) : undefined
      if (this.held === undefined && fate.reorder < faults.reorderShare) {
        const untilMs = this.now() + REORDER_MAX_MS
        this.held = { frame: { ...frame, payload: Buffer.from(bytes) }, dueMs, doubleDueMs, untilMs }
      } else {
        this.place(frame, dueMs, doubleDueMs)
        this.release('reordered')
      }
    }
    this.flush()
  }

  /** Nothing is delivered for so long; order is kept. Replaces a stall asked for before. */
  stall(forMs: number): void {
    this.stalls.hold(forMs, this.now())
    this.flush()
  }

  /** Half-open: what is passed, and what waited, is delivered as `dropped`. */
  silence(isSilent: boolean): void {
    this.isSilent = isSilent
    if (isSilent) this.dropWaiting()
  }

  /** Ends a stall and a silence; what waited through a stall is delivered. */
  resume(): void {
    this.isSilent = false
    this.stalls.resume(this.now())
    this.flush()
  }

  /** What still waits is delivered as `dropped`, and so is what is passed afterwards. */
  end(): void {
    this.isEnded = true
    this.dropWaiting()
  }

  /** Of what waits, with an overhead for each frame. The caller decides how much is too much. */
  get queuedBytes(): number {
    const held = this.held === undefined ? 0 : this.held.frame.payload.length + FRAME_OVERHEAD_BYTES
    return this.waiting.byteLength + this.outbox.byteLength + held
  }

  /** Whatever is passed would be delivered as it is, at once: the caller may do that itself. */
  get isIdle(): boolean {
    return (
      !this.isFaulty &&
      !this.isEnded &&
      !this.isSilent &&
      !this.isDelivering &&
      this.queuedBytes === 0 &&
      this.stalls.untilMs(this.now()) <= this.now()
    )
  }

  private corrupted(type: LineFrame['type'], payload: Buffer, fate: Fate): Buffer {
    const { corruption, oversizeBytes } = this.faults
    return corrupt(corruption, payload, type === 'text', diceFrom(fate.corruption), oversizeBytes)
  }

  private dueMs(byteLength: number, fate: Fate): number {
    const { bytesPerSecond, latencyMs, jitterMs } = this.faults
    const nowMs = this.now()
    // What is passed in a stall is sent after it, at the rate; it does not gather to come at once.
    const sentMs =
      bytesPerSecond === 0
        ? nowMs
        : this.rate.sentMs(byteLength, bytesPerSecond, Math.max(nowMs, this.stalls.untilMs(nowMs)))
    return sentMs + latencyMs + jitterMs * fate.jitter
  }

  private place(frame: LineFrame, dueMs: number, doubleDueMs: number | undefined): void {
    this.placeOne(frame, dueMs)
    // The second of two is told by its mark from what came over the wire, so this mark stands before all others.
    if (doubleDueMs !== undefined) this.placeOne({ ...frame, mark: 'duplicated' }, doubleDueMs)
  }

  private placeOne(frame: LineFrame, dueMs: number): void {
    const mayGo = this.waiting.head === undefined && this.deliveredInTurn < TURN_MAX_FRAMES && this.isDue(dueMs)
    if (mayGo) this.outbox.push(frame, dueMs)
    else this.waiting.push({ ...frame, payload: Buffer.from(frame.payload), mark: frame.mark ?? 'delayed' }, dueMs)
  }

  private release(mark: 'reordered' | 'delayed'): void {
    const { held } = this
    if (held === undefined) return
    this.held = undefined
    this.place({ ...held.frame, mark: held.frame.mark ?? mark }, held.dueMs, held.doubleDueMs)
  }

  private isDue(dueMs: number): boolean {
    const nowMs = this.now()
    return dueMs - nowMs < SLACK_MS && this.stalls.untilMs(nowMs) <= nowMs
  }

  private flush(): void {
    if (this.isDelivering) return
    this.isDelivering = true
    try {
      for (let frame = this.next(); frame !== undefined; frame = this.next()) {
        this.deliveredInTurn++
        this.deliver(frame)
      }
    } finally {
      this.isDelivering = false
      this.deliveredInTurn = 0
      this.setTimer()
    }
  }

  private next(): LineFrame | undefined {
    const ready = this.outbox.shift()
    if (ready !== undefined) return ready
    const { head } = this.waiting
    const mayGo = head !== undefined && this.deliveredInTurn < TURN_MAX_FRAMES && this.isDue(head.dueMs)
    return mayGo ? this.waiting.shift() : undefined
  }

  private dropWaiting(): void {
    this.release('delayed')
    const frames: LineFrame[] = []
    for (const queue of [this.outbox, this.waiting]) {
      for (let frame = queue.shift(); frame !== undefined; frame = queue.shift()) frames.push(frame)
    }
    for (const frame of frames) {
      // A second that never came to be is no loss: its first has a row.
      if (frame.mark !== 'duplicated') this.outbox.push({ ...frame, mark: 'dropped' }, 0)
    }
    this.flush()
  }

  private wakeMs(): number {
    // Only when `deliver` threw.
    if (this.outbox.head !== undefined) return 0
    const heldMs = this.held?.untilMs ?? Number.POSITIVE_INFINITY
    const { head } = this.waiting
    if (head === undefined) return heldMs
    return Math.min(heldMs, Math.max(head.dueMs, this.stalls.untilMs(this.now())))
  }

  private setTimer(): void {
    const wakeMs = this.wakeMs()
    if (wakeMs === this.timerMs) return
    clearTimeout(this.timer)
    this.timerMs = wakeMs
    if (wakeMs === Number.POSITIVE_INFINITY) return
    const leftMs = Math.min(TIMER_MAX_MS, Math.max(0, Math.ceil(wakeMs - this.now())))
    this.timer = setTimeout(() => this.onTimer(), leftMs)
  }

  private onTimer(): void {
    this.timerMs = Number.POSITIVE_INFINITY
    if (this.held !== undefined && this.held.untilMs - this.now() < SLACK_MS) this.release('delayed')
    this.flush()
  }
}

function spoils(faults: FaultSettings): boolean {
  const shares = faults.dropShare + faults.duplicateShare + faults.reorderShare + faults.corruptShare
  return shares + faults.latencyMs + faults.jitterMs + faults.bytesPerSecond + faults.stall.everyMs > 0
}
