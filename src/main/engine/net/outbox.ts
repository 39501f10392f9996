/**
 * What leaves through one socket: bounded, in few writes, and told of when the kernel has it. A peer that does not take
 * what it asked for is not read either, until it does.
 */
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { fail, ok, type Result } from '../../../shared/failure'
import type { FrameType } from '../../../shared/protocol/frame'
import type { ReadGate } from './read-gate'

/** Beyond it a peer does not read what we send; more would only fill memory. */
const MIB = 1024 * 1024
export const SEND_QUEUE_MAX_BYTES = 32 * MIB
/** What a message that waits costs besides its bytes: many empty ones fill memory too. */
const WAITING_BYTES = 200
/** A peer that is owed this much is not read until half of it has left: what it asks for must not outgrow what it takes. */
const READ_PAUSE_ABOVE_BYTES = 8 * 1024 * 1024

export type SendableType = Exclude<FrameType, 'close' | 'event'>

export class Outbox {
  /** Frames the kernel has taken. */
  takenCount = 0
  private isCorked = false
  /** Those that are not read until enough has left. */
  private heldBack: Set<ReadGate> | undefined
  /** Frames the kernel has not taken yet. */
  private waiting = 0
  private whenEmpty: (() => void) | undefined
  /** While a message goes out in fragments: those that wait for its end. Between fragments only control frames may go. */
  private behind: { post(): void; refuse(): void }[] | undefined
  private behindBytes = 0

  /** @param transport what `socket` writes to */
  constructor(
    private readonly socket: WebSocket,
    private readonly transport: Duplex,
    private readonly maxBytes = () => SEND_QUEUE_MAX_BYTES,
  ) {}

  get queuedBytes(): number {
    return this.socket.bufferedAmount + this.behindBytes
  }

  /** @param settle is called once: when the kernel has the frame, or when it never will */
  post(type: SendableType, payload: Buffer, settle: (result: Result<void>) => void): void {
    const { socket, behind } = this
    const waitsBehind = behind !== undefined && (type === 'text' || type === 'binary')
    const queuedBytes = waitsBehind ? this.queuedBytes : socket.bufferedAmount
    // One message goes out however large it is: the limit is about what piles up.
    if (queuedBytes > 0 && queuedBytes + payload.byteLength > this.maxBytes()) {
      const mib = Math.round((this.maxBytes() / MIB) * 10) / 10
      const message = `The other side reads more slowly than you send: ${mib} MiB are waiting. Wait until they are read, or reconnect.`
      settle(fail('ERR_SEND_QUEUE_FULL', message))
      return
    }
    if (waitsBehind) {
      this.behindBytes += payload.byteLength + WAITING_BYTES
      behind.push({
        post: () => this.post(type, payload, settle),
        refuse: () => settle(lost('the connection ended first')),
      })
      return
    }
    const done = this.leaving(settle)
    switch (type) {
      case 'text':
        socket.send(payload, { binary: false }, done)
        break
      case 'binary':
        socket.send(payload, { binary: true }, done)
        break
      case 'ping':
        socket.ping(payload, undefined, done)
        break
      case 'pong':
        socket.pong(payload, undefined, done)
        break
    }
  }

  /** A message will go out in fragments, until `endFragments`. @returns false while another one does */
  beginFragments(): boolean {
    if (this.behind !== undefined) return false
    this.behind = []
    return true
  }

  /** @returns once the kernel has it; `ERR_SEND_FAILED` */
  sendFragment(type: 'text' | 'binary', fragment: Buffer, isLast: boolean): Promise<Result<void>> {
    return new Promise((resolve) => {
      this.socket.send(fragment, { binary: type === 'binary', fin: isLast }, this.leaving(resolve))
    })
  }

  /** What waited for the last fragment goes out. */
  endFragments(): void {
    const { behind } = this
    this.behind = undefined
    this.behindBytes = 0
    for (const { post } of behind ?? []) post()
  }

  /** Does it when all that was posted before has left: at once, if nothing waits. */
  afterAll(act: () => void): void {
    this.whenEmpty = act
    if (this.waiting === 0) this.flush()
  }

  flush(): void {
    this.whenEmpty?.()
    this.whenEmpty = undefined
  }

  /** The peer is gone: nobody waits for it any more. */
  end(): void {
    const { behind } = this
    this.behind = undefined
    this.behindBytes = 0
    for (const { refuse } of behind ?? []) refuse()
    this.flush()
    this.letGo()
  }

  /** Stops reading from who asks for more than this peer takes; goes on when it has taken enough. */
  holdBack(asker: ReadGate): void {
    if (this.socket.bufferedAmount < READ_PAUSE_ABOVE_BYTES) return
    this.heldBack ??= new Set()
    this.heldBack.add(asker)
    asker.stop('unread-answers')
  }

  /** @returns what `ws` is to call when the kernel has the frame, or never will */
  private leaving(settle: (result: Result<void>) => void): (error?: Error | null) => void {
    this.waiting++
    this.corkUntilNextTick()
    return (error) => {
      // Node calls back without an error when a socket that is destroyed drops what it held.
      const isLost = Boolean(error) || this.transport.destroyed
      settle(isLost ? lost(error?.message ?? 'the connection ended first') : sent)
      this.afterEach()
    }
  }

  private afterEach(): void {
    this.takenCount++
    if (--this.waiting === 0) this.flush()
    if (this.heldBack !== undefined && this.socket.bufferedAmount < READ_PAUSE_ABOVE_BYTES / 2) this.letGo()
  }

  private letGo(): void {
    for (const gate of this.heldBack ?? []) gate.resume('unread-answers')
    this.heldBack = undefined
  }

  /** All that is sent in one turn of the event loop leaves in one write: many small frames cost one system call. */
  private corkUntilNextTick(): void {
    if (this.isCorked) return
    this.isCorked = true
    this.transport.cork()
    process.nextTick(() => {
      this.isCorked = false
      this.transport.uncork()
    })
  }
}

const sent = ok(undefined)

function lost(why: string) {
  return fail('ERR_SEND_FAILED', `The frame could not be sent: ${why}. Check the connection.`)
}
