/** What is said of a series that parses one frame in n: the worst of the last seconds, since n changes with every beat. */

export interface Sampling {
  oneIn: number
  sinceMs: number
}

/** A note that comes and goes faster cannot be read. */
const SHOWN_MS = 3_000

export function settleSampling(previous: Sampling | undefined, oneIn: number, nowMs: number): Sampling {
  const isWorse = previous === undefined || oneIn >= previous.oneIn
  if (isWorse || nowMs - previous.sinceMs > SHOWN_MS) return { oneIn, sinceMs: nowMs }
  return previous
}

/** @returns nothing to say of a series that parses every frame */
export function samplingText({ oneIn }: Sampling): string {
  return oneIn <= 1 ? '' : `1 in ${oneIn}`
}
