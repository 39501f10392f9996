/** What a row shows of its payload: one line, no control characters, never more than it was given. */
import { assertNever } from '../../../shared/assert-never'
import { closeCodeMeaning, unpackCloseBody } from '../../../shared/protocol/close-code'
import { type FrameKind, frameTypeOf } from '../../../shared/protocol/frame'

const BINARY_BYTES_SHOWN = 48
const decoder = new TextDecoder()

/**
 * @param preview the first bytes of the payload
 * @param byteLength of the whole payload, to say that there is more
 */
export function previewText(kind: FrameKind, preview: Uint8Array, byteLength: number): string {
  if (isDropped(preview, byteLength)) return 'Dropped: it fitted neither memory nor disk.'
  const type = frameTypeOf(kind)
  switch (type) {
    case 'text':
    case 'event':
      return oneLine(preview, byteLength)
    case 'binary':
      return hexLine(preview, byteLength)
    case 'ping':
    case 'pong':
      return isPrintable(preview) ? oneLine(preview, byteLength) : hexLine(preview, byteLength)
    case 'close': {
      const body = unpackCloseBody(preview)
      if (body === undefined) return 'no status (1005)'
      const reason = body.reason === '' ? '' : ` · ${body.reason}`
      return `${body.closeCode} ${closeCodeMeaning(body.closeCode)}${reason}`
    }
    default:
      return assertNever(type)
  }
}

/** Of a payload that could not be kept only its length is known. */
export function isDropped(preview: Uint8Array, byteLength: number): boolean {
  return preview.byteLength === 0 && byteLength > 0
}

function oneLine(bytes: Uint8Array, byteLength: number): string {
  // A character that was cut in two at the end decodes to U+FFFD; it is not the message's fault.
  const text = decoder.decode(bytes)
  const isCut = bytes.byteLength < byteLength
  const whole = isCut ? text.replace(/\uFFFD+$/, '') : text
  return visible(whole) + (isCut ? '…' : '')
}

/** Control characters as their pictures (U+2400…), so that a message stays on its line and moves no cursor. */
export function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return text.replace(/[\u0000-\u001f\u007f]/g, (control) => {
    return control === '\u007f' ? '␡' : String.fromCharCode(0x2400 + control.charCodeAt(0))
  })
}

function hexLine(bytes: Uint8Array, byteLength: number): string {
  const shown = bytes.subarray(0, BINARY_BYTES_SHOWN)
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
  return shown.byteLength < byteLength ? `${hex} …` : hex
}

function isPrintable(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
}
