/** What may be sent at all, before anything is: control frames are short, text is UTF-8, and some close codes are never sent. */
import { isUtf8 } from 'node:buffer'
import { fail, ok, type Result } from '../../../shared/failure'
import {
  CLOSE_REASON_MAX_BYTES,
  CONTROL_PAYLOAD_MAX_BYTES,
  closeCodeMeaning,
  isSendableCloseCode,
} from '../../../shared/protocol/close-code'
import type { SendableType } from './outbox'

/** @returns `ERR_CONTROL_PAYLOAD_TOO_LONG` (RFC 6455, section 5.5), `ERR_INVALID_UTF8` (section 5.6) */
export function checkSendable(type: SendableType, bytes: Buffer): Result<void> {
  if ((type === 'ping' || type === 'pong') && bytes.byteLength > CONTROL_PAYLOAD_MAX_BYTES) {
    return fail(
      'ERR_CONTROL_PAYLOAD_TOO_LONG',
      `A ${type} carries at most ${CONTROL_PAYLOAD_MAX_BYTES} bytes; this one has ${bytes.byteLength}. Shorten it.`,
    )
  }
  if (type === 'text' && !isUtf8(bytes)) {
    return fail('ERR_INVALID_UTF8', 'A text message must be valid UTF-8, and this one is not. Send it as binary.')
  }
  return ok(undefined)
}

/** @returns `ERR_CLOSE_CODE_INVALID` (RFC 6455, section 7.4), `ERR_CLOSE_REASON_TOO_LONG` (section 5.5.1) */
export function checkClose(closeCode: number, reason: Buffer): Result<void> {
  if (!isSendableCloseCode(closeCode)) {
    return fail(
      'ERR_CLOSE_CODE_INVALID',
      `${closeCode} (${closeCodeMeaning(closeCode)}) may not be sent. Use 1000–1003, 1007–1014 or 3000–4999.`,
    )
  }
  if (reason.byteLength > CLOSE_REASON_MAX_BYTES) {
    return fail(
      'ERR_CLOSE_REASON_TOO_LONG',
      `A close reason has at most ${CLOSE_REASON_MAX_BYTES} bytes of UTF-8; this one has ${reason.byteLength}. Shorten it.`,
    )
  }
  return ok(undefined)
}
