/** One line about a message: number, direction, type, size, when and whose; how to look at it, and a copy of it. */
import { useEffect } from 'react'
import type { FrameDetail } from '../../../../shared/ipc/contract'
import { directionOf, frameTypeOf, markOf } from '../../../../shared/protocol/frame'
import { onCommand } from '../../state/commands'
import { copyText } from '../../state/copy-text'
import { useConnectionNames } from '../../state/names'
import { CopyButton } from '../../ui/copy-button'
import { DirectionMark } from '../../ui/direction-mark'
import { formatBytes, formatCount, formatDuration, formatTime } from '../../ui/format'
import { hexText } from '../../ui/hex-lines'
import { MarkTag } from '../../ui/mark-tag'
import { markSentence } from '../../ui/mark-words'
import { Segments } from '../../ui/segments'
import { useInspector } from './inspector-store'
import { type Payload, type View, views } from './payload'

interface Props {
  frame: FrameDetail
  payload: Payload | undefined
}

export function MessageHeader({ frame, payload }: Props) {
  const { seq, kind, byteLength, timeMs, connectionId, roundTripMs } = frame
  const connectionName = useConnectionNames()(connectionId)
  const type = frameTypeOf(kind)
  const direction = directionOf(kind)
  const mark = markOf(kind)
  const markedAs = mark === undefined ? '' : markSentence(mark, direction)
  return (
    <header className="message-header">
      <span className="seq">#{seq}</span>
      <span className={`type ${type}`}>
        {type !== 'event' && <DirectionMark direction={direction} />} {type}
      </span>
      {type !== 'event' && <span title={`${formatCount(byteLength)} bytes`}>{formatBytes(byteLength)}</span>}
      {roundTripMs !== undefined && (
        <span title="From the ping until this pong, which answers it">round trip {formatDuration(roundTripMs)}</span>
      )}
      <time className="selectable" dateTime={new Date(timeMs).toISOString()}>
        {formatDate(timeMs)} {formatTime(timeMs)}
      </time>
      <span className="connection" title={connectionName}>
        {connectionName}
      </span>
      {mark !== undefined && (
        <span className="mark" title={markedAs}>
          <MarkTag mark={mark} direction={direction} /> {markedAs}
        </span>
      )}
      {payload !== undefined && <MessageTools payload={payload} />}
    </header>
  )
}

function MessageTools({ payload }: { payload: Payload }) {
  const chosen = useInspector((state) => state.view)
  const hasViews = payload.type !== 'event' && payload.type !== 'close' && payload.bytes.byteLength > 0
  const view = payload.view(chosen)
  const copy = () => copyText(copyOf(payload, view))
  useEffect(() => onCommand({ 'copy-row': () => void copyText(copyOf(payload, view)) }), [payload, view])
  return (
    <div className="message-tools">
      {hasViews && (
        <Segments
          label="View"
          options={views}
          value={view}
          refusals={payload.json === undefined ? { Tree: 'This message is not JSON' } : {}}
          onChange={(next) => useInspector.setState({ view: next })}
        />
      )}
      <CopyButton label="Copy" onCopy={copy} />
    </div>
  )
}

/** What is seen is what is copied; bytes that are no text go as hex. */
function copyOf(payload: Payload, view: View): string {
  if (payload.type === 'event') return payload.text.text
  return view === 'Hex' || !payload.text.isWhole ? hexText(payload.bytes) : payload.text.text
}

/** Local, as in file names and logs: `2026-03-14`. */
function formatDate(timeMs: number): string {
  const date = new Date(timeMs)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
