/** ↓ received, ↑ sent: told apart by shape as well as by colour. */
import type { Direction } from '../../../shared/protocol/frame'
import './direction-mark.css'

export function DirectionMark({ direction }: { direction: Direction }) {
  return (
    <span className={`direction ${direction}`} role="img" aria-label={direction}>
      {direction === 'received' ? '↓' : '↑'}
    </span>
  )
}
