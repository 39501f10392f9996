/** A payload as the user chose to look at it. */
import { assertNever } from '../../../../shared/assert-never'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { isReceived } from '../../../../shared/protocol/frame'
import { useHighlights } from '../../state/highlights'
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
  const highlights = useHighlights()
  // A series reads what is received.
  const chartedId = isReceived(frame.kind) ? frame.connectionId : undefined
  switch (view) {
    case 'Decoded':
      return decoded === undefined ? null : (
        <DecodedView seq={frame.seq} decoded={decoded} payload={payload} connectionId={chartedId} />
      )
    case 'Tree': {
      if (payload.json === undefined) return null
      return <JsonTree document={payload.json} connectionId={payload.type === 'text' ? chartedId : undefined} />
    }
    case 'Text':
      return <TextView key={frame.seq} text={payload.text} highlights={highlights} />
    case 'Hex':
      return <HexView key={frame.seq} bytes={payload.bytes} />
    case 'Diff':
      return <DiffView seq={frame.seq} />
    default:
      return assertNever(view)
  }
}
