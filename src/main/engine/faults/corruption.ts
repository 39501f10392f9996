/** Spoils a message in one of the ways that clients forget to expect. The bytes handed in stay as they are. */
import { assertNever } from '../../../shared/assert-never'
import type { FaultSettings } from '../../../shared/protocol/server-settings'
import { type Dice, throwBelow } from './dice'

/**
 * Each holds a byte that no UTF-8 has anywhere (RFC 3629, section 1), so whatever stands around it, the whole is none:
 * a byte that never was one, an overlong NUL, a code point beyond U+10FFFF.
 */
const NO_UTF8 = [[0xff], [0xc0, 0x80], [0xf5, 0x80, 0x80, 0x80]] as const

/** @returns new bytes, or `payload` itself where there is nothing to spoil: it is empty, or as large as that already */
export function corrupt(
  kind: FaultSettings['corruption'],
  payload: Buffer,
  isText: boolean,
  dice: Dice,
  oversizeBytes: number,
): Buffer {
  switch (kind) {
    case 'utf-8':
      return isText ? insertNoUtf8(payload, dice) : flipByte(payload, dice)
    case 'truncated':
      return truncate(payload, isText, dice)
    case 'oversize':
      return grow(payload, isText, oversizeBytes)
    default:
      return assertNever(kind)
  }
}

function insertNoUtf8(payload: Buffer, dice: Dice): Buffer {
  const at = throwBelow(dice, payload.length + 1)
  const inserted = Buffer.from(NO_UTF8[throwBelow(dice, NO_UTF8.length)]!)
  return Buffer.concat([payload.subarray(0, at), inserted, payload.subarray(at)])
}

function flipByte(payload: Buffer, dice: Dice): Buffer {
  if (payload.length === 0) return payload
  const flipped = Buffer.from(payload)
  const at = throwBelow(dice, payload.length)
  // Never by 0, which would leave it as it was.
  flipped[at]! ^= 1 + throwBelow(dice, 255)
  return flipped
}

/** Text is cut between two characters, so it arrives as text and only its JSON is broken. */
function truncate(payload: Buffer, isText: boolean, dice: Dice): Buffer {
  if (payload.length === 0) return payload
  let end = throwBelow(dice, payload.length)
  while (isText && end > 0 && isContinuation(payload[end]!)) end--
  return Buffer.from(payload.subarray(0, end))
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

/** Spaces after JSON are JSON: only the size is wrong. */
function grow(payload: Buffer, isText: boolean, oversizeBytes: number): Buffer {
  if (payload.length >= oversizeBytes) return payload
  const grown = Buffer.alloc(oversizeBytes, isText ? ' ' : 0)
  payload.copy(grown)
  return grown
}
