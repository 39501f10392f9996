/** Takes off what is around a message: compression and base64, each with a cap on what may come in and go out. */
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { assertNever } from '../../../shared/assert-never'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { Decoding } from '../../../shared/protocol/connection-settings'
import type { Message } from './message'

export type Packing = Decoding['unpacks'][number]

/** It is inflated at once, on the engine's thread: this much takes some 50 ms. */
export const PACKED_MAX_BYTES = 16 * 1024 * 1024
/** What a bomb may grow to. */
export const UNPACKED_MAX_BYTES = 16 * 1024 * 1024

const GROWS = 'unpacks to more than'
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/**
 * @param maxBytes of what comes out
 * @returns what was within; `ERR_DECODE_FAILED` where that was not, or was too much
 */
export function unpack({ bytes }: Message, packing: Packing, maxBytes = UNPACKED_MAX_BYTES): Result<Message> {
  if (bytes.length > PACKED_MAX_BYTES) {
    return failed(
      `This message has ${mebibytes(bytes.length)}; no more than ${mebibytes(PACKED_MAX_BYTES)} is unpacked.`,
    )
  }
  try {
    return packing === 'base64' ? fromBase64(bytes) : ok({ bytes: inflate(bytes, packing, maxBytes), isText: false })
  } catch (error) {
    // zlib’s word for more than `maxOutputLength`.
    if (error instanceof RangeError) {
      return failed(`This message ${GROWS} ${mebibytes(maxBytes)} with ${packing}, and was given up there.`)
    }
    return failed(
      `This message is not ${packing}: ${(error as Error).message}. Choose another under “Unpack”, or none.`,
    )
  }
}

/**
 * What compresses it, told by its first bytes (RFC 1952, section 2.3.1; RFC 1950, section 2.2). It is a guess: whoever asks
 * has to see whether it unpacks.
 */
export function packingOf({ bytes, isText }: Message): Packing | undefined {
  if (isText || bytes.length < 6) return undefined
  const [first, second, third] = bytes as unknown as [number, number, number]
  if (first === 0x1f && second === 0x8b && third === 8) return 'gzip'
  return (first & 0x0f) === 8 && first >> 4 <= 7 && ((first << 8) | second) % 31 === 0 && (second & 0x20) === 0
    ? 'zlib'
    : undefined
}

/** It did unpack, as far as that was allowed: what it was taken for it is. */
export function isTooMuch({ message }: Failure): boolean {
  return message.includes(GROWS)
}

function inflate(bytes: Buffer, packing: Exclude<Packing, 'base64'>, maxOutputLength: number): Buffer {
  switch (packing) {
    case 'gzip':
      return gunzipSync(bytes, { maxOutputLength })
    case 'zlib':
      return inflateSync(bytes, { maxOutputLength })
    case 'deflate':
      return inflateRawSync(bytes, { maxOutputLength })
    case 'brotli':
      return brotliDecompressSync(bytes, { maxOutputLength })
    default:
      return assertNever(packing)
  }
}

/** RFC 4648, sections 4 and 5: both alphabets, with padding or without. */
function fromBase64(bytes: Buffer): Result<Message> {
  const text = bytes.toString('latin1').replace(/\s+/g, '')
  if (!BASE64.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    return failed(
      'This message is not base64: it has other characters, or one too many. Choose another under “Unpack”.',
    )
  }
  return ok({ bytes: Buffer.from(text, 'base64'), isText: false })
}

function failed(message: string) {
  return fail('ERR_DECODE_FAILED', message)
}

function mebibytes(byteLength: number): string {
  return byteLength < 1024 * 1024 ? `${byteLength / 1024} KiB` : `${Math.ceil(byteLength / 1024 / 1024)} MiB`
}
