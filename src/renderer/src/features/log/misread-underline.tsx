/** A wavy line beneath the part of the box that cannot be read. An input has no parts, so the same text lies over it, unseen. */
import { type RefObject, useEffect, useRef } from 'react'
import type { Span } from '../../../../shared/filter/term'

interface Props {
  box: RefObject<HTMLInputElement | null>
  text: string
  at: Span | undefined
}

export function MisreadUnderline({ box, text, at }: Props) {
  const mirror = useRef<HTMLDivElement>(null)
  const isShown = at !== undefined
  useEffect(() => {
    const input = box.current
    if (input === null || !isShown) return
    const follow = () => {
      if (mirror.current !== null) mirror.current.scrollLeft = input.scrollLeft
    }
    follow()
    input.addEventListener('scroll', follow)
    return () => input.removeEventListener('scroll', follow)
  }, [box, isShown])
  if (at === undefined) return null
  return (
    <div ref={mirror} className="filter-mirror" aria-hidden="true">
      {text.slice(0, at.from)}
      <span className="filter-misread">{text.slice(at.from, at.to)}</span>
      {text.slice(at.to)}
    </div>
  )
}
