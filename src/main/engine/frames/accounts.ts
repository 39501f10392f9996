/**
 * The books: for every connection how many frames were received, stored, evicted, dropped and sent. The promise
 * `received = stored + evicted + dropped` holds because each frame is entered once on each side, here and nowhere else.
 */
import type { Counters } from '../../../shared/protocol/feed'
import { type FrameKind, isReceived, isSent } from '../../../shared/protocol/frame'

export interface Account extends Counters {
  /** Since the connection began, whatever was cleared; rates are made of their differences. */
  receivedEver: number
  sentEver: number
  receivedBytes: number
  sentBytes: number
  /** ms since the epoch of the newest frame; 0 before the first. */
  lastFrameAtMs: number
  /** Frames before it were cleared by the user and are in no column of the books. */
  floorSeq: number
}

export class Accounts {
  private readonly byConnection = new Map<number, Account>()
  private lastId = -1
  private last: Account = emptyAccount()

  /** The account of a connection, opened on first use. The last one is remembered: frames come in runs. */
  of(connectionId: number): Account {
    if (connectionId === this.lastId) return this.last
    let account = this.byConnection.get(connectionId)
    if (account === undefined) {
      account = emptyAccount()
      this.byConnection.set(connectionId, account)
    }
    this.lastId = connectionId
    this.last = account
    return account
  }

  enter(connectionId: number, kind: FrameKind, byteLength: number, timeMs: number, isKept: boolean): void {
    const account = this.of(connectionId)
    account.lastFrameAtMs = timeMs
    if (isReceived(kind)) {
      account.received++
      account.receivedEver++
      account.receivedBytes += byteLength
      if (isKept) account.stored++
      else account.dropped++
    } else if (isSent(kind)) {
      account.sent++
      account.sentEver++
      account.sentBytes += byteLength
    }
  }

  /**
   * Received frames of one chunk left the store.
   * @param firstSeq of their chunk; a clearing begins a new one, so either all or none of them were cleared
   */
  evict(connectionId: number, firstSeq: number, count: number): void {
    const account = this.of(connectionId)
    if (firstSeq < account.floorSeq) return
    account.stored -= count
    account.evicted += count
  }

  /** The payloads of received frames of one chunk could not be kept any longer. */
  drop(connectionId: number, firstSeq: number, count: number): void {
    const account = this.of(connectionId)
    if (firstSeq < account.floorSeq) return
    account.stored -= count
    account.dropped += count
  }

  /** Before it, every frame was cleared. */
  lowestFloor(): number {
    let lowest = Number.POSITIVE_INFINITY
    for (const { floorSeq } of this.byConnection.values()) lowest = Math.min(lowest, floorSeq)
    return Number.isFinite(lowest) ? lowest : 0
  }

  /** After it, none was. */
  highestFloor(): number {
    let highest = 0
    for (const { floorSeq } of this.byConnection.values()) highest = Math.max(highest, floorSeq)
    return highest
  }

  ids(): Iterable<number> {
    return this.byConnection.keys()
  }

  sum(connectionIds: Iterable<number> = this.byConnection.keys()): Counters {
    const total: Counters = { received: 0, stored: 0, evicted: 0, dropped: 0, sent: 0 }
    for (const id of connectionIds) {
      const account = this.byConnection.get(id)
      if (account === undefined) continue
      total.received += account.received
      total.stored += account.stored
      total.evicted += account.evicted
      total.dropped += account.dropped
      total.sent += account.sent
    }
    return total
  }
}

function emptyAccount(): Account {
  return {
    received: 0,
    stored: 0,
    evicted: 0,
    dropped: 0,
    sent: 0,
    receivedEver: 0,
    sentEver: 0,
    receivedBytes: 0,
    sentBytes: 0,
    lastFrameAtMs: 0,
    floorSeq: 0,
  }
}
