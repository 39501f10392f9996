/**
 * One step of one of Node's zlib streams, done at once on this thread. The stream's own `write` sends each piece through the
 * thread pool and back through the event loop; for a message of a few hundred bytes that way costs 30 times the work.
 *
 * Node does the same inside its `inflateRawSync`, but only with a context that ends with the call. What we call therefore is
 * not public: `compression-in-place.ts` tries it before anything here is used.
 */
import type { DeflateRaw, InflateRaw } from 'node:zlib'

/** Output is cut from slabs of this size: one allocation for hundreds of small messages. It is never written again. */
const SLAB_BYTES = 64 * 1024
/** What is left of a slab when it is given up: most messages fit in it, and so come out in one piece. */
const SLAB_REST_MAX_BYTES = 4 * 1024

/** What we know of a stream beyond its public face, which is the same in Node 18 to 24. */
export interface ZlibInside {
  readonly _handle: ZlibHandle | null
  /** What the handle leaves after each write: bytes of output still free, bytes of input not read. */
  readonly _writeState: Uint32Array
}

export interface ZlibHandle {
  writeSync(
    flush: number,
    input: Uint8Array,
    inputStart: number,
    inputLength: number,
    output: Uint8Array,
    outputStart: number,
    outputLength: number,
  ): void
}

export type ZlibStream = (InflateRaw | DeflateRaw) & ZlibInside

export class ZlibStep {
  /** Of the last step. Belongs to whoever takes it: nothing is ever written over it. */
  output: Buffer = Buffer.alloc(0)
  /** Bytes at the end of the input which the last step did not read. */
  unreadBytes = 0
  /** The last step stopped for want of room: there is more to come. */
  isFull = false
  private slab: Buffer = Buffer.alloc(0)
  private used = 0

  /**
   * @param stream must be at rest: none of its own writes under way, neither destroyed nor closed. Afterwards it is
   * destroyed, and has `errored`, if the input was bad
   */
  run(stream: ZlibStream, flush: number, input: Uint8Array, start: number, byteLength: number): void {
    if (this.slab.byteLength - this.used <= SLAB_REST_MAX_BYTES) {
      this.slab = Buffer.allocUnsafeSlow(SLAB_BYTES)
      this.used = 0
    }
    const { slab, used } = this
    const room = SLAB_BYTES - used
    const writeState = stream._writeState
    stream._handle?.writeSync(flush, input, start, byteLength, slab, used, room)
    const roomLeft = writeState[0] as number
    this.unreadBytes = writeState[1] as number
    this.isFull = roomLeft === 0
    this.used = SLAB_BYTES - roomLeft
    this.output = slab.subarray(used, this.used)
  }
}
