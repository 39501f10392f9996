/**
 * Hands every row to a reader that keeps up or falls behind as it may: in order, from where it stopped, and never more than
 * the reader takes. Rows wait in the store, so a slow reader costs no memory beyond the store's limit; what the store had
 * to evict meanwhile is told as a number.
 */
import type { PeerSummary } from '../../../shared/protocol/feed'
import type { FrameKind } from '../../../shared/protocol/frame'
import type { Clock } from '../clock'
import type { FrameStore } from '../frames/frame-store'
import type { Advance } from './row-finder'

/** Clients whose first row was not read yet: as many as a server can have at once. */
const NEWCOMERS_MAX = 100_000

export type Newcomer = Pick<PeerSummary, 'remoteAddress' | 'user'>

export interface StoredRow {
  seq: number
  timeMs: number
  connectionId: number
  kind: FrameKind
  byteLength: number
  /** Lent until the reader returns; undefined where it was dropped. */
  payload: Uint8Array | undefined
  /** With the first row of a client that is read: who it is. */
  newcomer: Newcomer | undefined
}

export interface RowReader {
  /** @returns whether it takes more; if not, the cursor waits for `resume` */
  onRow(row: StoredRow): boolean
  /** So many rows were evicted before they could be read. @returns as `onRow` */
  onMissed(count: number): boolean
  /** For now there are no more, or their turn is over. */
  onPause(): void
}

export class RowCursor {
  private nextSeq: number
  private isHeld = true
  private readonly newcomers = new Map<number, Newcomer>()
  private readonly waiting: (() => void)[] = []

  /** Begins with the oldest row there is, when it is resumed. */
  constructor(
    private readonly store: FrameStore,
    private readonly now: Clock,
    private readonly reader: RowReader,
    private readonly hooks: { onResume(): void; onClose(cursor: RowCursor): void },
  ) {
    this.nextSeq = store.firstSeq
  }

  /** The reader takes rows (again). */
  resume(): void {
    this.isHeld = false
    this.hooks.onResume()
  }

  close(): void {
    this.isHeld = true
    this.hooks.onClose(this)
    for (const resolve of this.waiting.splice(0)) resolve()
  }

  /** @returns when the reader has all there is, or is closed; never, if it takes no more */
  atEnd(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      this.hooks.onResume()
    })
  }

  /** Rows of a new client are to come. */
  welcome(connectionId: number, { remoteAddress, user }: Newcomer): void {
    this.newcomers.set(connectionId, { remoteAddress, user })
    if (this.newcomers.size <= NEWCOMERS_MAX) return
    for (const oldest of this.newcomers.keys()) {
      this.newcomers.delete(oldest)
      break
    }
  }

  /** @param deadlineMs on the engine's clock */
  advance(deadlineMs: number): Advance {
    if (this.isHeld) return 'done'
    const advance = this.read(deadlineMs)
    this.reader.onPause()
    if (this.nextSeq === this.store.endSeq) for (const resolve of this.waiting.splice(0)) resolve()
    return advance
  }

  private read(deadlineMs: number): Advance {
    const { store, reader } = this
    while (this.nextSeq < store.endSeq) {
      const missed = store.firstSeq - this.nextSeq
      if (missed > 0) {
        this.nextSeq = store.firstSeq
        if (this.heldBy(reader.onMissed(missed))) return 'done'
      }
      const chunk = store.chunkOf(this.nextSeq)
      if (chunk === 'away') return 'waiting'
      if (chunk === undefined) return 'done'
      const row = this.nextSeq - chunk.firstSeq
      const connectionId = chunk.connectionAt(row)
      const seq = this.nextSeq++
      const takesMore = reader.onRow({
        seq,
        timeMs: chunk.timeAt(row),
        connectionId,
        kind: chunk.kindAt(row),
        byteLength: chunk.byteLengthAt(row),
        payload: chunk.payloadAt(row),
        newcomer: this.newcomers.size === 0 ? undefined : this.newcomers.get(connectionId),
      })
      this.newcomers.delete(connectionId)
      if (this.heldBy(takesMore)) return 'done'
      if (this.now() > deadlineMs) return this.nextSeq < store.endSeq ? 'behind' : 'done'
    }
    return 'done'
  }

  private heldBy(takesMore: boolean): boolean {
    if (!takesMore) this.isHeld = true
    return this.isHeld
  }
}
