/** Seconds until something, counted down for somebody who waits: a change a second at most. */
import { useEffect, useState } from 'react'
import { engineNow } from './engine-clock'

/** @param atMs on the engine's clock; undefined for nothing that is waited for */
export function useCountdown(atMs: number | undefined): number {
  const [left, setLeft] = useState(() => secondsUntil(atMs))
  useEffect(() => {
    setLeft(secondsUntil(atMs))
    if (atMs === undefined) return
    let timer: ReturnType<typeof setTimeout>
    const next = () => {
      setLeft(secondsUntil(atMs))
      const leftMs = atMs - engineNow()
      // When the whole second that is shown is over.
      if (leftMs > 0) timer = setTimeout(next, leftMs % 1_000 || 1_000)
    }
    next()
    return () => clearTimeout(timer)
  }, [atMs])
  return left
}

/** Rounded up: “in 0 s” would be now. */
function secondsUntil(atMs: number | undefined): number {
  return atMs === undefined ? 0 : Math.max(0, Math.ceil((atMs - engineNow()) / 1_000))
}
