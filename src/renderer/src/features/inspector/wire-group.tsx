/** How many bytes the line carried for what was said: compression and frame headers, each way, since this opening. */
import type { ConnectionHealth } from '../../../../shared/ipc/contract'
import { formatBytes } from '../../ui/format'
import { HealthGroup, NO_READING, Reading } from './health-group'
import { compressionRatio, frameOverhead, type WireWay, wireSentence } from './wire-words'

interface Props {
  wire: NonNullable<ConnectionHealth['wire']>
  isCompressed: boolean
}

export function WireGroup({ wire, isCompressed }: Props) {
  const received = { wireBytes: wire.receivedBytes, payloadBytes: wire.receivedPayloadBytes }
  const sent = { wireBytes: wire.sentBytes, payloadBytes: wire.sentPayloadBytes }
  return (
    <HealthGroup title="Wire, this opening" summary={wireSentence(received, isCompressed)}>
      <Way name="Received" way={received} isCompressed={isCompressed} />
      <Way name="Sent" way={sent} isCompressed={isCompressed} />
    </HealthGroup>
  )
}

function Way({ name, way, isCompressed }: { name: string; way: WireWay; isCompressed: boolean }) {
  return (
    <>
      <Reading name={`${name} payload`}>{formatBytes(way.payloadBytes)}</Reading>
      <Reading name="on the wire">{formatBytes(way.wireBytes)}</Reading>
      {isCompressed ? (
        <Reading name="compression ratio">{compressionRatio(way) ?? NO_READING}</Reading>
      ) : (
        <Reading name="frame overhead">{frameOverhead(way) ?? NO_READING}</Reading>
      )}
    </>
  )
}
