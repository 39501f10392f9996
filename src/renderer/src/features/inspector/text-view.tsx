/** A payload as text, as it is, with what is searched for in the log marked. A long one comes in parts. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { highlightsOf } from '../../../../shared/filter/highlights'
import { formatCount } from '../../ui/format'
import { Highlighted, type Highlights, noHighlights } from '../../ui/highlighted'
import { PartBar } from '../../ui/part-bar'
import { textPart, textPartAt, textPartCount } from './long-text'
import type { DecodedText } from './payload'
import './payload.css'

interface Props {
  text: DecodedText
  highlights?: Highlights
}

export function TextView({ text: { text, isWhole }, highlights = noHighlights }: Props) {
  const pane = useRef<HTMLDivElement>(null)
  const partCount = textPartCount(text)
  const [part, setPart] = useState(0)
  const shownPart = Math.min(part, partCount - 1)
  const { found } = highlights
  useEffect(() => {
    const [first] = partCount > 1 ? highlightsOf(text, found) : []
    setPart(first === undefined ? 0 : textPartAt(text, first.from))
  }, [text, found, partCount])
  useLayoutEffect(() => {
    if (found.length === 0) return
    pane.current?.querySelector('mark.found')?.scrollIntoView({ block: 'nearest' })
  }, [found])
  return (
    <div className="text-view">
      {partCount > 1 && (
        <PartBar
          part={shownPart}
          partCount={partCount}
          onGo={setPart}
          place={`of a text of ${formatCount(text.length)} characters`}
        />
      )}
      <div className="text-pane" ref={pane}>
        {!isWhole && (
          <p className="text-note">
            Not valid UTF-8: bytes that are no text are shown as �. The hex view has them as they are.
          </p>
        )}
        <pre className="mono selectable">
          <Highlighted text={partCount > 1 ? textPart(text, shownPart) : text} highlights={highlights} />
        </pre>
      </div>
    </div>
  )
}
