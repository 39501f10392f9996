/** A payload as the user chose to look at it. */
import { assertNever } from '../../../../shared/assert-never'
import type { FrameDetail } from '../../../../shared/ipc/contract'
import { isReceived } from '../../../../shared/protocol/frame'
import { HexView } from '../../ui/hex-view'
import { useInspector } from './inspector-store'
import { JsonTree } from './json-tree'
import type { Payload } from './payload'
import { TextView } from './text-view'

export function PayloadView({ frame, payload }: { frame: FrameDetail; payload: Payload }) {
  const view = payload.view(useInspector((state) => state.view))
  switch (view) {
    case 'Tree': {
      if (payload.json === undefined) return null
      // A series reads what is received as text, nothing else.
      const isChartable = payload.type === 'text' && isReceived(frame.kind)
      return <JsonTree document={payload.json} connectionId={isChartable ? frame.connectionId : undefined} />
    }
    case 'Text':
      return <TextView key={frame.seq} text={payload.text} byteLength={payload.bytes.byteLength} />
    case 'Hex':
      return <HexView key={frame.seq} bytes={payload.bytes} />
    default:
      return assertNever(view)
  }
}
