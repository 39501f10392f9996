/** One line about a message: number, direction, type, size, when and whose; how to look at it, and a copy of it. */
import { useCallback, useEffect } from 'react'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { directionOf, frameTypeOf, markOf } from '../../../../shared/protocol/frame'
import { onCommand } from '../../state/commands'
import { copyText } from '../../state/copy-text'
import { useMessageView, type View, views } from '../../state/message-view'
import { useConnectionNames } from '../../state/names'
import { CopyButton } from '../../ui/copy-button'
import { DirectionMark } from '../../ui/direction-mark'
import { formatBytes, formatCount, formatDuration, formatTime } from '../../ui/format'
import { hexText } from '../../ui/hex-lines'
import { MarkTag } from '../../ui/mark-tag'
import { markSentence } from '../../ui/mark-words'
import { Segments } from '../../ui/segments'
import { BookmarkButton, BookmarkNote } from './bookmark-button'
import type { Payload } from './payload'

interface Props {
  frame: FrameDetail
  payload: Payload | undefined
  decoded: DecodedFrame | undefined
}

export function MessageHeader({ frame, payload, decoded }: Props) {
  const { seq, kind, byteLength, timeMs, connectionId, roundTripMs } = frame
  const connectionName = useConnectionNames()(connectionId)
  const type = frameTypeOf(kind)
  const direction = directionOf(kind)
  const mark = markOf(kind)
  const markedAs = mark === undefined ? '' : markSentence(mark, direction)
  return (
    <header className="message-header">
      <BookmarkButton seq={seq} />
      <span className="seq">#{seq}</span>
      <span className={`type ${type}`}>
        {type !== 'event' && <DirectionMark direction={direction} />} {type}
      </span>
      {type !== 'event' && <span title={`${formatCount(byteLength)} bytes`}>{formatBytes(byteLength)}</span>}
      {roundTripMs !== undefined && (
        <span title="From the ping until this pong, which answers it">round trip {formatDuration(roundTripMs)}</span>
      )}
      <time
        className="selectable"
        dateTime={new Date(timeMs).toISOString()}
        title={`${formatDate(timeMs)} ${formatTime(timeMs)}`}
      >
        <span className="date">{formatDate(timeMs)} </span>
        {formatTime(timeMs)}
      </time>
      <span className="connection" title={connectionName}>
        {connectionName}
      </span>
      <BookmarkNote seq={seq} />
      {mark !== undefined && (
        <span className="mark" title={markedAs}>
          <MarkTag mark={mark} direction={direction} /> {markedAs}
        </span>
      )}
      {payload !== undefined && <MessageTools payload={payload} decoded={decoded} />}
    </header>
  )
}

interface ToolsProps {
  payload: Payload
  decoded: DecodedFrame | undefined
}

function MessageTools({ payload, decoded }: ToolsProps) {
  const chosen = useMessageView((state) => state.view)
  const hasViews = payload.type !== 'event' && payload.type !== 'close' && payload.bytes.byteLength > 0
  const isDecoded = decoded !== undefined
  const view = payload.view(chosen, isDecoded)
  return (
    <div className="message-tools">
      {hasViews && (
        <Segments
          label="View"
          options={views}
          value={view}
          refusals={refusalsOf(payload, isDecoded)}
          onChange={(next) => useMessageView.setState({ view: next })}
        />
      )}
      {!payload.isLarge && <CopyWhole payload={payload} view={view} decoded={decoded} />}
    </div>
  )
}

/** Of what is shown in parts the part that is shown is copied, where it is shown. */
function CopyWhole({ payload, view, decoded }: ToolsProps & { view: View }) {
  const copy = useCallback(() => copyText(copyOf(payload, view, decoded)), [payload, view, decoded])
  useEffect(() => onCommand({ 'copy-row': () => void copy() }), [copy])
  return <CopyButton label="Copy" onCopy={copy} />
}

function refusalsOf(payload: Payload, isDecoded: boolean): Partial<Record<View, string>> {
  const refused = views.map((view) => [view, payload.refusal(view, isDecoded)] as const)
  return Object.fromEntries(refused.filter(([, why]) => why !== undefined))
}

/** What is seen is what is copied; bytes that are no text go as hex. */
function copyOf(payload: Payload, view: View, decoded: DecodedFrame | undefined): string {
  if (view === 'Decoded' && decoded?.text !== undefined) return decoded.text
  if (payload.type === 'event') return payload.text.text
  return view === 'Hex' || !payload.text.isWhole ? hexText(payload.bytes) : payload.text.text
}

/** Local, as in file names and logs: `2026-03-14`. */
function formatDate(timeMs: number): string {
  const date = new Date(timeMs)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
