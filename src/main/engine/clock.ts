/**
 * Time, injected so that tests own it. Milliseconds since the epoch, but advanced by the monotonic clock: a machine
 * whose wall clock jumps must not turn an interval negative.
 */
export type Clock = () => number

export const monotonicClock: Clock = () => performance.timeOrigin + performance.now()
