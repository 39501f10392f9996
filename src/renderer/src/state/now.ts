/** Now, on a clock of the kind the engine reads: it runs on evenly when the system's is set. */
import { useEffect, useState } from 'react'

const TICK_MS = 1_000

export function nowMs(): number {
  return performance.timeOrigin + performance.now()
}

/** @returns now, a second at a time */
export function useNowMs(): number {
  const [now, setNow] = useState(nowMs)
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
