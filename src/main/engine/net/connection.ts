/**
 * One socket we watch, whether we dialled it or a local server accepted it. Turns the events of `ws` into frames for
 * `onFrame` and into the one state union; knows nothing of who stores or shows them.
 *
 * An outbound connection outlives its sockets: dialled again, it goes on in the same timeline.
 */
import { isUtf8 } from 'node:buffer'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type ErrorCode, type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { ConnectionHealth } from '../../../shared/ipc/contract'
import {
  CLOSE_REASON_MAX_BYTES,
  CONTROL_PAYLOAD_MAX_BYTES,
  closeCodeMeaning,
  isSendableCloseCode,
  packCloseBody,
} from '../../../shared/protocol/close-code'
import type { ClosedBy, ConnectionState } from '../../../shared/protocol/connection-state'
import { type FrameKind, type FrameType, frameKind } from '../../../shared/protocol/frame'
import type { Handshake } from '../../../shared/protocol/handshake'
import type { Clock } from '../clock'

/** Beyond it a peer does not read what we send; more would only fill memory. */
export const SEND_QUEUE_MAX_BYTES = 32 * 1024 * 1024
/** Pongs wait behind data; answering a flood of pings into a full queue would make the flood ours. */
const PONG_QUEUE_MAX_BYTES = 1024 * 1024
/** A peer that is owed this much is not read until half of it has left: what it asks for must not outgrow what it takes. */
const READ_PAUSE_ABOVE_BYTES = 8 * 1024 * 1024
/** Enough for a chart of the last minutes at a ping a second. */
export const ROUND_TRIPS_KEPT = 300
/** Pings without an answer that we still recognise when it comes. */
const PINGS_AWAITED_MAX = 64

const RECEIVED_TEXT = frameKind('text', 'received')
const RECEIVED_BINARY = frameKind('binary', 'received')

export interface ConnectionHooks {
  now: Clock
  /** Every frame, as it happens. The payload is only lent. */
  onFrame(connectionId: number, kind: FrameKind, payload: Uint8Array): void
  onStateChange(connection: Connection): void
  /** A data message, after it was recorded; for the behaviour of a local server. */
  onMessage?(connection: Connection, data: Buffer, isBinary: boolean): void
}

export type SendableType = Exclude<FrameType, 'close' | 'event'>

export class Connection {
  handshake: Handshake | undefined
  private socket: WebSocket | undefined
  /** What `socket` writes to. */
  private transport: Duplex | undefined
  private isCorked = false
  private isReadPaused = false
  /** Frames given to the socket that the kernel has not taken yet. */
  private unsettledPosts = 0
  /** Our close frame leaves behind them, and so does its row. */
  private closeRowDue: (() => void) | undefined
  /** We ended it with an error; the other side's answer is not read any more. */
  private isBroken = false
  private current: ConnectionState = { name: 'connecting' }
  private closeSentByUs: { closeCode: number; reason: string } | undefined
  private readonly roundTrips: number[] = []
  private readonly awaitedPings = new Map<string, number>()
  private pingCount = 0

  constructor(
    readonly id: number,
    private readonly hooks: ConnectionHooks,
  ) {}

  get state(): ConnectionState {
    return this.current
  }

  get queuedBytes(): number {
    return this.socket?.bufferedAmount ?? 0
  }

  get roundTripsMs(): readonly number[] {
    return this.roundTrips
  }

  get roundTripMs(): number | undefined {
    return this.roundTrips.at(-1)
  }

  health(): Pick<ConnectionHealth, 'queuedBytes' | 'openedAtMs' | 'roundTripsMs'> {
    return {
      queuedBytes: this.queuedBytes,
      openedAtMs: this.current.name === 'open' ? this.current.openedAtMs : undefined,
      roundTripsMs: [...this.roundTrips],
    }
  }

  /** Writes a row that is not a frame of the wire. */
  log(text: string): void {
    this.hooks.onFrame(this.id, frameKind('event', 'received'), Buffer.from(text))
  }

  /** A socket is being dialled for it. */
  dialling(): void {
    this.socket = undefined
    this.handshake = undefined
    this.enter({ name: 'connecting' })
  }

  /** The handshake did not complete. */
  failed(error: Failure, handshake: Handshake | undefined): void {
    this.handshake = handshake
    this.log(`${error.code}: ${error.message}`)
    this.enter({ name: 'failed', error })
  }

  /** The handshake is done: from here on every frame of `socket` is ours. */
  opened(socket: WebSocket, transport: Duplex, handshake: Handshake): void {
    this.socket = socket
    this.transport = transport
    this.isCorked = false
    this.isReadPaused = false
    this.unsettledPosts = 0
    this.closeRowDue = undefined
    this.isBroken = false
    this.handshake = handshake
    this.closeSentByUs = undefined
    this.awaitedPings.clear()
    this.roundTrips.length = 0
    const { id } = this
    const { onFrame, onMessage } = this.hooks

    socket.on('message', (data: Buffer, isBinary: boolean) => {
      onFrame(id, isBinary ? RECEIVED_BINARY : RECEIVED_TEXT, data)
      onMessage?.(this, data, isBinary)
    })
    socket.on('ping', (data: Buffer) => {
      onFrame(id, frameKind('ping', 'received'), data)
      if (socket.bufferedAmount < PONG_QUEUE_MAX_BYTES) this.post('pong', data)
    })
    socket.on('pong', (data: Buffer) => {
      onFrame(id, frameKind('pong', 'received'), data)
      this.noteRoundTrip(data)
    })
    socket.on('error', (error: Error & { code?: string }) => this.onError(error))
    socket.on('close', (closeCode: number, reason: Buffer) => this.onClosed(closeCode, reason))

    this.log(describeOpening(handshake))
    this.enter({
      name: 'open',
      subprotocol: handshake.subprotocol,
      extensions: handshake.extensions,
      openedAtMs: this.hooks.now(),
    })
  }

  /**
   * Sends one frame and, once the kernel has it, records it.
   * @param payload a string goes out as UTF-8; at most 125 bytes for ping and pong (RFC 6455, section 5.5)
   * @returns `ERR_NOT_OPEN`, `ERR_INVALID_UTF8`, `ERR_CONTROL_PAYLOAD_TOO_LONG`, `ERR_SEND_QUEUE_FULL`, `ERR_SEND_FAILED`
   */
  send(type: SendableType, payload: string | Uint8Array): Promise<Result<void>> {
    const bytes =
      typeof payload === 'string'
        ? Buffer.from(payload)
        : Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)
    if ((type === 'ping' || type === 'pong') && bytes.byteLength > CONTROL_PAYLOAD_MAX_BYTES) {
      return Promise.resolve(
        fail(
          'ERR_CONTROL_PAYLOAD_TOO_LONG',
          `A ${type} carries at most ${CONTROL_PAYLOAD_MAX_BYTES} bytes; this one has ${bytes.byteLength}. Shorten it.`,
        ),
      )
    }
    if (type === 'text' && !isUtf8(bytes)) {
      return Promise.resolve(
        fail('ERR_INVALID_UTF8', 'A text message must be valid UTF-8, and this one is not. Send it as binary.'),
      )
    }
    return new Promise((resolve) => this.post(type, bytes, resolve))
  }

  /** Sends a ping whose answer counts as a round trip. */
  ping(): void {
    this.post('ping', Buffer.from(String(++this.pingCount)))
  }

  /**
   * Starts the closing handshake (RFC 6455, section 7); a second call, or one while dialling, ends the socket at once.
   * @param closeCode 1000 unless given
   * @returns `ERR_NOT_OPEN`, `ERR_CLOSE_CODE_INVALID`, `ERR_CLOSE_REASON_TOO_LONG`
   */
  close(closeCode = 1000, reason = ''): Result<void> {
    const { socket } = this
    if (socket === undefined || (this.current.name !== 'open' && this.current.name !== 'closing')) {
      return fail('ERR_NOT_OPEN', 'This connection is not open, so there is nothing to close.')
    }
    // Closing already, by us or by a close frame that has come in: what is left is to wait, or not to.
    if (socket.readyState !== socket.OPEN) {
      socket.terminate()
      return ok(undefined)
    }
    if (!isSendableCloseCode(closeCode)) {
      return fail(
        'ERR_CLOSE_CODE_INVALID',
        `${closeCode} (${closeCodeMeaning(closeCode)}) may not be sent. Use 1000–1003, 1007–1014 or 3000–4999.`,
      )
    }
    const reasonBytes = Buffer.from(reason)
    if (reasonBytes.byteLength > CLOSE_REASON_MAX_BYTES) {
      return fail(
        'ERR_CLOSE_REASON_TOO_LONG',
        `A close reason has at most ${CLOSE_REASON_MAX_BYTES} bytes of UTF-8; this one has ${reasonBytes.byteLength}. Shorten it.`,
      )
    }
    socket.close(closeCode, reason)
    this.noteOwnClose(closeCode, reasonBytes)
    this.enter({ name: 'closing' })
    return ok(undefined)
  }

  /** Ends the socket without a closing handshake. */
  terminate(why: string): void {
    if (this.socket === undefined || this.socket.readyState === this.socket.CLOSED) return
    this.log(why)
    this.socket.terminate()
  }

  /** `send` without a promise a frame, for those that send thousands; what is too long was checked by the caller. */
  post(type: SendableType, payload: Buffer, settle?: (result: Result<void>) => void): void {
    const { socket } = this
    if (socket === undefined || this.current.name !== 'open' || socket.readyState !== socket.OPEN) {
      settle?.(fail('ERR_NOT_OPEN', 'This connection is not open. Connect it, then send again.'))
      return
    }
    if (socket.bufferedAmount + payload.byteLength > SEND_QUEUE_MAX_BYTES) {
      settle?.(
        fail(
          'ERR_SEND_QUEUE_FULL',
          'The other side reads more slowly than you send: 32 MiB are waiting. Wait until they are read, or reconnect.',
        ),
      )
      return
    }
    const { transport } = this
    const done = (error?: Error | null) => {
      // Node calls back without an error when a socket that is destroyed drops what it held.
      if (error || transport?.destroyed) {
        const why = error?.message ?? 'the connection ended first'
        settle?.(fail('ERR_SEND_FAILED', `The frame could not be sent: ${why}. Check the connection.`))
      } else {
        this.hooks.onFrame(this.id, frameKind(type, 'sent'), payload)
        settle?.(ok(undefined))
      }
      if (socket === this.socket) this.afterPost(socket)
    }
    this.unsettledPosts++
    this.corkUntilNextTick()
    switch (type) {
      case 'text':
        socket.send(payload, { binary: false }, done)
        break
      case 'binary':
        socket.send(payload, { binary: true }, done)
        break
      case 'ping':
        this.awaitPong(payload)
        socket.ping(payload, undefined, done)
        break
      case 'pong':
        socket.pong(payload, undefined, done)
        break
    }
  }

  /** Reads on when the other side has taken enough, and writes the row of a close frame that waited its turn. */
  private afterPost(socket: WebSocket): void {
    if (--this.unsettledPosts === 0) this.flushCloseRow()
    if (this.isReadPaused && socket.bufferedAmount < READ_PAUSE_ABOVE_BYTES / 2) {
      this.isReadPaused = false
      socket.resume()
    }
  }

  /** Stops reading from a peer that asks for more than it takes; `afterPost` goes on. */
  holdBack(): void {
    const { socket } = this
    if (socket === undefined || this.isReadPaused || socket.bufferedAmount < READ_PAUSE_ABOVE_BYTES) return
    this.isReadPaused = true
    socket.pause()
  }

  /** All that is sent in one turn of the event loop leaves in one write: many small frames cost one system call. */
  private corkUntilNextTick(): void {
    const { transport } = this
    if (this.isCorked || transport === undefined) return
    this.isCorked = true
    transport.cork()
    process.nextTick(() => {
      this.isCorked = false
      transport.uncork()
    })
  }

  private awaitPong(payload: Buffer): void {
    if (this.awaitedPings.size >= PINGS_AWAITED_MAX) {
      const [oldest] = this.awaitedPings.keys()
      if (oldest !== undefined) this.awaitedPings.delete(oldest)
    }
    this.awaitedPings.set(payload.toString('latin1'), this.hooks.now())
  }

  private noteRoundTrip(payload: Buffer): void {
    const key = payload.toString('latin1')
    const sentAtMs = this.awaitedPings.get(key)
    if (sentAtMs === undefined) return
    this.awaitedPings.delete(key)
    this.roundTrips.push(this.hooks.now() - sentAtMs)
    if (this.roundTrips.length > ROUND_TRIPS_KEPT) this.roundTrips.shift()
  }

  /** `ws` found the peer breaking the protocol, and has sent the close frame that says so. */
  private onError(error: Error & { code?: string }): void {
    const { code, message, closeCode } = describeSocketError(error)
    const isFirst = this.closeSentByUs === undefined
    const ending = closeCode !== undefined && isFirst ? ` The connection was closed with ${closeCode}.` : ''
    this.log(`${code}: ${message}${ending}`)
    if (closeCode === undefined) return
    this.isBroken = true
    if (isFirst) this.noteOwnClose(closeCode, Buffer.alloc(0))
  }

  private noteOwnClose(closeCode: number, reason: Buffer): void {
    this.closeSentByUs = { closeCode, reason: reason.toString() }
    this.closeRowDue = () => this.recordClose('sent', closeCode, reason)
    if (this.unsettledPosts === 0) this.flushCloseRow()
  }

  private flushCloseRow(): void {
    this.closeRowDue?.()
    this.closeRowDue = undefined
  }

  private onClosed(closeCode: number, reason: Buffer): void {
    const { closeSentByUs } = this
    const cameWithFrame = closeCode !== 1006
    this.flushCloseRow()
    if (cameWithFrame) this.recordClose('received', closeCode, reason)
    // `ws` answers a close frame with its own code and reason (RFC 6455, section 5.5.1).
    if (cameWithFrame && closeSentByUs === undefined) this.recordClose('sent', closeCode, reason)
    if (!cameWithFrame && !this.isBroken) {
      this.log('The connection ended without a close frame from the other side (1006).')
    }
    this.socket = undefined
    const closedBy: ClosedBy = closeSentByUs !== undefined ? 'us' : cameWithFrame ? 'peer' : 'network'
    this.enter({ name: 'closed', ...(closeSentByUs ?? { closeCode, reason: reason.toString() }), closedBy })
  }

  private recordClose(direction: 'sent' | 'received', closeCode: number, reason: Uint8Array): void {
    this.hooks.onFrame(this.id, frameKind('close', direction), packCloseBody(closeCode, reason))
  }

  private enter(state: ConnectionState): void {
    this.current = state
    this.hooks.onStateChange(this)
  }
}

function describeOpening({ response, subprotocol, extensions }: Handshake): string {
  const status = response === undefined ? '101' : `${response.statusCode} ${response.statusText}`
  const parts = [`Open: ${status}`]
  if (subprotocol !== '') parts.push(`subprotocol ${subprotocol}`)
  if (extensions !== '') parts.push(extensions)
  return parts.join(' · ')
}

interface SocketError extends Pick<Failure, 'code' | 'message'> {
  /** Of the close frame that `ws` has sent; none when the network failed. */
  closeCode?: number
}

/** The codes that `ws` and zlib give their errors, and the close code that goes out with each. */
function describeSocketError({ code = '', message }: Error & { code?: string }): SocketError {
  switch (code) {
    case 'WS_ERR_INVALID_UTF8':
      return { code: 'ERR_INVALID_UTF8', message: 'The other side sent text that is not valid UTF-8.', closeCode: 1007 }
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return {
        code: 'ERR_MESSAGE_TOO_LARGE',
        message: 'The other side sent a message larger than the limit.',
        closeCode: 1009,
      }
    case 'WS_ERR_TOO_MANY_BUFFERED_PARTS':
      return {
        code: 'ERR_MESSAGE_TOO_LARGE',
        message: 'The other side sent a message in more fragments than Feedscope takes.',
        closeCode: 1008,
      }
  }
  const broken: ErrorCode = 'ERR_PROTOCOL'
  if (code.startsWith('WS_ERR_') || code === '') {
    return { code: broken, message: `The other side broke the protocol: ${message}.`, closeCode: 1002 }
  }
  if (code.startsWith('Z_')) {
    return {
      code: broken,
      message: `The other side sent a message that does not inflate: ${message}.`,
      closeCode: 1007,
    }
  }
  return { code: 'ERR_CONNECTION_RESET', message: `The network failed: ${message}.` }
}
