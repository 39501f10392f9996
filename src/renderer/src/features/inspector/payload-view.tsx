/** A payload as the user chose to look at it. */
import { assertNever } from '../../../../shared/assert-never'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { isReceived } from '../../../../shared/protocol/frame'
import { useMessageView } from '../../state/message-view'
import { HexView } from '../../ui/hex-view'
import { DecodedView } from './decoded-view'
import { DiffView } from './diff-view'
import { JsonTree } from './json-tree'
import type { Payload } from './payload'
import { TextView } from './text-view'

interface Props {
  frame: FrameDetail
  payload: Payload
  decoded: DecodedFrame | undefined
}

export function PayloadView({ frame, payload, decoded }: Props) {
  const view = payload.view(
    useMessageView((state) => state.view),
    decoded !== undefined,
  )
  // A series reads what is received.
  const chartedId = isReceived(frame.kind) ? frame.connectionId : undefined
  switch (view) {
    case 'Decoded':
      return decoded === undefined ? null : <DecodedView decoded={decoded} connectionId={chartedId} />
    case 'Tree': {
      if (payload.json === undefined) return null
      return <JsonTree document={payload.json} connectionId={payload.type === 'text' ? chartedId : undefined} />
    }
    case 'Text':
      return <TextView key={frame.seq} text={payload.text} byteLength={payload.bytes.byteLength} />
    case 'Hex':
      return <HexView key={frame.seq} bytes={payload.bytes} />
    case 'Diff':
      return <DiffView seq={frame.seq} />
    default:
      return assertNever(view)
  }
}
