/**
 * What goes wrong on purpose between one client and its behaviour: a line each way, on which messages wait, vanish or are
 * spoiled; a half-open socket; an end of its own. Made only for clients that have faults.
 */
import { assertNever } from '../../../shared/assert-never'
import type { Mark } from '../../../shared/protocol/frame'
import type { FaultAction, FaultSettings } from '../../../shared/protocol/server-settings'
import type { Clock } from '../clock'
import { EndTimer } from '../faults/connection-end'
import { diceFor } from '../faults/dice'
import { FaultLine } from '../faults/fault-line'
import type { LineFrame } from '../faults/line-frame'
import type { AcceptedPeer } from './peer'

/** Received, and waiting on the line: beyond it the client is not read until half of it has passed. */
const INCOMING_MAX_BYTES = 8 * 1024 * 1024

export interface PeerFaultsHooks {
  now: Clock
  /** A message has come through. */
  onReceived(peer: AcceptedPeer, frame: LineFrame): void
  queueMaxBytes(): number
}

/** Whether any of it would happen to a client that is in. */
export function hasFaults(faults: FaultSettings): boolean {
  const { latencyMs, jitterMs, dropShare, duplicateShare, reorderShare, corruptShare, bytesPerSecond } = faults
  return (
    latencyMs + jitterMs + dropShare + duplicateShare + reorderShare + corruptShare + bytesPerSecond > 0 ||
    faults.noPong ||
    faults.end.kind !== 'never' ||
    faults.stall.everyMs > 0
  )
}

export class PeerFaults {
  isHalfOpen = false
  private isIgnoringPings = false
  private readonly outgoing: FaultLine
  private readonly incoming: FaultLine
  private readonly endTimer: EndTimer
  private waitingClose: { closeCode: number; reason: string } | undefined
  private isHeldBack = false
  private seed: number

  /** @param ordinal of the client in this run of the server: with the seed it decides what happens to it */
  constructor(
    private readonly peer: AcceptedPeer,
    private readonly ordinal: number,
    faults: FaultSettings,
    private readonly hooks: PeerFaultsHooks,
  ) {
    const { now } = hooks
    this.seed = faults.seed
    this.outgoing = new FaultLine('sent', diceFor(faults.seed, ordinal, 'sent'), now, (frame) => this.onOutgoing(frame))
    this.incoming = new FaultLine('received', diceFor(faults.seed, ordinal, 'received'), now, (frame) =>
      this.onIncoming(frame),
    )
    this.endTimer = new EndTimer(now, {
      reset: () => this.act({ do: 'reset' }),
      halfOpen: () => this.act({ do: 'half-open' }),
      close: (closeCode, reason) => this.act({ do: 'close', closeCode, reason }),
    })
    this.configure(faults)
  }

  configure(faults: FaultSettings): void {
    if (faults.seed !== this.seed) this.throwAnew(faults.seed)
    this.isIgnoringPings = faults.noPong
    this.outgoing.configure(faults)
    this.incoming.configure(faults)
    this.endTimer.configure(faults.end)
  }

  get ignoresPings(): boolean {
    return this.isIgnoringPings
  }

  send(type: 'text' | 'binary', payload: Buffer, mark?: Mark): void {
    this.outgoing.pass(type, payload, mark)
    if (this.outgoing.queuedBytes > this.hooks.queueMaxBytes()) this.peer.cutForNotReading()
  }

  receive(type: 'text' | 'binary', payload: Buffer): void {
    this.incoming.pass(type, payload)
    if (this.incoming.queuedBytes <= INCOMING_MAX_BYTES || this.isHeldBack) return
    this.isHeldBack = true
    this.peer.connection.stopReading(true, 'fault')
  }

  /** Behind what still waits on the line. */
  close(closeCode: number, reason: string): void {
    if (this.outgoing.queuedBytes === 0) this.peer.closeNow(closeCode, reason)
    else this.waitingClose ??= { closeCode, reason }
  }

  act(action: FaultAction): void {
    const { connection } = this.peer
    switch (action.do) {
      case 'stall':
        connection.log(`Fault: nothing passes for ${action.forMs / 1_000} s.`, 'noted')
        this.outgoing.stall(action.forMs)
        this.incoming.stall(action.forMs)
        break
      case 'half-open':
        if (this.isHalfOpen) return
        connection.log('Fault: half-open. Nothing is sent, read or answered any more.', 'noted')
        this.silence(true)
        break
      case 'resume':
        connection.log('Fault: ended by hand.', 'noted')
        this.silence(false)
        this.incoming.resume()
        break
      case 'reset':
        connection.reset('Fault: cut with a TCP reset.')
        break
      case 'close':
        connection.log(`Fault: closed with ${action.closeCode}.`, 'noted')
        connection.close(action.closeCode, action.reason)
        break
      default:
        assertNever(action)
    }
  }

  /** The client is gone: what still waited is told as dropped, and no timer is left. */
  end(): void {
    this.endTimer.end()
    this.outgoing.end()
    this.incoming.end()
  }

  private throwAnew(seed: number): void {
    this.seed = seed
    this.outgoing.changeDice(diceFor(seed, this.ordinal, 'sent'))
    this.incoming.changeDice(diceFor(seed, this.ordinal, 'received'))
  }

  private silence(isSilent: boolean): void {
    this.isHalfOpen = isSilent
    if (isSilent) this.outgoing.silence(true)
    else this.outgoing.resume()
    this.peer.connection.stopReading(isSilent, 'fault')
    this.isHeldBack = false
  }

  private onOutgoing({ type, payload, mark }: LineFrame): void {
    const { peer } = this
    if (mark === 'dropped') peer.connection.recordUnsent(type, payload)
    else peer.postNow(type, payload, mark)
    if (this.waitingClose === undefined || this.outgoing.queuedBytes > 0) return
    const { closeCode, reason } = this.waitingClose
    this.waitingClose = undefined
    peer.closeNow(closeCode, reason)
  }

  private onIncoming(frame: LineFrame): void {
    this.hooks.onReceived(this.peer, frame)
    if (!this.isHeldBack || this.isHalfOpen || this.incoming.queuedBytes > INCOMING_MAX_BYTES / 2) return
    this.isHeldBack = false
    this.peer.connection.stopReading(false, 'fault')
  }
}
