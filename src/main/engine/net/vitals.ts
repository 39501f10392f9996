/** What was last seen of the other side's being there; `vital-signs.ts` and `heartbeat.ts` compare. */
import type { Connection } from './connection'

/** With so much waiting the kernel's buffers are full, and it takes more only as the other side does. */
const QUEUE_MIN_BYTES = 64 * 1024

export interface LifeSeen {
  signs: number
  takenCount: number
  queuedBytes: number
}

export interface Vitals extends LifeSeen {
  messages: number
  aliveAtMs: number
  activeAtMs: number
  /** 0 while no ping waits for an answer. */
  pingedAtMs: number
}

export function vitalsFrom(nowMs: number): Vitals {
  return {
    signs: 0,
    takenCount: 0,
    queuedBytes: 0,
    messages: 0,
    aliveAtMs: nowMs,
    activeAtMs: nowMs,
    pingedAtMs: 0,
  }
}

/** @returns whether it has shown since the last look that it is there, or could not show it; remembers what it saw */
export function showsLife(
  { signsOfLife, takenCount, queuedBytes, isReadStopped }: Connection,
  seen: LifeSeen,
): boolean {
  // Its answer waits behind what it has yet to take, and it does take it.
  const isTaking = seen.queuedBytes >= QUEUE_MIN_BYTES && takenCount !== seen.takenCount
  const hasSpoken = signsOfLife !== seen.signs
  seen.signs = signsOfLife
  seen.takenCount = takenCount
  seen.queuedBytes = queuedBytes
  // Who is not read by our own doing cannot show that it is there.
  return hasSpoken || isTaking || isReadStopped
}
