/**
 * What the user cleared: for each connection the seq before which its rows are hidden and out of the books. The latest
 * clearing can be undone, so its frames stay stored until it is settled (by the next one, or by `settle`).
 */
import type { Counters } from '../../../shared/protocol/feed'
import type { FrameStore } from './frame-store'

interface Clearing {
  clearId: number
  seq: number
  /** Frames before it are hidden, whichever connection they are of. */
  hiddenBeforeSeq: number
  /** What each connection had when it was cleared. */
  before: Map<number, { floorSeq: number; counters: Counters }>
}

export class ClearedRows {
  private undoable: Clearing | undefined
  private lastClearId = 0

  constructor(private readonly store: FrameStore) {}

  /** Rows of this connection before this seq are not shown. */
  floorOf(connectionId: number): number {
    return this.store.accounts.of(connectionId).floorSeq
  }

  /** False while nothing stored is hidden, and nobody need look at floors. */
  get hidesStored(): boolean {
    return this.store.accounts.highestFloor() > this.store.firstSeq
  }

  /** @returns a number to `restore` it by */
  clear(connectionIds: Iterable<number>): number {
    this.settle()
    // A chunk is then cleared for a connection as a whole or not at all.
    this.store.sealOpen()
    const seq = this.store.endSeq
    const before: Clearing['before'] = new Map()
    for (const id of connectionIds) {
      const account = this.store.accounts.of(id)
      const { received, stored, evicted, dropped, sent, floorSeq } = account
      before.set(id, { floorSeq, counters: { received, stored, evicted, dropped, sent } })
      Object.assign(account, { received: 0, stored: 0, evicted: 0, dropped: 0, sent: 0, floorSeq: seq })
    }
    const hiddenBeforeSeq = this.store.accounts.lowestFloor()
    this.undoable = { clearId: ++this.lastClearId, seq, hiddenBeforeSeq, before }
    return this.lastClearId
  }

  /** @returns false when it is too late */
  restore(clearId: number): boolean {
    const clearing = this.undoable
    if (clearing === undefined || clearing.clearId !== clearId) return false
    this.undoable = undefined
    const stillStored = this.countStored(clearing)
    for (const [id, { floorSeq, counters }] of clearing.before) {
      const account = this.store.accounts.of(id)
      const stored = stillStored.get(id) ?? 0
      account.floorSeq = floorSeq
      account.received += counters.received
      account.stored += stored
      account.evicted += counters.evicted + (counters.stored - stored)
      account.dropped += counters.dropped
      account.sent += counters.sent
    }
    return true
  }

  /**
   * The time to undo is over: frees what nobody can see any more.
   * @param clearId of the clearing that is meant; without one, whichever there is
   */
  settle(clearId = this.undoable?.clearId): void {
    if (this.undoable === undefined || this.undoable.clearId !== clearId) return
    const { hiddenBeforeSeq } = this.undoable
    this.undoable = undefined
    this.store.evictBefore(hiddenBeforeSeq)
  }

  private countStored(clearing: Clearing): Map<number, number> {
    const counts = new Map<number, number>()
    for (const chunk of this.store.sealedChunks()) {
      if (chunk.endSeq > clearing.seq) break
      for (const [id, count] of chunk.stored) {
        const from = clearing.before.get(id)?.floorSeq
        if (from !== undefined && chunk.firstSeq >= from) counts.set(id, (counts.get(id) ?? 0) + count)
      }
    }
    return counts
  }
}
