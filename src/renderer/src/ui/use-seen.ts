/** How far something is scrolled, and how high it is: what of it can be seen. */
import { type RefObject, useLayoutEffect, useState } from 'react'

export function useSeen(pane: RefObject<HTMLElement | null>): { topPx: number; heightPx: number } {
  const [seen, setSeen] = useState({ topPx: 0, heightPx: 0 })
  useLayoutEffect(() => {
    const { current } = pane
    if (current === null) return
    const look = () => setSeen({ topPx: current.scrollTop, heightPx: current.clientHeight })
    const observer = new ResizeObserver(look)
    observer.observe(current)
    current.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', look)
    }
  }, [pane])
  return seen
}
