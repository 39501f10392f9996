/**
 * Makes one connection of `ws` inflate and deflate small messages at once, on this thread, with the zlib streams that `ws`
 * itself made for the connection. What is large goes the way of `ws`, through the thread pool, with the same streams: so
 * both share the one LZ77 window that context takeover is about (RFC 7692, section 7.2), and `ws` goes on to own, reset and
 * close them.
 *
 * All that we know of the inside of `ws` stands in this file; `compression-in-place.ts` tries it before it is used.
 */
import { constants, type DeflateRaw, type InflateRaw } from 'node:zlib'
import { type ZlibInside, ZlibStep } from './zlib-step'

/** A compressed message, or a fragment of one, beyond it is inflated by the thread pool: there the hop is small change. */
export const INFLATE_IN_PLACE_MAX_BYTES = 64 * 1024
/** A message beyond it is deflated by the thread pool; deflating takes about five times as long as inflating. */
export const DEFLATE_IN_PLACE_MAX_BYTES = 16 * 1024
/**
 * So much output of one connection in a row, about 3 ms, then `ws` inflates one message, or the rest of one, its own way and
 * the event loop has its turn. Thus a few bytes that inflate to a gigabyte hold up nobody.
 */
export const INFLATE_IN_A_ROW_MAX_BYTES = 1024 * 1024
/** The same for what is deflated. */
export const DEFLATE_IN_A_ROW_MAX_BYTES = 256 * 1024

/** Ends a message, and is left out on the wire (RFC 7692, section 7.2.1). */
const TRAILER = Buffer.from([0x00, 0x00, 0xff, 0xff])
/** A sender that is neither deflating nor reading a blob. */
const SENDER_AT_REST = 0

type Callback = (error?: Error) => void

/** `PerMessageDeflate` of `ws`, once negotiated. */
export interface Extension {
  readonly _isServer: boolean
  /** Made by `ws` with the first message, closed with the connection; gone when a message ended its context. */
  _inflate: (InflateRaw & ZlibInside) | null
  _deflate: (DeflateRaw & ZlibInside) | null
  readonly params: Record<string, unknown>
}

/** `Receiver` of `ws`. */
export interface Receiver {
  readonly _allowSynchronousEvents: boolean
  readonly _fin: boolean
  readonly _maxPayload: number
  /** The parts of the message under way, and how long they are. */
  readonly _fragments: Buffer[]
  _messageLength: number
  /** Inflates one fragment, then goes on with `dataMessage`. Called by the loop that parses, which goes on when we return. */
  decompress(data: Buffer, done: Callback): void
  dataMessage(done: Callback): void
  /** Makes an error with a close code, and ends the loop. */
  createError(type: ErrorConstructor, message: string, prefix: boolean, closeCode: number, code: string): Error
}

interface FrameOptions {
  readonly fin: boolean
  readOnly: boolean
}

/** `Sender` of `ws`. */
export interface Sender {
  readonly _state: number
  readonly _socket: Transport
  /** Deflates, if it shall, and sends. Called for one frame after the other, each when the one before has been deflated. */
  dispatch(data: Buffer | string, compress: boolean, options: FrameOptions, done?: Callback): void
  sendFrame(parts: Buffer[], done?: Callback): void
  /** Dispatches what had to wait, until one must be waited for again. */
  dequeue(): void
}

interface Transport {
  cork(): void
  uncork(): void
  destroy(error: Error): void
}

export type PackFrame = (payload: Buffer, options: FrameOptions) => Buffer[]

/** Shared by all connections of this thread: a step is over before anybody else can take one. */
const step = new ZlibStep()
const input = Buffer.allocUnsafeSlow(INFLATE_IN_PLACE_MAX_BYTES + TRAILER.byteLength)

export function inflateInPlace(receiver: Receiver, extension: Extension): void {
  const decompress = receiver.decompress.bind(receiver)
  const endsContext = extension.params[`${extension._isServer ? 'client' : 'server'}_no_context_takeover`] === true
  let turnBytes = INFLATE_IN_A_ROW_MAX_BYTES

  const giveTurn = (data: Buffer, done: Callback) => {
    turnBytes = INFLATE_IN_A_ROW_MAX_BYTES
    decompress(data, done)
  }

  receiver.decompress = (data, done) => {
    const inflate = extension._inflate
    if (inflate === null || turnBytes <= 0 || data.byteLength > INFLATE_IN_PLACE_MAX_BYTES) return giveTurn(data, done)
    const isLast = receiver._fin
    const trailerBytes = isLast ? TRAILER.byteLength : 0
    const byteLength = data.byteLength + trailerBytes
    input.set(data)
    if (isLast) input.set(TRAILER, data.byteLength)

    for (let unread = byteLength; ; ) {
      step.run(inflate, constants.Z_SYNC_FLUSH, input, byteLength - unread, unread)
      if (inflate.destroyed) return done(badData(receiver, extension))
      unread = step.unreadBytes
      if (step.output.byteLength > 0) {
        receiver._fragments.push(step.output)
        receiver._messageLength += step.output.byteLength
        turnBytes -= step.output.byteLength
      }
      if (receiver._messageLength > receiver._maxPayload && receiver._maxPayload > 0) return done(tooLong(receiver))
      if (!step.isFull) break
      // With part of the trailer read there is no way to hand over, and no need: what is left makes a few KiB at most.
      if (turnBytes <= 0 && unread >= trailerBytes) {
        return giveTurn(data.subarray(byteLength - unread), done)
      }
    }
    // Not all was read though there was room: the sender ended its stream (BFINAL), and the next message begins another.
    if (step.unreadBytes > 0) {
      inflate.close()
      extension._inflate = null
    } else if (isLast && endsContext) {
      inflate.reset()
    }
    receiver.dataMessage(done)
  }
}

/** The error that `ws` makes of it. Its own listener would call back a message that was done with long ago. */
function badData(receiver: Receiver, extension: Extension): Error {
  const inflate = extension._inflate
  extension._inflate = null
  inflate?.removeAllListeners('error')
  inflate?.on('error', () => {})
  const { message, code = '', errno } = (inflate?.errored ?? new Error()) as NodeJS.ErrnoException
  return Object.assign(receiver.createError(Error, message, false, 1007, code), { errno })
}

function tooLong(receiver: Receiver): Error {
  const message = 'Max payload size exceeded'
  return receiver.createError(RangeError, message, false, 1009, 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
}

export function deflateInPlace(sender: Sender, extension: Extension, packFrame: PackFrame): void {
  const dispatch = sender.dispatch.bind(sender)
  const dequeue = sender.dequeue.bind(sender)
  const endsContext = extension.params[`${extension._isServer ? 'server' : 'client'}_no_context_takeover`] === true
  let turnBytes = DEFLATE_IN_A_ROW_MAX_BYTES

  // What waited leaves in one write: now that deflating is cheap, a system call for each frame would be half the cost.
  sender.dequeue = () => {
    sender._socket.cork()
    dequeue()
    sender._socket.uncork()
  }

  sender.dispatch = (data, compress, options, done) => {
    const deflate = extension._deflate
    if (!compress) return dispatch(data, compress, options, done)
    if (
      deflate === null ||
      turnBytes <= 0 ||
      typeof data === 'string' ||
      // zlib gives nothing for nothing; `ws` knows how to make it.
      data.byteLength === 0 ||
      data.byteLength > DEFLATE_IN_PLACE_MAX_BYTES ||
      sender._state !== SENDER_AT_REST
    ) {
      turnBytes = DEFLATE_IN_A_ROW_MAX_BYTES
      return dispatch(data, compress, options, done)
    }
    turnBytes -= data.byteLength
    const parts: Buffer[] = []
    let unread = data.byteLength
    do {
      step.run(deflate, constants.Z_SYNC_FLUSH, data, data.byteLength - unread, unread)
      unread = step.unreadBytes
      parts.push(step.output)
    } while (step.isFull)
    if (deflate.destroyed) {
      deflate.on('error', (error) => sender._socket.destroy(error))
      return
    }
    const deflated = parts.length === 1 ? step.output : Buffer.concat(parts)
    if (options.fin && endsContext) deflate.reset()
    options.readOnly = false
    const trailerBytes = options.fin ? TRAILER.byteLength : 0
    sender.sendFrame(packFrame(deflated.subarray(0, deflated.byteLength - trailerBytes), options), done)
  }
}
