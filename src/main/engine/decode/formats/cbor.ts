/**
 * Reads CBOR (RFC 8949). Our own reader, since those there are trust the lengths that arrays give, follow references
 * that make rings of a value, or make code of a message: all of that is for who trusts the sender.
 */
import { ByteReader } from '../byte-reader'
import { emptyObject, plainBytes, plainFloat, plainInteger, plainKey, plainTime } from '../plain-value'
import { shortest } from './msgpack'

/** A whole number longer than this is shown as its bytes: writing it out takes the square of its length. */
const BIGNUM_MAX_BYTES = 256
/** Ends what has no length of its own (section 3.2.1). */
const BREAK = Symbol('break')

/**
 * @returns the one data item that the bytes are
 * @throws Unreadable
 */
export function readCbor(bytes: Buffer): unknown {
  const reader = new ByteReader(bytes, 'CBOR')
  const value = readItem(reader)
  if (reader.left > 0) reader.fail(`The value has ended, and ${reader.left} more bytes follow`)
  return value
}

function readItem(reader: ByteReader): unknown {
  const value = readItemOrBreak(reader)
  return value === BREAK ? reader.fail('Something ends that had not begun') : value
}

function readItemOrBreak(reader: ByteReader): unknown {
  reader.countValue()
  const head = reader.byte()
  const info = head & 0x1f
  const major = head >> 5
  if (major === 7) return readSimple(reader, info)
  const argument = info === 31 ? undefined : readArgument(reader, info)
  if (argument === undefined && (major < 2 || major === 6)) return reader.fail('A number has no end')
  switch (major) {
    case 0:
      return plainInteger(argument as bigint)
    case 1:
      return plainInteger(-1n - (argument as bigint))
    case 2:
      return plainBytes(readBytes(reader, argument, 2))
    case 3:
      return readText(reader, argument)
    case 4:
      return readArray(reader, argument)
    case 5:
      return readMap(reader, argument)
    default:
      return reader.nested(() => readTagged(reader, argument as bigint))
  }
}

function readArgument(reader: ByteReader, info: number): bigint {
  if (info < 24) return BigInt(info)
  if (info === 24) return BigInt(reader.uint(1))
  if (info === 25) return BigInt(reader.uint(2))
  if (info === 26) return BigInt(reader.uint(4))
  if (info === 27) return reader.uint64()
  return reader.fail(`A length of kind ${info} stands for nothing`)
}

/** @param length undefined: in pieces of the same major type, up to a break */
function readBytes(reader: ByteReader, length: bigint | undefined, major: 2 | 3): Buffer {
  if (length !== undefined) return reader.take(Number(length))
  const pieces: Buffer[] = []
  for (;;) {
    reader.countValue()
    const head = reader.byte()
    if (head === 0xff) return Buffer.concat(pieces)
    if (head >> 5 !== major || (head & 0x1f) === 31) reader.fail('A piece of a string is no string')
    pieces.push(reader.take(Number(readArgument(reader, head & 0x1f))))
  }
}

function readText(reader: ByteReader, length: bigint | undefined): string {
  const text = new ByteReader(readBytes(reader, length, 3), reader.format)
  const read = text.text(text.left)
  return typeof read === 'string' ? read : reader.fail('A text is not UTF-8')
}

function readArray(reader: ByteReader, length: bigint | undefined): unknown[] {
  if (length !== undefined && length > reader.left) {
    reader.fail(`An array of ${length} values cannot be in ${reader.left} bytes`)
  }
  return reader.nested(() => {
    const values: unknown[] = []
    for (let index = 0; length === undefined || index < length; index++) {
      const value = length === undefined ? readItemOrBreak(reader) : readItem(reader)
      if (value === BREAK) break
      values.push(value)
    }
    return values
  })
}

function readMap(reader: ByteReader, length: bigint | undefined): unknown {
  if (length !== undefined && 2n * length > reader.left) {
    reader.fail(`A map of ${length} entries cannot be in ${reader.left} bytes`)
  }
  return reader.nested(() => {
    const map = emptyObject()
    for (let index = 0; length === undefined || index < length; index++) {
      const key = length === undefined ? readItemOrBreak(reader) : readItem(reader)
      if (key === BREAK) break
      map[plainKey(key)] = readItem(reader)
    }
    return map
  })
}

/** Tags of section 3.4 that change how a value reads; any other stands beside its value. */
function readTagged(reader: ByteReader, tag: bigint): unknown {
  if (tag === 2n || tag === 3n) return readBignum(reader, tag === 3n)
  const value = readItem(reader)
  // Text that is a date already; a set, which is a list here; “this is CBOR”.
  if (tag === 0n || tag === 258n || tag === 55_799n) return value
  if (tag === 1n && typeof value === 'number') {
    const seconds = Math.floor(value)
    return plainTime(BigInt(seconds), Math.round((value - seconds) * 1e6) * 1_000)
  }
  return Object.assign(emptyObject(), { tag: plainInteger(tag), value })
}

function readBignum(reader: ByteReader, isNegative: boolean): unknown {
  reader.countValue()
  const head = reader.byte()
  if (head >> 5 !== 2) reader.fail('A large number has no bytes')
  const info = head & 0x1f
  const bytes = readBytes(reader, info === 31 ? undefined : readArgument(reader, info), 2)
  if (bytes.length > BIGNUM_MAX_BYTES) return plainBytes(bytes)
  const value = BigInt(`0x0${bytes.toString('hex')}`)
  return plainInteger(isNegative ? -1n - value : value)
}

function readSimple(reader: ByteReader, info: number): unknown {
  switch (info) {
    case 20:
      return false
    case 21:
      return true
    case 22:
    case 23:
      return null
    case 24:
      return Object.assign(emptyObject(), { simple: reader.uint(1) })
    case 25:
      return plainFloat(halfFloat(reader.uint(2)))
    case 26:
      return plainFloat(shortest(reader.take(4).readFloatBE()))
    case 27:
      return plainFloat(reader.take(8).readDoubleBE())
    case 31:
      return BREAK
    default:
      return info < 20 ? Object.assign(emptyObject(), { simple: info }) : reader.fail(`Kind ${info} stands for nothing`)
  }
}

/** Appendix D of RFC 8949. */
function halfFloat(half: number): number {
  const exponent = (half >> 10) & 0x1f
  const mantissa = half & 0x3ff
  const sign = half & 0x8000 ? -1 : 1
  if (exponent === 0) return sign * mantissa * 2 ** -24
  if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (mantissa + 1024) * 2 ** (exponent - 25)
}
