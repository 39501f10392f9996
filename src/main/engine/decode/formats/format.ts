/** Bytes that nothing is around any more, read by their format: the one the user chose, or the one they can only be. */
import { isUtf8 } from 'node:buffer'
import { assertNever } from '../../../../shared/assert-never'
import { fail, ok, type Result } from '../../../../shared/failure'
import type { Decoding } from '../../../../shared/protocol/connection-settings'
import type { Content, Message } from '../message'
import { readOrNothing, Unreadable } from '../unreadable'
import { readCbor } from './cbor'
import { readMessagePack } from './msgpack'

export interface Formatted {
  /** As layers name it; nothing where text is all that can be said. */
  layer: string | undefined
  content: Content
}

/** @param readProto reads Protobuf with the type that was chosen, or without */
export type ReadProto = (bytes: Buffer) => Result<unknown>

/** Fewer bytes look like anything. */
const GUESSED_MIN_BYTES = 4

/**
 * @returns undefined where `auto` cannot tell; `ERR_DECODE_FAILED` where the chosen format does not fit, and what `readProto`
 * says
 */
export function readFormat(
  message: Message,
  format: Decoding['format'],
  readProto: ReadProto,
): Result<Formatted> | undefined {
  const { bytes, isText } = message
  switch (format) {
    case 'auto':
      return guess(message)
    case 'text':
      return ok({ layer: undefined, content: { kind: 'text', text: bytes.toString('utf8') } })
    case 'json': {
      const content = readJson(bytes)
      if (content !== undefined) return ok({ layer: 'JSON', content })
      return failed('This message is not JSON. Choose another format for this direction.')
    }
    case 'msgpack':
      return isText ? guess(message) : structured('MessagePack', bytes, readMessagePack)
    case 'cbor':
      return isText ? guess(message) : structured('CBOR', bytes, readCbor)
    case 'protobuf': {
      if (isText) return guess(message)
      const read = readProto(bytes)
      return read.ok ? ok({ layer: 'Protobuf', content: { kind: 'json', value: read.value } }) : read
    }
    default:
      return assertNever(format)
  }
}

/** JSON as it came, to the digit; undefined for what is none. */
export function readJson(bytes: Buffer): Content | undefined {
  const text = bytes.toString('utf8')
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown, text }
  } catch {
    return undefined
  }
}

/** Reads what throws `Unreadable`. */
export function structured(layer: string, bytes: Buffer, read: (bytes: Buffer) => unknown): Result<Formatted> {
  try {
    return ok({ layer, content: { kind: 'json', value: read(bytes) } })
  } catch (error) {
    if (error instanceof Unreadable) return failed(error.message)
    throw error
  }
}

function guess({ bytes, isText }: Message): Result<Formatted> | undefined {
  if (isText || isUtf8(bytes)) {
    if (beginsWithBracket(bytes)) {
      const content = readJson(bytes)
      if (content !== undefined) return ok({ layer: 'JSON', content })
    }
    const text = bytes.toString('utf8')
    // Bytes of zero and the like are UTF-8 too, and nobody's text.
    if (isText || !hasControls(text)) return ok({ layer: undefined, content: { kind: 'text', text } })
  }
  if (bytes.length < GUESSED_MIN_BYTES) return undefined
  return guessStructured('MessagePack', bytes, readMessagePack) ?? guessStructured('CBOR', bytes, readCbor)
}

/** All of it has to be one map or list, and to have words that can be read: bytes by chance are hardly ever that. */
function guessStructured(
  layer: string,
  bytes: Buffer,
  read: (bytes: Buffer) => unknown,
): Result<Formatted> | undefined {
  const value = readOrNothing(() => read(bytes))
  if (typeof value !== 'object' || value === null) return undefined
  const isTelling = Array.isArray(value) ? value.some(isWord) || value.some(isNamed) : isNamed(value)
  return isTelling ? ok({ layer, content: { kind: 'json', value } }) : undefined
}

function isNamed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const keys = Object.keys(value)
  return keys.length > 0 && keys.every((key) => isWord(key) && !/^-?\d+$/.test(key))
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && !hasControls(value) && !/^(?:0x|base64:)/.test(value)
}

const CONTROLS = /[\p{Cc}]/u

function hasControls(text: string): boolean {
  return CONTROLS.test(text.replace(/[\t\n\r]/g, ''))
}

function beginsWithBracket(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) continue
    return byte === 0x7b || byte === 0x5b
  }
  return false
}

function failed(message: string) {
  return fail('ERR_DECODE_FAILED', message)
}
