/** Bytes selected in a hex view: where they lie, how keys move them, and what they say as numbers and text. */
import { BYTES_PER_LINE } from './hex-lines'

/** `[from, to)`. */
export interface ByteRange {
  from: number
  to: number
}

/** In which it was selected: what is copied is of its kind. */
export type ByteColumn = 'hex' | 'text'

/** Both ends are within. */
export interface ByteSelection {
  anchor: number
  /** The end that moves. */
  head: number
  column: ByteColumn
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

/** @returns the column of characters in which a byte's digits begin, by its place on its line */
export function hexColumnOf(place: number): number {
  return place * BYTE_CHARACTERS + (place >= HALF ? 1 : 0)
}

/** Whichever way it was dragged. */
export function rangeOf({ anchor, head }: ByteSelection): ByteRange {
  return { from: Math.min(anchor, head), to: Math.max(anchor, head) + 1 }
}

export interface PressedKey {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

/**
 * Where nothing is selected the arrows up and down scroll, unless Shift is held.
 * @param firstSeen byte in view. @param last byte there is
 * @returns undefined for a key that selects nothing
 */
export function firstSelection(pressed: PressedKey, firstSeen: number, last: number): ByteSelection | undefined {
  if (isSelectAll(pressed)) return { anchor: 0, head: last, column: 'hex' }
  const { key, shiftKey } = pressed
  const begins = /^Arrow(?:Left|Right)$/.test(key) || (shiftKey && /^Arrow(?:Up|Down)$/.test(key))
  return begins ? { anchor: firstSeen, head: firstSeen, column: 'hex' } : undefined
}

/**
 * @param last byte there is
 * @returns undefined for a key that means nothing here; `none` for the end of the selection
 */
export function movedSelection(
  selection: ByteSelection,
  pressed: PressedKey,
  last: number,
): ByteSelection | 'none' | undefined {
  if (pressed.key === 'Escape') return 'none'
  if (isSelectAll(pressed)) return { ...selection, anchor: 0, head: last }
  const to = movedHead(selection.head, pressed, last)
  if (to === undefined) return undefined
  const head = Math.max(0, Math.min(last, to))
  return { ...selection, anchor: pressed.shiftKey ? selection.anchor : head, head }
}

function isSelectAll({ key, ctrlKey, metaKey }: PressedKey): boolean {
  return key.toLowerCase() === 'a' && (ctrlKey || metaKey)
}

function movedHead(head: number, { key, ctrlKey, metaKey }: PressedKey, last: number): number | undefined {
  const lineFrom = head - (head % BYTES_PER_LINE)
  switch (key) {
    case 'ArrowLeft':
      return head - 1
    case 'ArrowRight':
      return head + 1
    case 'ArrowUp':
      return head - BYTES_PER_LINE
    case 'ArrowDown':
      return head + BYTES_PER_LINE
    case 'Home':
      return ctrlKey || metaKey ? 0 : lineFrom
    case 'End':
      return ctrlKey || metaKey ? last : lineFrom + BYTES_PER_LINE - 1
    default:
      return undefined
  }
}

export interface NumberReading {
  name: string
  /** Little-endian. */
  little: string
  /** Big-endian. */
  big: string
}

/** What bytes are as numbers of exactly their length; without a sign where that makes a difference. */
export function numbersOf(bytes: Uint8Array): NumberReading[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const both = (name: string, read: (isLittle: boolean) => number | bigint | string): NumberReading => ({
    name,
    little: String(read(true)),
    big: String(read(false)),
  })
  switch (bytes.byteLength) {
    case 1:
      return integers(
        both('int8', () => view.getInt8(0)),
        both('uint8', () => view.getUint8(0)),
      )
    case 2:
      return integers(
        both('int16', (isLittle) => view.getInt16(0, isLittle)),
        both('uint16', (isLittle) => view.getUint16(0, isLittle)),
      )
    case 4:
      return [
        ...integers(
          both('int32', (isLittle) => view.getInt32(0, isLittle)),
          both('uint32', (isLittle) => view.getUint32(0, isLittle)),
        ),
        both('float32', (isLittle) => float32Text(view.getFloat32(0, isLittle))),
      ]
    case 8:
      return [
        ...integers(
          both('int64', (isLittle) => view.getBigInt64(0, isLittle)),
          both('uint64', (isLittle) => view.getBigUint64(0, isLittle)),
        ),
        both('float64', (isLittle) => view.getFloat64(0, isLittle)),
      ]
    default:
      return []
  }
}

function integers(signed: NumberReading, unsigned: NumberReading): NumberReading[] {
  return signed.little === unsigned.little && signed.big === unsigned.big ? [signed] : [signed, unsigned]
}

/** Nine digits tell any from any other (IEEE 754, section 5.12.2), and mostly fewer do: 0.1, not 0.10000000149011612. */
const FLOAT32_DIGITS = 9

function float32Text(value: number): string {
  for (let digits = 1; digits < FLOAT32_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number(value.toPrecision(FLOAT32_DIGITS)))
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @returns undefined for what is no UTF-8 */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
