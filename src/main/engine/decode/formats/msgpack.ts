/**
 * Reads MessagePack (github.com/msgpack/msgpack, spec.md). Our own reader, since those there are make an array as long as
 * its head says before they have seen a single value of it: a few bytes, nested, then take all memory there is.
 */
import { ByteReader } from '../byte-reader'
import { emptyObject, plainBytes, plainFloat, plainInteger, plainKey, plainTime } from '../plain-value'

/** The extension type of a timestamp. */
const TIMESTAMP = -1

/**
 * @returns the one value that the bytes are
 * @throws Unreadable
 */
export function readMessagePack(bytes: Buffer): unknown {
  const reader = new ByteReader(bytes, 'MessagePack')
  const value = readValue(reader)
  if (reader.left > 0) reader.fail(`The value has ended, and ${reader.left} more bytes follow`)
  return value
}

function readValue(reader: ByteReader): unknown {
  reader.countValue()
  const head = reader.byte()
  if (head < 0x80) return head
  if (head < 0x90) return readMap(reader, head & 0x0f)
  if (head < 0xa0) return readArray(reader, head & 0x0f)
  if (head < 0xc0) return readText(reader, head & 0x1f)
  if (head >= 0xe0) return head - 0x100
  switch (head) {
    case 0xc0:
      return null
    case 0xc2:
      return false
    case 0xc3:
      return true
    case 0xc4:
      return plainBytes(reader.take(reader.uint(1)))
    case 0xc5:
      return plainBytes(reader.take(reader.uint(2)))
    case 0xc6:
      return plainBytes(reader.take(reader.uint(4)))
    case 0xc7:
      return readExtension(reader, reader.uint(1))
    case 0xc8:
      return readExtension(reader, reader.uint(2))
    case 0xc9:
      return readExtension(reader, reader.uint(4))
    case 0xca:
      return plainFloat(shortest(reader.take(4).readFloatBE()))
    case 0xcb:
      return plainFloat(reader.take(8).readDoubleBE())
    case 0xcc:
      return reader.uint(1)
    case 0xcd:
      return reader.uint(2)
    case 0xce:
      return reader.uint(4)
    case 0xcf:
      return plainInteger(reader.uint64())
    case 0xd0:
      return reader.take(1).readInt8()
    case 0xd1:
      return reader.take(2).readInt16BE()
    case 0xd2:
      return reader.take(4).readInt32BE()
    case 0xd3:
      return plainInteger(reader.take(8).readBigInt64BE())
    case 0xd4:
      return readExtension(reader, 1)
    case 0xd5:
      return readExtension(reader, 2)
    case 0xd6:
      return readExtension(reader, 4)
    case 0xd7:
      return readExtension(reader, 8)
    case 0xd8:
      return readExtension(reader, 16)
    case 0xd9:
      return readText(reader, reader.uint(1))
    case 0xda:
      return readText(reader, reader.uint(2))
    case 0xdb:
      return readText(reader, reader.uint(4))
    case 0xdc:
      return readArray(reader, reader.uint(2))
    case 0xdd:
      return readArray(reader, reader.uint(4))
    case 0xde:
      return readMap(reader, reader.uint(2))
    case 0xdf:
      return readMap(reader, reader.uint(4))
    default:
      return reader.fail('There is 0xc1, which stands for nothing')
  }
}

function readText(reader: ByteReader, byteLength: number): string {
  const text = reader.text(byteLength)
  return typeof text === 'string' ? text : plainBytes(text)
}

function readArray(reader: ByteReader, length: number): unknown[] {
  if (length > reader.left) reader.fail(`An array of ${length} values cannot be in ${reader.left} bytes`)
  return reader.nested(() => {
    const values: unknown[] = []
    for (let index = 0; index < length; index++) values.push(readValue(reader))
    return values
  })
}

function readMap(reader: ByteReader, length: number): unknown {
  if (2 * length > reader.left) reader.fail(`A map of ${length} entries cannot be in ${reader.left} bytes`)
  return reader.nested(() => {
    const map = emptyObject()
    for (let index = 0; index < length; index++) {
      const key = plainKey(readValue(reader))
      map[key] = readValue(reader)
    }
    return map
  })
}

function readExtension(reader: ByteReader, byteLength: number): unknown {
  const type = reader.take(1).readInt8()
  const data = reader.take(byteLength)
  if (type === TIMESTAMP) {
    if (byteLength === 4) return plainTime(BigInt(data.readUInt32BE()), 0)
    if (byteLength === 8) {
      const both = data.readBigUInt64BE()
      return plainTime(both & 0x3_ffff_ffffn, Number(both >> 34n))
    }
    if (byteLength === 12) return plainTime(data.readBigInt64BE(4), data.readUInt32BE())
  }
  return Object.assign(emptyObject(), { ext: type, data: plainBytes(data) })
}

/** A 32-bit float with the digits it was written with: 0.1, not 0.10000000149011612. */
export function shortest(value: number): number {
  for (let digits = 6; digits <= 8; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return value
}
