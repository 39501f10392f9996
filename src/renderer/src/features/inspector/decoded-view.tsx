/** A message as its decoders read it: what was taken off or recognised, and what it says; or why they stopped, and its bytes. */
import { Fragment, useMemo } from 'react'
import type { DecodedFrame } from '../../../../shared/ipc/contract'
import { FailureLine } from '../../ui/failure-line'
import { HexView } from '../../ui/hex-view'
import { visible } from '../../ui/preview'
import { JsonDocument } from './json-document'
import { JsonTree } from './json-tree'
import type { Payload } from './payload'
import { TextView } from './text-view'
import './decoded.css'

interface Props {
  seq: number
  decoded: DecodedFrame
  /** As it came: shown where it could not be decoded. */
  payload: Payload
  connectionId: number | undefined
}

export function DecodedView({ seq, decoded, payload, connectionId }: Props) {
  const { layers, label, text, isJson, problem, details = [] } = decoded
  const document = useMemo(() => (isJson && text !== undefined ? JsonDocument.read(text) : undefined), [isJson, text])
  return (
    <div className="decoded">
      {layers.length > 0 && (
        <p className="decoded-layers">
          <span className="decoded-path">{layers.join(' › ')}</span>
          {label !== '' && <b className="decoded-label">{visible(label)}</b>}
        </p>
      )}
      {details.length > 0 && (
        <dl className="facts decoded-details selectable">
          {details.map(([name, value]) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd className="mono">{value}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {problem !== undefined && <FailureLine failure={problem} />}
      {document !== undefined && <JsonTree document={document} connectionId={connectionId} />}
      {document === undefined && text !== undefined && <TextView text={{ text, isWhole: true }} />}
      {text === undefined && problem !== undefined && <Undecoded key={seq} payload={payload} />}
    </div>
  )
}

function Undecoded({ payload: { type, text, bytes } }: { payload: Payload }) {
  if (type === 'text' && text.isWhole) return <TextView text={text} />
  return <HexView bytes={bytes} />
}
