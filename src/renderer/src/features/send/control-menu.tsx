/** Control frames by hand: ping, pong, and a close with the code and the reason you choose (RFC 6455, section 5.5). */
import { type FormEvent, useState } from 'react'
import type { Failure, Result } from '../../../../shared/failure'
import { CONTROL_PAYLOAD_MAX_BYTES } from '../../../../shared/protocol/close-code'
import { call } from '../../bridge'
import { byteLengthOf, CloseForm, sizeNote } from '../../ui/close-form'
import { FailureLine } from '../../ui/failure-line'
import { Popover } from '../../ui/popover'
import type { SendTarget } from './send-target'

export function ControlMenu({ target }: { target: SendTarget }) {
  return (
    <Popover label="Control" title="Ping, pong and close frames">
      {(close) =>
        target.kind === 'connection' ? (
          <ControlFrames connectionId={target.id} onClosed={close} />
        ) : (
          <p className="popover-empty">
            {target.kind === 'none' ? target.why : 'Control frames go to one client: select it in the Clients tab.'}
          </p>
        )
      }
    </Popover>
  )
}

function ControlFrames({ connectionId, onClosed }: { connectionId: number; onClosed(): void }) {
  const [failure, setFailure] = useState<Failure>()
  const settle = (result: Result<void>) => {
    setFailure(result.ok ? undefined : result.error)
    return result.ok
  }
  const post = async (type: 'ping' | 'pong', payload: string) => {
    settle(await call('frame.send', { connectionId, type, payload }))
  }
  const close = async (closeCode: number, reason: string) => {
    if (settle(await call('connection.disconnect', { id: connectionId, closeCode, reason }))) onClosed()
  }
  return (
    <div className="send-control">
      <PingForm onPost={(type, payload) => void post(type, payload)} />
      <CloseForm onClose={(closeCode, reason) => void close(closeCode, reason)} />
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}

function PingForm({ onPost }: { onPost(type: 'ping' | 'pong', payload: string): void }) {
  const [payload, setPayload] = useState('')
  const excess = byteLengthOf(payload) - CONTROL_PAYLOAD_MAX_BYTES
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (excess <= 0) onPost('ping', payload)
  }
  return (
    <form className="send-ping" onSubmit={submit}>
      <input
        className="field"
        aria-label="Ping payload"
        aria-invalid={excess > 0}
        placeholder="Payload, may be empty"
        data-first
        value={payload}
        onChange={(event) => setPayload(event.target.value)}
      />
      <button type="submit" className="button" disabled={excess > 0}>
        Ping
      </button>
      <button type="button" className="button" disabled={excess > 0} onClick={() => onPost('pong', payload)}>
        Pong
      </button>
      <p className={excess > 0 ? 'send-problem' : 'send-note'}>
        {sizeNote('A ping or pong', CONTROL_PAYLOAD_MAX_BYTES, excess)}
      </p>
    </form>
  )
}
