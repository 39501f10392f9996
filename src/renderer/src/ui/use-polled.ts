/** What is asked for again and again while the window can be seen: for what nobody pushes. */
import { useCallback, useEffect, useRef, useState } from 'react'

/**
 * @param read asks; keep it the same (`useCallback`) as long as it asks the same
 * @returns the latest answer; undefined until the first
 */
export function usePolled<T>(read: () => Promise<T>, intervalMs: number): T | undefined {
  return usePolledAndAsked(read, intervalMs)[0]
}

/** @returns the latest answer, and a way to have the next at once: after what changed it */
export function usePolledAndAsked<T>(read: () => Promise<T>, intervalMs: number): [T | undefined, () => void] {
  const [answer, setAnswer] = useState<T>()
  const askNow = useRef<() => void>(() => {})
  useEffect(() => {
    let isStale = false
    const ask = async () => {
      if (document.hidden) return
      const next = await read()
      if (!isStale) setAnswer(next)
    }
    askNow.current = () => void ask()
    askNow.current()
    const timer = setInterval(() => void ask(), intervalMs)
    return () => {
      isStale = true
      clearInterval(timer)
    }
  }, [read, intervalMs])
  return [answer, useCallback(() => askNow.current(), [])]
}
