/** What is asked for again and again while the window can be seen: for what nobody pushes. */
import { useEffect, useState } from 'react'

/**
 * @param read asks; keep it the same (`useCallback`) as long as it asks the same
 * @returns the latest answer; undefined until the first
 */
export function usePolled<T>(read: () => Promise<T>, intervalMs: number): T | undefined {
  const [answer, setAnswer] = useState<T>()
  useEffect(() => {
    let isStale = false
    const ask = async () => {
      if (document.hidden) return
      const next = await read()
      if (!isStale) setAnswer(next)
    }
    void ask()
    const timer = setInterval(() => void ask(), intervalMs)
    return () => {
      isStale = true
      clearInterval(timer)
    }
  }, [read, intervalMs])
  return answer
}
