/**
 * Whether the connections of this process may inflate and deflate in place: it takes the inside of `ws` and of Node's zlib,
 * which may change under us. So the first connection that compresses has it all tried, in memory, with known messages; if
 * anything is not as we know it, `ws` is left as it is, slower and just as right.
 */
import type { Writable } from 'node:stream'
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib'
import * as ws from 'ws'
import { version } from 'ws/package.json'
import {
  deflateInPlace,
  type Extension,
  inflateInPlace,
  type PackFrame,
  type Receiver,
  type Sender,
} from './compression-hooks'
import type { ZlibStream } from './zlib-step'

/** The one whose inside we know. */
export const WS_VERSION_KNOWN = '8.23.0'

/** The classes that `ws` exports, though its types do not tell. */
interface WsClasses {
  Receiver: new (options: object) => Receiver & Writable
  Sender: (new (socket: object, extensions: object) => Sender & WsSender) & { frame: PackFrame }
  PerMessageDeflate: (new (options: object) => Extension) & { extensionName: string }
}

interface WsSender {
  send(data: Buffer, options: object): void
}

/** What the trial looks at. A test hands in what it wants to see refused. */
export interface Ground {
  wsVersion: string
  classes: WsClasses
  inflateRaw: typeof createInflateRaw
  deflateRaw: typeof createDeflateRaw
}

export const thisGround: Ground = {
  wsVersion: version,
  classes: ws as unknown as WsClasses,
  inflateRaw: createInflateRaw,
  deflateRaw: createDeflateRaw,
}

/** @returns what is not as we know it; nothing when all is */
export function tryGround(ground: Ground): string | undefined {
  if (ground.wsVersion !== WS_VERSION_KNOWN) return `ws is ${ground.wsVersion}, not ${WS_VERSION_KNOWN}`
  try {
    return watchNodeInflate(ground) ?? tryMessages(ground)
  } catch (fault) {
    return String(fault)
  }
}

let verdict: { objection: string | undefined } | undefined

function tryOnce(): string | undefined {
  verdict ??= { objection: tryGround(thisGround) }
  return verdict.objection
}

/**
 * From here on `socket` compresses in place, if it compresses at all.
 * @param objection says why not, if so
 * @returns whether it does
 */
export function compressInPlace(socket: ws.WebSocket, objection = tryOnce): boolean {
  if (!socket.extensions.includes('permessage-deflate') || objection() !== undefined) return false
  const { Receiver, Sender, PerMessageDeflate } = thisGround.classes
  const { _receiver: receiver, _sender: sender, _extensions: extensions } = socket as unknown as WsSocket
  const extension = extensions?.[PerMessageDeflate.extensionName]
  const isKnown = extension !== undefined && receiver instanceof Receiver && sender instanceof Sender
  if (!isKnown || !receiver._allowSynchronousEvents) return false
  inflateInPlace(receiver, extension)
  deflateInPlace(sender, extension, Sender.frame)
  return true
}

interface WsSocket {
  readonly _receiver?: Receiver
  readonly _sender?: Sender
  readonly _extensions?: Record<string, Extension | undefined>
}

/**
 * A wrong call of a native handle ends the process, and no `catch` helps. So before we make ours, we watch Node make its own.
 * @returns what is not as we know it
 */
function watchNodeInflate({ inflateRaw, deflateRaw }: Ground): string | undefined {
  for (const [stream, input] of [
    [inflateRaw(), deflatedOnce],
    [deflateRaw(), plain],
  ] as [ZlibStream & { _processChunk?: ProcessChunk }, Buffer][]) {
    const { _handle: handle, _processChunk: processChunk, _writeState: writeState } = stream
    if (typeof handle?.writeSync !== 'function' || typeof processChunk !== 'function') return 'Node has no writeSync'
    if (!(writeState instanceof Uint32Array) || writeState.length !== 2) return 'Node leaves no write state'
    const calls: unknown[][] = []
    const writeSync = handle.writeSync.bind(handle)
    handle.writeSync = (...args) => {
      calls.push(args)
      writeSync(...args)
    }
    const output = processChunk.call(stream, input, constants.Z_SYNC_FLUSH)
    const [flush, bytes, start, byteLength, room, roomStart, roomLength, ...more] = calls[0] ?? []
    const isKnown =
      calls.length === 1 &&
      more.length === 0 &&
      flush === constants.Z_SYNC_FLUSH &&
      bytes === input &&
      start === 0 &&
      byteLength === input.byteLength &&
      room instanceof Uint8Array &&
      roomStart === 0 &&
      roomLength === room.byteLength &&
      writeState[0] === room.byteLength - output.byteLength &&
      writeState[1] === 0
    if (!isKnown) return 'Node calls writeSync in another way'
  }
  return undefined
}

/** Node's own synchronous way, which ends with the stream closed. */
type ProcessChunk = (input: Uint8Array, flush: number) => Buffer
const plain = Buffer.from('hello hello')
/** `plain`, deflated up to a sync flush. */
const deflatedOnce = Buffer.from('ca48cdc9c957c8009100000000ffff', 'hex')
/** `plain`, with the stream ended. */
const ended = Buffer.from('cb48cdc9c957c8009100', 'hex')
const noDeflate = Buffer.from('ffff', 'hex')

/**
 * Two like messages, the second of which stands on the window of the first, through a sender and a receiver; then one whose
 * sender ended its stream, and one that does not inflate.
 * @returns what is not as we know it
 */
function tryMessages({ classes, inflateRaw, deflateRaw }: Ground): string | undefined {
  const { Receiver, Sender, PerMessageDeflate } = classes
  const extension = Object.assign(new PerMessageDeflate({}), {
    params: {},
    _inflate: inflateRaw(),
    _deflate: deflateRaw(),
  }) as Extension
  const extensions = { [PerMessageDeflate.extensionName]: extension }

  const wire: Buffer[] = []
  const write = (bytes: Buffer) => wire.push(bytes)
  const sender = new Sender({ cork() {}, uncork() {}, write, destroy() {} }, extensions)
  deflateInPlace(sender, extension, Sender.frame)
  for (let n = 0; n < 2; n++) sender.send(plain, { fin: true, compress: true, binary: false, mask: false })
  extension._deflate?.close()
  const [firstHead, first, secondHead, second] = wire
  const isSent = wire.length === 4 && firstHead?.[0] === TEXT_COMPRESSED && secondHead?.[0] === TEXT_COMPRESSED
  if (!isSent || first === undefined || second === undefined) return 'ws sends in another way'
  if (second.byteLength >= first.byteLength) return 'the window does not outlive a message'

  const received: string[] = []
  const receiver = new Receiver({ extensions })
  receiver.on('message', (data) => received.push(String(data)))
  receiver.on('error', () => {})
  inflateInPlace(receiver, extension)
  receiver.write(Buffer.concat(wire))
  receiver.write(Buffer.concat([Buffer.from([TEXT_COMPRESSED, ended.byteLength]), ended]))
  if (received.join() !== [plain, plain, plain].join()) return 'ws receives in another way'
  if (extension._inflate !== null) return 'the end of a stream goes unseen'
  extension._inflate = inflateRaw() as Extension['_inflate']
  receiver.write(Buffer.concat([Buffer.from([TEXT_COMPRESSED, noDeflate.byteLength]), noDeflate]))
  const { code } = (receiver.errored ?? {}) as NodeJS.ErrnoException
  if (code !== 'Z_DATA_ERROR' || received.length !== 3) return 'bad data goes unseen'
  return undefined
}

/** The first byte of a whole text message with RSV1 set (RFC 7692, section 6). */
const TEXT_COMPRESSED = 0xc1
