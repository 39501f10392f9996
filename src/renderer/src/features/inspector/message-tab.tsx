/** The message selected in the log: what it is, and what is in it. */
import { useMemo } from 'react'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { frameTypeOf } from '../../../../shared/protocol/frame'
import { useApp } from '../../state/app-store'
import { FailureLine } from '../../ui/failure-line'
import { CloseBody } from './close-body'
import { LargeMessage } from './large-message'
import { MessageHeader } from './message-header'
import { Payload } from './payload'
import { PayloadView } from './payload-view'
import { type ReadFrame, WHOLE_MAX_BYTES } from './read-frame'
import { useFrame } from './use-frame'
import './inspector.css'

export function MessageTab() {
  const seq = useApp((state) => state.selectedSeq)
  return seq === undefined ? <NothingSelected /> : <SelectedMessage seq={seq} />
}

function SelectedMessage({ seq }: { seq: number }) {
  const frame = useFrame(seq)
  if (frame === undefined) return null
  if (!frame.ok) return <FailureLine failure={frame.error} />
  return <Message {...frame.value} />
}

function Message({ frame, decoded }: ReadFrame) {
  const isLarge = frame.byteLength > WHOLE_MAX_BYTES
  const payload = useMemo(() => payloadOf(frame, isLarge), [frame, isLarge])
  if (frame.payload === 'evicted') {
    return (
      <p className="empty">
        Message #{frame.seq} has left memory to make room for newer ones: it is counted as evicted.
      </p>
    )
  }
  return (
    <article className="message" aria-label={`Message ${frame.seq}`}>
      <MessageHeader frame={frame} payload={payload} decoded={decoded} />
      <div className="message-body">
        {isLarge && payload !== undefined ? (
          <LargeMessage key={frame.seq} frame={frame} payload={payload} />
        ) : (
          <MessageBody frame={frame} payload={payload} decoded={decoded} />
        )}
      </div>
    </article>
  )
}

interface BodyProps {
  frame: FrameDetail
  payload: Payload | undefined
  decoded: DecodedFrame | undefined
}

function MessageBody({ frame, payload, decoded }: BodyProps) {
  if (payload === undefined) {
    return <p className="empty">This message's bytes were dropped; only its time, type and size were kept.</p>
  }
  switch (payload.type) {
    case 'event':
      return <p className="message-sentence selectable">{payload.text.text}</p>
    case 'close':
      return <CloseBody body={payload.bytes} />
    default:
      if (payload.bytes.byteLength === 0) return <p className="empty">This {payload.type} has no payload.</p>
      return <PayloadView frame={frame} payload={payload} decoded={decoded} />
  }
}

function NothingSelected() {
  return (
    <div className="empty">
      <p className="message-hint">Select a message to see it here.</p>
      <dl className="key-hints">
        <dt>
          <kbd>↑</kbd> <kbd>↓</kbd>
        </dt>
        <dd>move the selection</dd>
        <dt>
          <kbd>Space</kbd>
        </dt>
        <dd>pauses the log</dd>
        <dt>
          <kbd>B</kbd>
        </dt>
        <dd>bookmarks the row</dd>
        <dt>
          <kbd>End</kbd>
        </dt>
        <dd>follows the newest</dd>
      </dl>
    </div>
  )
}

function payloadOf({ kind, payload }: FrameDetail, isLarge: boolean): Payload | undefined {
  return typeof payload === 'string' ? undefined : new Payload(frameTypeOf(kind), payload, isLarge)
}
