/** The frames a tap holds, oldest first. Arrows move along them as they do in the log. */
import { type KeyboardEvent, memo } from 'react'
import type { HeldFrame } from '../../../../shared/protocol/feed'
import { frameKind } from '../../../../shared/protocol/frame'
import { useEngineNow } from '../../state/engine-clock'
import { DirectionMark } from '../../ui/direction-mark'
import { formatBytes, formatCount, formatDuration } from '../../ui/format'
import { previewText } from '../../ui/preview'

/** A list for people; the count beneath it is of all. */
const SHOWN_MAX = 200

interface Props {
  frames: readonly HeldFrame[]
  selectedId: number
  onSelect(heldId: number): void
}

export function HeldFrames({ frames, selectedId, onSelect }: Props) {
  const nowMs = useEngineNow()
  const shown = frames.slice(0, SHOWN_MAX)
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = shown[shown.findIndex(({ heldId }) => heldId === selectedId) + step]
    if (next === undefined) return
    onSelect(next.heldId)
    event.currentTarget.querySelector(`[data-held="${next.heldId}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <div className="held-list">
      <table
        className="held-frames"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are selected, as in the log
        role="grid"
        aria-label="Held frames"
        tabIndex={0}
        aria-activedescendant={`held-${selectedId}`}
        onKeyDown={move}
      >
        <thead>
          <tr>
            <th aria-label="direction" />
            <th className="right">client</th>
            <th>type</th>
            <th className="right">size</th>
            <th className="right">age</th>
            <th>preview</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((frame) => (
            <HeldRow
              key={frame.heldId}
              frame={frame}
              age={formatAge(nowMs - frame.timeMs)}
              isSelected={frame.heldId === selectedId}
              onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
      {frames.length > shown.length && (
        <p>
          The oldest {formatCount(shown.length)} of {formatCount(frames.length)}.
        </p>
      )}
    </div>
  )
}

interface RowProps {
  frame: HeldFrame
  age: string
  isSelected: boolean
  onSelect(heldId: number): void
}

const HeldRow = memo(
  function HeldRow({ frame, age, isSelected, onSelect }: RowProps) {
    const { heldId, connectionId, direction, type, byteLength, preview } = frame
    return (
      <tr id={`held-${heldId}`} data-held={heldId} aria-selected={isSelected} onClick={() => onSelect(heldId)}>
        <td>
          <DirectionMark direction={direction} />
        </td>
        <td className="right">{connectionId}</td>
        <td>{type}</td>
        <td className="right">{formatBytes(byteLength)}</td>
        <td className="right">{age}</td>
        <td className="preview">{previewText(frameKind(type, direction), preview, byteLength)}</td>
      </tr>
    )
  },
  // Each answer brings the frames anew; a held frame does not change.
  (before, after) =>
    before.frame.heldId === after.frame.heldId && before.age === after.age && before.isSelected === after.isSelected,
)

/** Whole seconds: the clock here ticks once a second. */
function formatAge(ageMs: number): string {
  return ageMs < 59_500 ? `${Math.max(0, Math.floor(ageMs / 1000))} s` : formatDuration(ageMs)
}
