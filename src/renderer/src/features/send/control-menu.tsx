/** Control frames by hand: ping, pong, and a close with the code and the reason you choose (RFC 6455, section 5.5). */
import { type FormEvent, useState } from 'react'
import type { Failure, Result } from '../../../../shared/failure'
import {
  CLOSE_REASON_MAX_BYTES,
  CONTROL_PAYLOAD_MAX_BYTES,
  closeCodeMeaning,
  isSendableCloseCode,
} from '../../../../shared/protocol/close-code'
import { call } from '../../bridge'
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
    <form onSubmit={submit}>
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

function CloseForm({ onClose }: { onClose(closeCode: number, reason: string): void }) {
  const [typedCode, setTypedCode] = useState('1000')
  const [reason, setReason] = useState('')
  const closeCode = Number(typedCode)
  const isSendable = typedCode.trim() !== '' && isSendableCloseCode(closeCode)
  const excess = byteLengthOf(reason) - CLOSE_REASON_MAX_BYTES
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSendable && excess <= 0) onClose(closeCode, reason)
  }
  return (
    <form onSubmit={submit}>
      <input
        type="number"
        className="field code"
        aria-label="Close code"
        aria-invalid={!isSendable}
        min={1000}
        max={4999}
        value={typedCode}
        onChange={(event) => setTypedCode(event.target.value)}
      />
      <input
        className="field"
        aria-label="Close reason"
        aria-invalid={excess > 0}
        placeholder="Reason, may be empty"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button" disabled={!isSendable || excess > 0}>
        Close
      </button>
      <p className={isSendable && excess <= 0 ? 'send-note' : 'send-problem'}>
        {isSendable ? closeNote(closeCode, excess) : notSendable(typedCode, closeCode)}
      </p>
    </form>
  )
}

function closeNote(closeCode: number, excess: number): string {
  if (excess > 0) return sizeNote('A close reason', CLOSE_REASON_MAX_BYTES, excess)
  return `${closeCode}: ${closeCodeMeaning(closeCode)}`
}

function notSendable(typedCode: string, closeCode: number): string {
  const allowed = 'Use 1000–1003, 1007–1014 or 3000–4999.'
  if (typedCode.trim() === '') return allowed
  const [meaning] = closeCodeMeaning(closeCode).split(':')
  return `${closeCode} (${meaning}) may not go over the wire. ${allowed}`
}

function sizeNote(what: string, maxBytes: number, excess: number): string {
  const rule = `${what} has at most ${maxBytes} bytes`
  return excess > 0 ? `${rule}; this is ${excess} too many.` : `${rule}.`
}

function byteLengthOf(text: string): number {
  return new TextEncoder().encode(text).byteLength
}
