/** The engine's clock, as the window knows it. */
import { useEffect, useState } from 'react'
import { useLive } from './live-store'

/** Both read the same clock of the machine. Apart by more than any delay, one slept longer than the other: believe the engine. */
const APART_MS = 1_000
const TICK_MS = 1_000

let offsetMs = 0

/** @returns what to add to the window's clock to have the engine's */
export function clockOffset(engineMs: number, windowMs: number): number {
  const apartMs = engineMs - windowMs
  return Math.abs(apartMs) < APART_MS ? 0 : apartMs
}

export function engineNow(): number {
  return windowNow() + offsetMs
}

/** @returns now, a second at a time */
export function useEngineNow(): number {
  const [nowMs, setNowMs] = useState(engineNow)
  useEffect(() => {
    const timer = setInterval(() => setNowMs(engineNow()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}

/** @returns the unsubscribe */
export function followEngineClock(): () => void {
  return useLive.subscribe(({ window }, { window: previous }) => {
    if (window !== undefined && window !== previous) offsetMs = clockOffset(window.nowMs, windowNow())
  })
}

function windowNow(): number {
  return performance.timeOrigin + performance.now()
}
