/**
 * Reads Protobuf as its `.proto` file names it: fields by their names, enums by theirs, 64-bit numbers that do not fit as
 * text, and Google's well-known types as protobuf's own JSON has them. Only what is on the wire is shown: a field at its
 * default is not sent in proto3, and is not invented here.
 */
import protobuf from 'protobufjs'
import { ByteReader } from '../byte-reader'
import { emptyObject, type PlainObject, plainBytes, plainFloat, plainInteger, plainTime } from '../plain-value'
import { shortest } from './msgpack'
import { type RawValue, readRawField, Wire } from './protobuf-wire'

/**
 * @param type of the message, its fields resolved
 * @throws Unreadable
 */
export function readProtobuf(bytes: Buffer, type: protobuf.Type): unknown {
  return readMessage(new ByteReader(bytes, 'Protobuf'), type)
}

function readMessage(reader: ByteReader, type: protobuf.Type): unknown {
  return wellKnown(
    reader.nested(() => readFields(reader, type)),
    type,
    reader,
  )
}

function readFields(reader: ByteReader, type: protobuf.Type): PlainObject {
  const message = emptyObject()
  while (reader.left > 0) {
    const raw = readRawField(reader)
    const field = type.fieldsById[raw.number]
    if (field === undefined) {
      // Of a newer .proto file: its number is all that is known.
      append(message, String(raw.number), plainRaw(raw))
    } else if (field instanceof protobuf.MapField) {
      message[field.name] ??= emptyObject()
      const entries = message[field.name] as PlainObject
      const [key, value] = readMapEntry(reader, field, raw)
      entries[key] = value
    } else if (field.repeated) {
      message[field.name] ??= []
      const values = message[field.name] as unknown[]
      if (raw.wire === Wire.bytes && isPackable(field)) readPacked(reader, field, raw.bytes, values)
      else values.push(readField(reader, field, raw))
    } else {
      message[field.name] = readField(reader, field, raw)
    }
  }
  return message
}

function readField(reader: ByteReader, field: protobuf.FieldBase, raw: RawValue): unknown {
  reader.countValue()
  const { resolvedType, type } = field
  if (resolvedType instanceof protobuf.Type) {
    return readMessage(reader.part(bytesOf(reader, field, raw)), resolvedType)
  }
  if (resolvedType instanceof protobuf.Enum) {
    const value = Number(BigInt.asIntN(32, numberOf(reader, field, raw, Wire.varint)))
    return resolvedType.valuesById[value] ?? value
  }
  if (type === 'string') {
    const bytes = bytesOf(reader, field, raw)
    const text = new ByteReader(bytes, reader.format).text(bytes.length)
    return typeof text === 'string' ? text : plainBytes(text)
  }
  if (type === 'bytes') return plainBytes(bytesOf(reader, field, raw))
  return scalar(type, numberOf(reader, field, raw, wireOf(type)))
}

/** Numbers in a row (“packed”): the default in proto3. */
function readPacked(reader: ByteReader, field: protobuf.Field, bytes: Buffer, values: unknown[]): void {
  const wire = field.resolvedType instanceof protobuf.Enum ? Wire.varint : wireOf(field.type)
  const packed = new ByteReader(bytes, reader.format)
  while (packed.left > 0) {
    reader.countValue()
    const bits =
      wire === Wire.varint
        ? packed.varint()
        : wire === Wire.fixed64
          ? packed.take(8).readBigUInt64LE()
          : BigInt(packed.take(4).readUInt32LE())
    if (field.resolvedType instanceof protobuf.Enum) {
      const value = Number(BigInt.asIntN(32, bits))
      values.push(field.resolvedType.valuesById[value] ?? value)
    } else values.push(scalar(field.type, bits))
  }
}

function readMapEntry(reader: ByteReader, field: protobuf.MapField, raw: RawValue): [key: string, value: unknown] {
  const entry = reader.part(bytesOf(reader, field, raw))
  let key: unknown = field.keyType === 'string' ? '' : 0
  let value: unknown = null
  while (entry.left > 0) {
    const part = readRawField(entry)
    if (part.number === 2) value = readField(entry, field, part)
    else if (part.number === 1) {
      key = 'bits' in part ? scalar(field.keyType, part.bits) : part.bytes.toString('utf8')
    }
  }
  return [String(key), value]
}

function bytesOf(reader: ByteReader, field: protobuf.FieldBase, raw: RawValue): Buffer {
  return 'bytes' in raw ? raw.bytes : mismatch(reader, field)
}

function numberOf(reader: ByteReader, field: protobuf.FieldBase, raw: RawValue, wire: number): bigint {
  if ('bytes' in raw || raw.wire !== wire) return mismatch(reader, field)
  return raw.bits
}

function mismatch(reader: ByteReader, field: protobuf.FieldBase): never {
  const owner = field.parent?.fullName.replace(/^\./, '') ?? 'the message'
  return reader.fail(
    `Field ${field.id} is not what “${field.name}” of ${owner} is (${field.type}): perhaps it is a message of another type`,
  )
}

function isPackable({ type, resolvedType }: protobuf.Field): boolean {
  return resolvedType === null ? type !== 'string' && type !== 'bytes' : resolvedType instanceof protobuf.Enum
}

function wireOf(type: string): 0 | 1 | 5 {
  switch (type) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return Wire.fixed64
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return Wire.fixed32
    default:
      return Wire.varint
  }
}

function scalar(type: string, bits: bigint): unknown {
  switch (type) {
    case 'bool':
      return bits !== 0n
    case 'int32':
    case 'sfixed32':
      return Number(BigInt.asIntN(32, bits))
    case 'uint32':
    case 'fixed32':
      return Number(BigInt.asUintN(32, bits))
    case 'sint32':
    case 'sint64':
      return plainInteger((bits >> 1n) ^ -(bits & 1n))
    case 'int64':
    case 'sfixed64':
      return plainInteger(BigInt.asIntN(64, bits))
    case 'double':
      return plainFloat(asDouble(bits))
    case 'float': {
      const four = Buffer.alloc(4)
      four.writeUInt32BE(Number(bits))
      return plainFloat(shortest(four.readFloatBE()))
    }
    default:
      return plainInteger(bits)
  }
}

function asDouble(bits: bigint): number {
  const eight = Buffer.alloc(8)
  eight.writeBigUInt64BE(bits)
  return eight.readDoubleBE()
}

function append(message: PlainObject, key: string, value: unknown): void {
  const before = message[key]
  if (before === undefined) message[key] = value
  else if (Array.isArray(before)) before.push(value)
  else message[key] = [before, value]
}

function plainRaw(raw: RawValue): unknown {
  return 'bytes' in raw ? plainBytes(raw.bytes) : plainInteger(raw.bits)
}

/** As protobuf's JSON mapping shows them (protobuf.dev, “ProtoJSON format”). */
function wellKnown(message: PlainObject, type: protobuf.Type, reader: ByteReader): unknown {
  switch (type.fullName) {
    case '.google.protobuf.Timestamp':
      return plainTime(BigInt((message.seconds as number | string) ?? 0), Number(message.nanos ?? 0))
    case '.google.protobuf.Duration': {
      const nanos = Number(message.nanos ?? 0)
      const seconds = BigInt((message.seconds as number | string) ?? 0)
      const sign = seconds < 0n || nanos < 0 ? '-' : ''
      const whole = seconds < 0n ? -seconds : seconds
      return `${sign}${whole}${nanos === 0 ? '' : `.${String(Math.abs(nanos)).padStart(9, '0').replace(/0+$/, '')}`}s`
    }
    case '.google.protobuf.Struct':
      return message.fields ?? emptyObject()
    case '.google.protobuf.ListValue':
      return message.values ?? []
    case '.google.protobuf.Value':
      return 'null_value' in message || 'nullValue' in message ? null : (Object.values(message)[0] ?? null)
    case '.google.protobuf.FieldMask':
      return ((message.paths as string[]) ?? []).join(',')
    case '.google.protobuf.DoubleValue':
    case '.google.protobuf.FloatValue':
    case '.google.protobuf.Int64Value':
    case '.google.protobuf.UInt64Value':
    case '.google.protobuf.Int32Value':
    case '.google.protobuf.UInt32Value':
      return message.value ?? 0
    case '.google.protobuf.BoolValue':
      return message.value ?? false
    case '.google.protobuf.StringValue':
    case '.google.protobuf.BytesValue':
      return message.value ?? ''
    case '.google.protobuf.Any':
      return readAny(message, type, reader)
    default:
      return message
  }
}

function readAny(message: PlainObject, type: protobuf.Type, reader: ByteReader): unknown {
  const { type_url: url, value } = message
  const inner = typeof url === 'string' ? findType(type.root, url.slice(url.lastIndexOf('/') + 1)) : undefined
  const bytes = typeof value === 'string' ? fromPlain(value) : undefined
  const any = Object.assign(emptyObject(), { '@type': url ?? '' })
  if (inner === undefined || bytes === undefined) return Object.assign(any, { value: value ?? '' })
  const read = readMessage(reader.part(bytes), inner)
  return typeof read === 'object' && read !== null && !Array.isArray(read)
    ? Object.assign(any, read)
    : Object.assign(any, { value: read })
}

export function findType(root: protobuf.Root, name: string): protobuf.Type | undefined {
  const found = name === '' ? null : root.lookup(name, [protobuf.Type])
  return found instanceof protobuf.Type ? found : undefined
}

function fromPlain(text: string): Buffer {
  return text.startsWith('0x') ? Buffer.from(text.slice(2), 'hex') : Buffer.from(text.replace(/^base64:/, ''), 'base64')
}
