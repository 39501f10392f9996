/** What was done to a message, as a word before it. */
import type { Direction, Mark } from '../../../shared/protocol/frame'
import { markSentence } from './mark-words'
import './mark-tag.css'

export function MarkTag({ mark, direction }: { mark: Mark; direction: Direction }) {
  return (
    <span className={`mark-tag ${mark}`} title={markSentence(mark, direction)}>
      {mark}
    </span>
  )
}
