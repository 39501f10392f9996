/**
 * Frames as they stand on the wire, built once and written again and again: framing them one by one would make the sender
 * slower than any receiver. A stream is a run of frames for the beginning and one that is repeated from then on.
 *
 * The two differ with permessage-deflate only. With context takeover (RFC 7692, section 7) a message refers to the 32 KiB
 * before it: at the beginning there are none, later they are the end of the run before. The second run deflated after the
 * first can follow itself, since whatever it refers to is the same each time.
 */
import { constants, createDeflateRaw } from 'node:zlib'
import { quote } from './message.mjs'

/** Long enough for few and big writes, and longer than the 32 KiB a deflated message can refer to. */
const RUN_BYTES = 1024 * 1024
/** A deflated message costs some 50 µs to make. */
const DEFLATED_RUN_BYTES = 256 * 1024
const FIN = 0x80
const RSV1 = 0x40
const OPCODES = { text: 1, binary: 2 }
/** What every flushed block ends with; the extension leaves it out. */
const FLUSH_TAIL_BYTES = 4

/** @returns {Promise<{ first: Run, next: Run }>} where a run is `{ bytes, ends }`: the offset behind each frame */
export async function frameStream({ size, type = 'text', isCompressed = false }) {
  const count = Math.ceil((isCompressed ? DEFLATED_RUN_BYTES : RUN_BYTES) / size)
  const messages = Array.from({ length: count }, (_, n) => Buffer.from(quote(n, size)))
  const opcode = OPCODES[type]
  if (!isCompressed) {
    const run = packRun(messages, FIN | opcode)
    return { first: run, next: run }
  }
  const deflate = createDeflateRaw()
  const first = packRun(await deflated(deflate, messages), FIN | RSV1 | opcode)
  const next = packRun(await deflated(deflate, messages), FIN | RSV1 | opcode)
  deflate.close()
  return { first, next }
}

/** Where one connection is in the stream. */
export class StreamCursor {
  #stream
  #run
  #frame = 0

  constructor(stream) {
    this.#stream = stream
    this.#run = stream.first
  }

  /** @returns `{ bytes, count }`: the next whole frames, at least one, no more than asked for or than the run still has */
  take(framesMax, bytesMax) {
    const { bytes, ends } = this.#run
    const startAt = this.#frame === 0 ? 0 : ends[this.#frame - 1]
    let end = Math.min(ends.length, this.#frame + framesMax)
    if (ends[end - 1] - startAt > bytesMax) end = Math.max(this.#frame + 1, frameBefore(ends, startAt + bytesMax))
    const taken = { bytes: bytes.subarray(startAt, ends[end - 1]), count: end - this.#frame }
    this.#frame = end
    if (end === ends.length) {
      this.#run = this.#stream.next
      this.#frame = 0
    }
    return taken
  }
}

/** How many frames end at or before an offset. */
function frameBefore(ends, offset) {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle] <= offset) low = middle + 1
    else high = middle
  }
  return low
}

function packRun(payloads, firstByte) {
  const parts = []
  const ends = new Uint32Array(payloads.length)
  let at = 0
  for (const [n, payload] of payloads.entries()) {
    const header = packHeader(firstByte, payload.byteLength)
    parts.push(header, payload)
    at += header.byteLength + payload.byteLength
    ends[n] = at
  }
  return { bytes: Buffer.concat(parts), ends }
}

/** A server does not mask (RFC 6455, section 5.1). */
function packHeader(firstByte, length) {
  if (length < 126) return Buffer.from([firstByte, length])
  if (length < 65_536) return Buffer.from([firstByte, 126, length >> 8, length & 0xff])
  const header = Buffer.alloc(10)
  header[0] = firstByte
  header[1] = 127
  header.writeBigUInt64BE(BigInt(length), 2)
  return header
}

async function deflated(deflate, messages) {
  const payloads = []
  for (const message of messages) {
    deflate.write(message)
    await new Promise((resolve) => deflate.flush(constants.Z_SYNC_FLUSH, resolve))
    const parts = []
    for (let part = deflate.read(); part !== null; part = deflate.read()) parts.push(part)
    const bytes = Buffer.concat(parts)
    payloads.push(bytes.subarray(0, bytes.byteLength - FLUSH_TAIL_BYTES))
  }
  return payloads
}
