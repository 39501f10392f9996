/**
 * Reads a socket into two buffers by turns, where Node makes a new one for each read. To make and free those costs more than
 * anything else that is done with a fast feed: under Electron 25 a bare `ws` takes in 2 to 10 times as much this way.
 *
 * So what is read is only lent, for the length of the event. `Connection` copies what it keeps; `ws` keeps what is not a whole
 * message yet. Hence two buffers: what is left of one read is joined to the next. Where more is left than that, or
 * anything is not as we know it, the buffers are left to whoever has them and new ones are taken, as Node does.
 *
 * All that is known here of the inside of `ws` is how much its receiver keeps (`WsReceiver`).
 */
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'

/** What Node reads at once. */
export const WINDOW_MIN_BYTES = 64 * 1024
/** Of a socket that fills the smaller one: fewer reads, and fewer messages cut in two. More gains little. */
export const WINDOW_MAX_BYTES = 256 * 1024
/**
 * All sockets' larger windows together. More would no longer be warm, which is what they are for; and where many sockets flood,
 * large reads make each wait longer for its turn.
 */
export const LARGE_WINDOWS_MAX_BYTES = 4 * 1024 * 1024

interface WsReceiver extends Writable {
  /** Of reads, what is not parsed yet; always the end of what was read. */
  readonly _bufferedBytes: number
  /** Parts of a message that are whole, the message not yet. */
  readonly _fragments: readonly unknown[]
}

/** Who may have large windows. One for all sockets of an engine. */
export class WindowBudget {
  private taken = 0

  take(bytes: number): boolean {
    if (this.taken + bytes > LARGE_WINDOWS_MAX_BYTES) return false
    this.taken += bytes
    return true
  }

  give(bytes: number): void {
    this.taken -= bytes
  }
}

export class LentReads {
  private size = WINDOW_MIN_BYTES
  private current = newWindow(WINDOW_MIN_BYTES)
  private other = newWindow(WINDOW_MIN_BYTES)
  private lendsTo: { webSocket: WebSocket; receiver: WsReceiver } | undefined

  constructor(private readonly budget: WindowBudget) {}

  /** The option `createConnection` of `ws`, which has many types and is called with the first of them. */
  readonly connect = ((options: NetConnectOpts): Socket => {
    const socket = connect({
      ...options,
      // Node's own would take it for the path of a Unix socket.
      path: undefined,
      onread: { buffer: () => this.current, callback: (byteLength) => this.onRead(socket, byteLength) },
    } as NetConnectOpts)
    socket.once('close', () => this.end())
    return socket
  }) as typeof connect

  /** The handshake is over: until now each read was a copy, since the parser of HTTP may keep it. */
  begin(webSocket: WebSocket): void {
    const { _receiver: receiver } = webSocket as unknown as { _receiver?: Partial<WsReceiver> }
    // A compressed message is inflated later, perhaps, from where it was read.
    const isKnown = typeof receiver?._bufferedBytes === 'number' && Array.isArray(receiver._fragments)
    if (isKnown && webSocket.extensions === '') this.lendsTo = { webSocket, receiver: receiver as WsReceiver }
  }

  /** @returns whether to go on reading */
  private onRead(socket: Socket, byteLength: number): boolean {
    const read = this.current.subarray(0, byteLength)
    const { lendsTo } = this
    // Whoever does not take it now takes it from the stream's queue, later.
    if (lendsTo === undefined || socket.readableFlowing !== true || socket.readableLength > 0) {
      return socket.push(Buffer.from(read))
    }
    socket.emit('data', read)
    this.turnOver(byteLength, isKept(lendsTo, byteLength))
    return !socket.isPaused()
  }

  private turnOver(byteLength: number, areBothKept: boolean): void {
    if (byteLength === this.size && this.size < WINDOW_MAX_BYTES && this.budget.take(2 * WINDOW_MAX_BYTES)) {
      this.size = WINDOW_MAX_BYTES
    }
    const next = areBothKept || this.other.byteLength !== this.size ? newWindow(this.size) : this.other
    this.other = this.current
    this.current = next
  }

  private end(): void {
    if (this.size === WINDOW_MAX_BYTES) this.budget.give(2 * WINDOW_MAX_BYTES)
    this.size = 0
  }
}

/** Whether more may be kept than the end of the last read. Of a socket that closes, the reason is kept till it is closed. */
function isKept(
  { webSocket, receiver }: { webSocket: WebSocket; receiver: WsReceiver },
  lastReadBytes: number,
): boolean {
  return (
    receiver._bufferedBytes > lastReadBytes ||
    receiver._fragments.length > 0 ||
    receiver.writableLength > 0 ||
    webSocket.readyState !== webSocket.OPEN
  )
}

function newWindow(byteLength: number): Buffer {
  return Buffer.allocUnsafeSlow(byteLength)
}
