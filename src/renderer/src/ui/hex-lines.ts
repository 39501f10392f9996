/** Bytes as hex: written into bytes of ASCII first, which for megabytes is far quicker than joining strings. */

export const BYTES_PER_LINE = 16

const digits = new TextEncoder().encode('0123456789abcdef')
const ascii = new TextDecoder('latin1')
const SPACE = 0x20
const UNPRINTABLE = '.'.charCodeAt(0)

/** `48 65 6c`: what can be pasted into the panel that sends. */
export function hexText(bytes: Uint8Array): string {
  const out = new Uint8Array(bytes.byteLength * 3)
  for (let at = 0; at < bytes.byteLength; at++) {
    const byte = bytes[at] as number
    out[at * 3] = digits[byte >> 4] as number
    out[at * 3 + 1] = digits[byte & 0x0f] as number
    out[at * 3 + 2] = SPACE
  }
  return ascii.decode(out.subarray(0, Math.max(0, out.byteLength - 1)))
}

export interface HexLines {
  /** Each column is lines joined by newlines, so that one of them can be selected alone. */
  offsets: string
  hex: string
  text: string
}

/**
 * @param firstOffset of the first byte in the message
 * @param bytes only those to be shown, from the beginning of a line on
 */
export function hexLines(bytes: Uint8Array, firstOffset: number, offsetDigits: number): HexLines {
  const lineCount = Math.ceil(bytes.byteLength / BYTES_PER_LINE)
  const offsets: string[] = []
  const hex: string[] = []
  const text: string[] = []
  for (let line = 0; line < lineCount; line++) {
    const from = line * BYTES_PER_LINE
    const slice = bytes.subarray(from, from + BYTES_PER_LINE)
    offsets.push((firstOffset + from).toString(16).padStart(offsetDigits, '0'))
    // A wider gap in the middle lets the eye count.
    hex.push([slice.subarray(0, 8), slice.subarray(8)].map(hexText).join('  ').trimEnd())
    text.push(printable(slice))
  }
  return { offsets: offsets.join('\n'), hex: hex.join('\n'), text: text.join('\n') }
}

function printable(bytes: Uint8Array): string {
  return ascii.decode(bytes.map((byte) => (byte >= SPACE && byte < 0x7f ? byte : UNPRINTABLE)))
}

/** Bytes as lines of offset, hex and text, to be read or compared. */
export function hexDump(bytes: Uint8Array): string {
  const { offsets, hex, text } = hexLines(bytes, 0, 6)
  const columns = [offsets, hex, text].map((column) => column.split('\n'))
  const width = 3 * BYTES_PER_LINE
  return (columns[0] ?? [])
    .map((offset, at) => `${offset}  ${(columns[1]?.[at] ?? '').padEnd(width)}  ${columns[2]?.[at]}`)
    .join('\n')
}
