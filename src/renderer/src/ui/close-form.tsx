/** A close code and a reason, as far as they may go over the wire (RFC 6455, section 7.4). */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { CLOSE_REASON_MAX_BYTES, closeCodeMeaning, isSendableCloseCode } from '../../../shared/protocol/close-code'
import './close-form.css'

interface Props {
  /** Where it stands alone it is what the user came for. */
  takesFocus?: boolean
  onClose(closeCode: number, reason: string): void
}

export function CloseForm({ takesFocus = false, onClose }: Props) {
  const [typedCode, setTypedCode] = useState('1000')
  const [reason, setReason] = useState('')
  const codeBox = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (takesFocus) codeBox.current?.select()
  }, [takesFocus])
  const closeCode = Number(typedCode)
  const isSendable = typedCode.trim() !== '' && isSendableCloseCode(closeCode)
  const excess = byteLengthOf(reason) - CLOSE_REASON_MAX_BYTES
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isSendable && excess <= 0) onClose(closeCode, reason)
  }
  return (
    <form className="close-form" onSubmit={submit}>
      <input
        ref={codeBox}
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
        className="field reason"
        aria-label="Close reason"
        aria-invalid={excess > 0}
        placeholder="Reason, may be empty"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="button" disabled={!isSendable || excess > 0}>
        Close
      </button>
      <p className={isSendable && excess <= 0 ? 'note' : 'problem'}>
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

/** What a control frame's payload may have, and by how much it has more. */
export function sizeNote(what: string, maxBytes: number, excess: number): string {
  const rule = `${what} has at most ${maxBytes} bytes`
  return excess > 0 ? `${rule}; this is ${excess} too many.` : `${rule}.`
}

export function byteLengthOf(text: string): number {
  return new TextEncoder().encode(text).byteLength
}
