/** What was last seen of a client's being there; `vital-signs.ts` compares. */
export interface Vitals {
  signs: number
  takenCount: number
  queuedBytes: number
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
