/** Bytes selected in a hex view: where a place on a line lies, and what the bytes say as numbers and text. */
import { BYTES_PER_LINE } from './hex-lines'

/** `[from, to)` in the message. */
export interface ByteRange {
  from: number
  to: number
}

const HALF = BYTES_PER_LINE / 2
/** Two digits and a space. */
const BYTE_CHARACTERS = 3

/** @param column of characters, from 0, in the column of hex digits. @returns the byte's place on its line */
export function byteAtHexColumn(column: number): number {
  const inSecondHalf = column > HALF * BYTE_CHARACTERS
  // A wider gap stands in the middle.
  const at = Math.floor((inSecondHalf ? column - 1 : column) / BYTE_CHARACTERS)
  return Math.max(0, Math.min(BYTES_PER_LINE - 1, at))
}

/** @returns both ends included, whichever way it was dragged */
export function rangeBetween(anchor: number, head: number): ByteRange {
  return { from: Math.min(anchor, head), to: Math.max(anchor, head) + 1 }
}

const strict = new TextDecoder('utf-8', { fatal: true })

/** What the first bytes of a selection are as numbers, where there are enough of them: little-endian, then big. */
export function numbersOf(bytes: Uint8Array): [name: string, little: string, big: string][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kinds: [name: string, byteLength: number, read: (isLittle: boolean) => number | bigint][] = [
    ['int8', 1, () => view.getInt8(0)],
    ['uint8', 1, () => view.getUint8(0)],
    ['int16', 2, (isLittle) => view.getInt16(0, isLittle)],
    ['uint16', 2, (isLittle) => view.getUint16(0, isLittle)],
    ['int32', 4, (isLittle) => view.getInt32(0, isLittle)],
    ['uint32', 4, (isLittle) => view.getUint32(0, isLittle)],
    ['float32', 4, (isLittle) => view.getFloat32(0, isLittle)],
    ['int64', 8, (isLittle) => view.getBigInt64(0, isLittle)],
    ['float64', 8, (isLittle) => view.getFloat64(0, isLittle)],
  ]
  return kinds
    .filter(([, byteLength]) => byteLength === bytes.byteLength)
    .map(([name, , read]) => [name, String(read(true)), String(read(false))])
}

/** @returns undefined for what is no UTF-8 */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
