/**
 * Time, injected so that tests own it. Milliseconds since the epoch, but advanced by the monotonic clock: a machine
 * whose wall clock jumps must not turn an interval negative.
 */
export type Clock = () => number

export const monotonicClock: Clock = () => performance.timeOrigin + performance.now()

/**
 * Reads the clock once for each turn of the event loop: frames that came in one read of the socket came at one time, and
 * a read can bring thousands.
 */
export function oncePerTurn(now: Clock): Clock {
  let turnMs: number | undefined
  const forget = () => {
    turnMs = undefined
  }
  return () => {
    if (turnMs === undefined) {
      turnMs = now()
      process.nextTick(forget)
    }
    return turnMs
  }
}
