/**
 * One socket we watch, whether we dialled it or a local server accepted it. Turns the events of `ws` into frames for
 * `onFrame` and into the one state union; knows nothing of who stores or shows them.
 *
 * An outbound connection outlives its sockets: dialled again, it goes on in the same timeline.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Failure, fail, ok, type Result } from '../../../shared/failure'
import type { ConnectionHealth } from '../../../shared/ipc/contract'
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import { frameKind, type Mark } from '../../../shared/protocol/frame'
import type { Handshake } from '../../../shared/protocol/handshake'
import { compressInPlace } from './compression-in-place'
import type { ConnectionHooks } from './connection-hooks'
import { Ending, NO_STATUS } from './ending'
import { beginFragmented, type FragmentedMessage } from './fragmented-message'
import { checkClose, checkSendable } from './frame-check'
import { openingText } from './handshake-record'
import { resetLine } from './line-reset'
import { messageBytes } from './message-bytes'
import { Outbox, type SendableType } from './outbox'
import { ReadGate } from './read-gate'
import { ReceivedCheck } from './received-check'
import { RoundTrips } from './round-trips'
import { WireCount } from './wire-count'

/** Pongs wait behind data; answering a flood of pings into a full queue would make the flood ours. */
const PONG_QUEUE_MAX_BYTES = 1024 * 1024
const NOT_OPEN = 'This connection is not open. Connect it, then send again.'
const RECEIVED_TEXT = frameKind('text', 'received')
const RECEIVED_BINARY = frameKind('binary', 'received')

export class Connection {
  /** As text: there may be thousands of connections, and hardly a handshake is ever looked at. */
  private handshakeJson: string | undefined
  private socket: WebSocket | undefined
  private outbox: Outbox | undefined
  private current: ConnectionState = { name: 'idle' }
  private ending: Ending | undefined
  readonly roundTrips: RoundTrips
  private leaveTurns = () => {}
  private gate: ReadGate | undefined
  private transport: Duplex | undefined
  private lifeSigns = 0
  private received: ReceivedCheck | undefined
  private wire: WireCount | undefined
  private openings = 0
  /** Sees each message that comes, before its row is written; set only while an answer is awaited. */
  awaitAnswer: ((data: Buffer) => void) | undefined

  constructor(
    readonly id: number,
    private readonly hooks: ConnectionHooks,
  ) {
    this.roundTrips = new RoundTrips(hooks.roundTripsKept)
  }

  get handshake(): Handshake | undefined {
    return this.handshakeJson === undefined ? undefined : (JSON.parse(this.handshakeJson) as Handshake)
  }

  /** Another one after every handshake; costs nothing to look at, as the handshake does. */
  get handshakeStamp(): unknown {
    return this.handshakeJson
  }

  get state(): ConnectionState {
    return this.current
  }

  /** An end has begun, by us or by a close frame that has come in; a `close` would cut it short. */
  get isClosing(): boolean {
    return this.socket !== undefined && this.socket.readyState !== this.socket.OPEN
  }

  /** Messages can be sent. */
  get isOpen(): boolean {
    return this.current.name === 'open' && this.socket?.readyState === this.socket?.OPEN
  }

  get queuedBytes(): number {
    return this.outbox?.queuedBytes ?? 0
  }

  /** Frames received so far: each shows that the other side is there. */
  get signsOfLife(): number {
    return this.lifeSigns
  }

  /** Frames the kernel has taken; for a queue that was full it could only because the other side had taken some. */
  get takenCount(): number {
    return this.outbox?.takenCount ?? 0
  }

  /** We do not read from it at present, so its silence says nothing. */
  get isReadStopped(): boolean {
    return this.gate?.isStopped ?? false
  }

  health(): Omit<ConnectionHealth, 'counters' | 'receivedBytes' | 'sentBytes' | 'lastFrameAtMs'> {
    return {
      queuedBytes: this.queuedBytes,
      openedAtMs: this.current.name === 'open' ? this.current.openedAtMs : undefined,
      roundTripsMs: [...this.roundTrips.allMs],
      roundTripTimesMs: [...this.roundTrips.timesMs],
      wire: this.wire?.bytes,
      openings: this.openings,
    }
  }

  /** Marks messages that do not fit this JSON Schema, from the next one on; none for an empty one. @returns `ERR_SCHEMA_INVALID` */
  holdReceivedTo(schema: string): Result<void> {
    if (schema.trim() === '') this.received = undefined
    else this.received ??= new ReceivedCheck(this.hooks.now, (text) => this.log(text, 'noted'))
    return this.received?.configure(schema) ?? ok(undefined)
  }

  /** Writes a row that is not a frame of the wire. */
  log(text: string, mark?: Mark): void {
    this.hooks.onFrame(this.id, frameKind('event', 'received', mark), Buffer.from(text))
  }

  /** The row of a message that `onMessage` was given. */
  recordReceived(type: 'text' | 'binary', payload: Uint8Array, mark?: Mark): void {
    this.hooks.onFrame(this.id, frameKind(type, 'received', mark), payload)
  }

  /** The row of a message that was to be sent, and that a fault kept back. */
  recordUnsent(type: 'text' | 'binary', payload: Uint8Array): void {
    this.hooks.onFrame(this.id, frameKind(type, 'sent', 'dropped'), payload)
  }

  /** A socket is being dialled for it. */
  dialling(): void {
    this.socket = undefined
    this.handshakeJson = undefined
    this.enter({ name: 'connecting' })
  }

  /** The handshake did not complete. */
  failed(error: Failure, handshake: Handshake | undefined): void {
    this.handshakeJson = handshake && JSON.stringify(handshake)
    this.log(`${error.code}: ${error.message}`)
    this.enter({ name: 'failed', error })
  }

  /** The handshake is done: from here on every frame of `socket` is ours. */
  opened(socket: WebSocket, transport: Duplex, handshake: Handshake): void {
    this.socket = socket
    const gate = new ReadGate(socket)
    this.gate = gate
    this.transport = transport
    const outbox = new Outbox(socket, transport, this.hooks.queueMaxBytes)
    this.outbox = outbox
    this.leaveTurns = this.hooks.turns.join(gate, transport)
    this.handshakeJson = JSON.stringify(handshake)
    this.openings++
    this.roundTrips.forgetAwaited()
    const { id } = this
    const { onFrame, onMessage, onPing, onStrayPong } = this.hooks
    const wire = new WireCount(transport)
    this.wire = wire
    const ending = new Ending({
      recordClose: (direction, body) => {
        wire.countPayload(direction, body)
        onFrame(id, frameKind('close', direction), body)
      },
      log: (text) => this.log(text),
      afterAll: (act) => outbox.afterAll(act),
    })
    this.ending = ending

    socket.on('message', (data: Buffer, isBinary: boolean) => {
      this.lifeSigns++
      wire.countPayload('received', data)
      this.awaitAnswer?.(data)
      if (onMessage !== undefined) return onMessage(this, data, isBinary)
      const problem = this.received?.problemOf(data, isBinary)
      if (problem === undefined) return onFrame(id, isBinary ? RECEIVED_BINARY : RECEIVED_TEXT, data)
      onFrame(id, frameKind(isBinary ? 'binary' : 'text', 'received', 'invalid'), data)
      this.received?.tell(problem)
    })
    socket.on('ping', (data: Buffer) => {
      this.lifeSigns++
      wire.countPayload('received', data)
      const answer = onPing?.(this, data)
      onFrame(id, frameKind('ping', 'received', answer === 'ignored' ? 'dropped' : undefined), data)
      if (answer !== undefined) return
      // A copy: what came is only lent (`lent-reads.ts`), and the pong leaves later.
      if (this.queuedBytes < PONG_QUEUE_MAX_BYTES) this.post('pong', Buffer.from(data))
    })
    socket.on('pong', (data: Buffer) => {
      this.lifeSigns++
      wire.countPayload('received', data)
      const seq = onFrame(id, frameKind('pong', 'received'), data)
      const durationMs = this.roundTrips.ponged(data, this.hooks.now())
      if (durationMs === undefined) onStrayPong?.(this, data)
      else if (seq !== undefined) this.hooks.onRoundTrip?.(seq, durationMs)
    })
    socket.on('error', (error: Error & { code?: string }) => ending.broken(error))
    socket.on('close', (closeCode: number, reason: Buffer) => this.onClosed(closeCode, reason))

    this.log(openingText(handshake))
    if (socket.extensions.includes('permessage-deflate') && !compressInPlace(socket)) {
      this.log('Compression goes the slow way here: ws or Node is not as Feedscope knows it. Please report this.')
    }
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
    const bytes = messageBytes(payload)
    const checked = checkSendable(type, bytes)
    if (!checked.ok) return Promise.resolve(checked)
    if (type === 'ping') this.roundTrips.pinged(bytes, this.hooks.now())
    return new Promise((resolve) => this.post(type, bytes, resolve))
  }

  /** Sends a ping whose answer counts as a round trip. */
  ping(): void {
    this.post('ping', this.roundTrips.nextPing(this.hooks.now()))
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
    const reasonBytes = Buffer.from(reason)
    const checked = checkClose(closeCode, reasonBytes)
    if (!checked.ok) return checked
    socket.close(closeCode, reason)
    this.beginEnding(closeCode, reasonBytes)
    return ok(undefined)
  }

  /** Starts the closing handshake as the other leg of a tap did: with a close frame that has no status. */
  closeWithoutStatus(): void {
    const { socket } = this
    if (socket === undefined || socket.readyState !== socket.OPEN) return
    socket.close()
    this.beginEnding(NO_STATUS, Buffer.alloc(0))
  }

  /** Ends the socket without a closing handshake. */
  terminate(why: string): void {
    if (this.socket === undefined || this.socket.readyState === this.socket.CLOSED) return
    this.log(why, 'noted')
    this.socket.terminate()
  }

  /** `send` without a promise a frame, for those that send thousands; what is too long was checked by the caller. */
  post(type: SendableType, payload: Buffer, settle?: (result: Result<void>) => void, mark?: Mark): void {
    const { outbox, wire } = this
    if (outbox === undefined || !this.isOpen) {
      settle?.(fail('ERR_NOT_OPEN', NOT_OPEN))
      return
    }
    outbox.post(type, payload, (result) => {
      if (result.ok) {
        wire?.countPayload('sent', payload)
        this.hooks.onFrame(this.id, frameKind(type, 'sent', mark), payload)
      }
      settle?.(result)
    })
  }

  /**
   * Begins one message that is sent in fragments; other messages wait until its last.
   * @returns `ERR_NOT_OPEN`, or `ERR_SEND_BUSY` while another one is on its way
   */
  beginMessage(type: 'text' | 'binary'): Result<FragmentedMessage> {
    const { outbox, id, hooks, wire } = this
    if (outbox === undefined || !this.isOpen) return fail('ERR_NOT_OPEN', NOT_OPEN)
    return beginFragmented(outbox, type, {
      onFragment: (fragment) => wire?.countPayload('sent', fragment),
      onWhole: (kind, payload) => hooks.onFrame(id, kind, payload),
      onUnkept: (kind, byteLength) => hooks.onUnkept?.(id, kind, byteLength),
      onBrokenOff: (byteLength) => this.log(`A message broke off after ${byteLength} bytes of it were sent.`, 'noted'),
    })
  }

  /**
   * Stops reading from who asks for more than this peer takes, until it has.
   * @param asker whoever's messages become this one's; by itself the peer
   */
  holdBack(asker: Connection = this): void {
    if (asker.gate !== undefined) this.outbox?.holdBack(asker.gate)
  }

  /** Stops reading on purpose, or goes on; what comes meanwhile stays with the kernel. */
  stopReading(isStopped: boolean, reason: 'fault' | 'held'): void {
    if (isStopped) this.gate?.stop(reason)
    else this.gate?.resume(reason)
  }

  /** Cuts the line with a TCP reset where the system has one for it, else without a word. */
  reset(why: string): void {
    const { transport } = this
    if (this.socket === undefined || transport === undefined) return
    this.log(why, 'noted')
    resetLine(transport)
  }

  private onClosed(closeCode: number, reason: Buffer): void {
    this.outbox?.end()
    const closed = this.ending?.over(closeCode, reason)
    this.leaveTurns()
    this.wire?.end()
    this.awaitAnswer = undefined
    this.ending = undefined
    this.gate = undefined
    this.transport = undefined
    this.socket = undefined
    this.outbox = undefined
    if (closed !== undefined) this.enter(closed)
  }

  private beginEnding(closeCode: number, reason: Buffer): void {
    this.ending?.begun(closeCode, reason)
    this.enter({ name: 'closing' })
  }

  private enter(state: ConnectionState): void {
    this.current = state
    this.hooks.onStateChange(this)
  }
}
