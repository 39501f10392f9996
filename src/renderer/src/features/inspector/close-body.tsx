/** What a close frame says: code, its meaning, the reason given, and the bytes it came in. */
import { closeCodeMeaning, unpackCloseBody } from '../../../../shared/protocol/close-code'
import { HexView } from '../../ui/hex-view'

export function CloseBody({ body }: { body: Uint8Array }) {
  const unpacked = unpackCloseBody(body)
  const closeCode = unpacked?.closeCode ?? 1005
  const reason = unpacked?.reason ?? ''
  return (
    <div className="close-body">
      <dl className="facts selectable">
        <dt>Code</dt>
        <dd>
          {closeCode} {closeCodeMeaning(closeCode)}
        </dd>
        <dt>Reason</dt>
        <dd>{reason === '' ? <span className="absent">none given</span> : reason}</dd>
      </dl>
      {body.byteLength > 0 && <HexView bytes={body} />}
    </div>
  )
}
