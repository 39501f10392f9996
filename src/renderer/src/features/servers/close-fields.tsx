/** Code and reason of a close frame. A code that may not be sent, or a reason too long, is said and changes nothing. */
import { useState } from 'react'
import type { Failure } from '../../../../shared/failure'
import { CLOSE_REASON_MAX_BYTES, closeCodeMeaning, isSendableCloseCode } from '../../../../shared/protocol/close-code'
import { FailureLine } from '../../ui/failure-line'
import { LateInput } from '../../ui/late-input'
import './close-fields.css'

interface Props {
  /** Of the code's field, where a label names it. */
  id?: string
  /** Whose close frame, for the names of the fields. */
  label: string
  closeCode: number
  reason: string
  onChange(change: { closeCode?: number; reason?: string }): void
}

const encoder = new TextEncoder()

export function CloseFields({ id, label, closeCode, reason, onChange }: Props) {
  const [failure, setFailure] = useState<Failure>()
  const commitCode = (typed: string) => {
    const code = Number(typed)
    if (!isSendableCloseCode(code)) {
      const range = '1000–1003, 1007–1014 or 3000–4999'
      setFailure({ code: 'ERR_CLOSE_CODE_INVALID', message: `“${typed}” is no code that may be sent: ${range}.` })
      return undefined
    }
    setFailure(undefined)
    onChange({ closeCode: code })
    return String(code)
  }
  const commitReason = (typed: string) => {
    const byteLength = encoder.encode(typed).byteLength
    if (byteLength > CLOSE_REASON_MAX_BYTES) {
      const message = `The reason has ${byteLength} bytes; a close frame carries ${CLOSE_REASON_MAX_BYTES}.`
      setFailure({ code: 'ERR_CLOSE_REASON_TOO_LONG', message })
      return undefined
    }
    setFailure(undefined)
    onChange({ reason: typed })
    return typed
  }
  return (
    <div className="close-fields">
      <LateInput
        id={id}
        className="field close-code"
        inputMode="numeric"
        maxLength={4}
        aria-label={`Close code of ${label}`}
        title={closeCodeMeaning(closeCode)}
        value={String(closeCode)}
        onCommit={commitCode}
      />
      <LateInput
        className="field close-reason"
        aria-label={`Reason of ${label}`}
        placeholder="reason"
        value={reason}
        onCommit={commitReason}
      />
      {failure !== undefined && <FailureLine failure={failure} />}
    </div>
  )
}
