/**
 * Who paints when. A frame in which the log and the charts both paint can take longer than a screen waits for it; where
 * frames come late, the two take turns until they have come in time for a while: the log paints in one frame, one chart
 * in the next. What is painted is then a little older, and the window answers all the same.
 */

/** A frame that takes longer was missed on a screen of 60 Hz. */
const FRAME_MAX_MS = 24
/** After a late frame: long enough not to try in vain every time, short enough to be smooth again soon. */
const TURNS_MS = 2_000

let turnsUntilMs = 0
let logChangedAtMs = 0

/** @param frameMs since the frame before, of two that followed at once */
export function noteFrame(nowMs: number, frameMs: number): void {
  if (frameMs > FRAME_MAX_MS) turnsUntilMs = nowMs + TURNS_MS
}

export function takesTurns(nowMs: number): boolean {
  return nowMs < turnsUntilMs
}

/** The log has something to paint in the frame that comes. */
export function noteLogChange(nowMs: number): void {
  logChangedAtMs = nowMs
}

/** Whether the log paints in this frame, the one before having begun at `previousFrameMs`. */
export function isLogsTurn(previousFrameMs: number): boolean {
  return logChangedAtMs > previousFrameMs
}
