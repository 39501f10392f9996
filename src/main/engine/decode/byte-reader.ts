/**
 * Reads a binary format from its first byte to its last. What a message says of itself is believed only as far as its bytes
 * go: lengths beyond its end, nesting without end and values without number end here, before anything is made of them.
 */
import { isUtf8 } from 'node:buffer'
import { Unreadable } from './unreadable'

/** Deeper than people nest and shallow enough for a recursive reader, for JSON and for a tree on the screen. */
export const DEPTH_MAX = 200
/** All values of a message together. A value takes up to a hundred times its byte in memory; this many fit, and show. */
export const VALUES_MAX = 500_000

export class ByteReader {
  at = 0

  /**
   * @param format as sentences call it
   * @param spent shared by all readers of one message
   */
  constructor(
    readonly bytes: Buffer,
    readonly format: string,
    private readonly spent = { depth: 0, values: 0 },
  ) {}

  /** Reads bytes that are a part of these: its values and its depth are of the whole. */
  part(bytes: Buffer): ByteReader {
    return new ByteReader(bytes, this.format, this.spent)
  }

  get left(): number {
    return this.bytes.length - this.at
  }

  byte(): number {
    if (this.left < 1) this.fail('It ends in the middle of a value')
    return this.bytes[this.at++] as number
  }

  /** The next bytes, not copied. */
  take(byteLength: number): Buffer {
    if (byteLength > this.left) this.fail('It ends in the middle of a value')
    this.at += byteLength
    return this.bytes.subarray(this.at - byteLength, this.at)
  }

  uint(byteLength: 1 | 2 | 4): number {
    if (byteLength > this.left) this.fail('It ends in the middle of a value')
    this.at += byteLength
    return this.bytes.readUIntBE(this.at - byteLength, byteLength)
  }

  uint64(): bigint {
    return this.take(8).readBigUInt64BE()
  }

  /**
   * A base-128 number of at most 64 bits, its lowest seven first: lengths of MQTT and SignalR, all of Protobuf.
   * @param bytesMax how many bytes it may have
   */
  varint(bytesMax = 10): bigint {
    let value = 0n
    for (let index = 0; index < bytesMax; index++) {
      const byte = this.byte()
      value |= BigInt(byte & 0x7f) << BigInt(7 * index)
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
    return this.fail(`A number has more than ${bytesMax} bytes`)
  }

  /** Text; bytes where it is not UTF-8, as of a MessagePack from before there was a type for bytes. */
  text(byteLength: number): string | Buffer {
    if (byteLength > this.left) this.fail('It ends in the middle of a value')
    const from = this.at
    this.at += byteLength
    const text = this.bytes.toString('utf8', from, this.at)
    // What is no UTF-8 becomes this character, which is hardly ever one of the text.
    if (!text.includes('\ufffd')) return text
    const bytes = this.bytes.subarray(from, this.at)
    return isUtf8(bytes) ? text : bytes
  }

  /** Counts a value; every value of a message passes here. */
  countValue(): void {
    if (++this.spent.values > VALUES_MAX) this.fail(`It has more than ${VALUES_MAX.toLocaleString('en')} values`)
  }

  /** Reads what is within a value. */
  nested<T>(read: () => T): T {
    if (this.spent.depth >= DEPTH_MAX) this.fail(`It is nested more than ${DEPTH_MAX} deep`)
    this.spent.depth++
    try {
      return read()
    } finally {
      this.spent.depth--
    }
  }

  /** @param why a sentence without its end */
  fail(why: string): never {
    throw new Unreadable(`This is not ${this.format} that can be read: at byte ${this.at}, ${lowerFirst(why)}.`)
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
