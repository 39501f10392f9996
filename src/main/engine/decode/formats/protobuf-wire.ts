/** Protobuf as the wire has it (protobuf.dev, “Encoding”): numbered fields; and what can be guessed of them without a type. */
import { ByteReader } from '../byte-reader'
import { emptyObject, plainBytes, plainFloat, plainInteger } from '../plain-value'
import { readOrNothing } from '../unreadable'

export const Wire = {
  varint: 0,
  fixed64: 1,
  bytes: 2,
  /** From a start (3) to its end (4): of proto1, and of proto2 still. */
  group: 3,
  fixed32: 5,
} as const

export type RawValue =
  | { number: number; wire: 0 | 1 | 5; bits: bigint }
  | { number: number; wire: 2 | 3; bytes: Buffer }

/** Field numbers have 29 bits. */
const FIELD_NUMBER_MAX = 2 ** 29 - 1
const GROUP_END = 4
/** Text: printable characters, and the controls that texts have. */
const READABLE = /^[^\p{Cc}\p{Cn}\p{Co}\p{Cs}\ufffd]*$/u

/** @throws Unreadable */
export function readRawField(reader: ByteReader): RawValue {
  reader.countValue()
  const { number, wire } = readKey(reader)
  switch (wire) {
    case Wire.varint:
      return { number, wire, bits: reader.varint() }
    case Wire.fixed64:
      return { number, wire, bits: reader.take(8).readBigUInt64LE() }
    case Wire.fixed32:
      return { number, wire, bits: BigInt(reader.take(4).readUInt32LE()) }
    case Wire.bytes:
      return { number, wire, bytes: reader.take(Number(reader.varint())) }
    case Wire.group:
      return { number, wire, bytes: readGroup(reader, number) }
    default:
      return reader.fail(`A field is of wire type ${wire}, which stands for nothing`)
  }
}

function readKey(reader: ByteReader): { number: number; wire: number } {
  const key = reader.varint(5)
  const number = Number(key >> 3n)
  if (number === 0 || number > FIELD_NUMBER_MAX) return reader.fail(`${number} is no field number`)
  return { number, wire: Number(key & 7n) }
}

/** @returns the bytes within it */
function readGroup(reader: ByteReader, number: number): Buffer {
  const from = reader.at
  return reader.nested(() => {
    for (;;) {
      const before = reader.at
      const key = readKey(reader)
      if (key.wire === GROUP_END) {
        if (key.number !== number) reader.fail('A group ends that had not begun')
        return reader.bytes.subarray(from, before)
      }
      reader.at = before
      readRawField(reader)
    }
  })
}

/**
 * Fields by their numbers: text where it is text, a message where it reads as one, else bytes.
 * @throws Unreadable
 */
export function readRawFields(bytes: Buffer): unknown {
  return readAll(new ByteReader(bytes, 'Protobuf'))
}

function readAll(reader: ByteReader): unknown {
  return reader.nested(() => {
    const fields = emptyObject()
    while (reader.left > 0) {
      const raw = readRawField(reader)
      const value = guess(reader, raw)
      const key = String(raw.number)
      const before = fields[key]
      if (before === undefined) fields[key] = value
      else if (Array.isArray(before)) before.push(value)
      else fields[key] = [before, value]
    }
    return fields
  })
}

function guess(reader: ByteReader, raw: RawValue): unknown {
  switch (raw.wire) {
    case Wire.varint:
      return plainInteger(raw.bits)
    case Wire.fixed32:
      return plainInteger(raw.bits)
    case Wire.fixed64:
      return guessDouble(raw.bits)
    case Wire.group:
      return readAll(reader.part(raw.bytes))
    case Wire.bytes: {
      const text = new ByteReader(raw.bytes, reader.format).text(raw.bytes.length)
      if (typeof text === 'string' && READABLE.test(text.replace(/[\t\n\r]/g, ''))) return text
      return readOrNothing(() => readAll(reader.part(raw.bytes))) ?? plainBytes(raw.bytes)
    }
  }
}

/** Eight bytes are a double more often than not; one that nobody would send is a whole number. */
function guessDouble(bits: bigint): number | string {
  const eight = Buffer.alloc(8)
  eight.writeBigUInt64BE(bits)
  const double = eight.readDoubleBE()
  const size = Math.abs(double)
  return double === 0 || (size > 1e-9 && size < 1e18) ? plainFloat(double) : plainInteger(bits)
}
