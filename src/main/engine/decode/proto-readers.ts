/** Protobuf with the types the user chose. The files are read when a message first needs them, and kept. */
import { fail, type Result } from '../../../shared/failure'
import type { Decoding } from '../../../shared/protocol/connection-settings'
import type { ReadProto } from './formats/format'
import { structured } from './formats/format'
import { type ProtoSchema, readProtoSchema } from './formats/proto-schema'
import { findType, readProtobuf } from './formats/protobuf'
import { readRawFields } from './formats/protobuf-wire'

/** As many sets of files as connections commonly have; a set is some megabytes. */
const SCHEMAS_MAX = 20

export class ProtoReaders {
  private readonly schemas = new Map<string, Result<ProtoSchema>>()

  /** Reads the files anew. @returns full names of their messages; what is wrong with them */
  types(files: readonly string[]): Result<{ types: string[] }> {
    const schema = this.load(files)
    return schema.ok ? { ok: true, value: { types: schema.value.types } } : schema
  }

  /** @returns how Protobuf is read that way: by its type, or without one by the numbers of its fields */
  readerFor({ protoFiles, protoType }: Decoding): ReadProto {
    return (bytes) => {
      if (protoFiles.length === 0 || protoType === '') return readAs(bytes, readRawFields)
      const schema = this.schemas.get(keyOf(protoFiles)) ?? this.load(protoFiles)
      if (!schema.ok) return schema
      const type = findType(schema.value.root, protoType)
      if (type === undefined) {
        return fail('ERR_PROTO_INVALID', `There is no message “${protoType}” in the .proto files. Choose another type.`)
      }
      return readAs(bytes, (each) => readProtobuf(each, type))
    }
  }

  private load(files: readonly string[]): Result<ProtoSchema> {
    const key = keyOf(files)
    this.schemas.delete(key)
    const oldest = this.schemas.keys().next().value
    if (this.schemas.size >= SCHEMAS_MAX && oldest !== undefined) this.schemas.delete(oldest)
    const schema = readProtoSchema(files)
    this.schemas.set(key, schema)
    return schema
  }
}

function readAs(bytes: Buffer, read: (bytes: Buffer) => unknown): Result<unknown> {
  const formatted = structured('Protobuf', bytes, read)
  if (!formatted.ok) return formatted
  const { content } = formatted.value
  return { ok: true, value: content.kind === 'json' ? content.value : content.text }
}

function keyOf(files: readonly string[]): string {
  return JSON.stringify(files)
}
