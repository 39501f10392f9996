/**
 * The sealed chunks in their order, and where each is. Keeps memory and disk within the limits the user set: what no longer
 * fits memory is written to disk, what no longer fits the disk is evicted, the oldest first. A disk that is full, failing or
 * too slow costs payloads (counted as dropped, their rows stay), or the senders' speed if the user prefers that.
 *
 * Writing begins before memory is full and ends behind the ingest, one chunk at a time.
 */
import type { StorageLimits } from '../../../shared/protocol/storage'
import type { Accounts } from './accounts'
import type { Chunk } from './chunk'
import type { ChunkFiles } from './chunk-files'
import type { ChunkPool } from './chunk-pool'
import { DiskTrouble } from './disk-trouble'
import type { SealedChunk } from './sealed-chunk'

/** How much before its limit memory begins to be written to disk: a tenth of a second at full speed. */
export const SPILL_AHEAD_BYTES = 24 * 1024 * 1024
/** How far memory may exceed its limit while the disk is behind: a hiccup of the disk costs nothing. */
export const SPILL_BACKLOG_BYTES = 24 * 1024 * 1024
/** The rows of dropped payloads may take this part of memory; then they go too, the oldest first. */
const ROWS_SHARE = 1 / 4
/** Each costs some hundred bytes, wherever its frames are: at 65,536 rows each more frames than anyone scrolls through. */
const CHUNKS_MAX = 100_000

export interface ShelfHooks {
  /** Something the user should know of the disk has changed. */
  onTrouble(): void
  /** Reading from all sockets is to stop, or may go on. */
  onHold(isHeld: boolean): void
  onEvict(firstSeq: number): void
}

export class ChunkShelf {
  readonly trouble: DiskTrouble
  private readonly sealed: SealedChunk[] = []
  private memory = 0
  private reserved = 0
  /** How far memory may be over its limit before the disk is too slow. */
  private patience = SPILL_BACKLOG_BYTES
  private rowsMemory = 0
  private disk = 0
  private writing: SealedChunk | undefined
  private underway: Promise<void> | undefined
  private isHolding = false
  private isDisposed = false
  /** How many of the oldest have no payload in memory any more. */
  private outOfMemory = 0

  /** @param files undefined where there is no disk to spill to */
  constructor(
    private limits: StorageLimits,
    private readonly files: ChunkFiles | undefined,
    private readonly pool: ChunkPool,
    private readonly accounts: Accounts,
    private readonly hooks: ShelfHooks,
  ) {
    this.trouble = new DiskTrouble(
      () => hooks.onTrouble(),
      () => this.settle(),
    )
    const prepared = files?.prepare()
    if (prepared?.ok === false) this.trouble.failed(prepared.error)
  }

  get memoryBytes(): number {
    return this.memory
  }

  get diskBytes(): number {
    return this.disk
  }

  get count(): number {
    return this.sealed.length
  }

  get isHeldBack(): boolean {
    return this.isHolding
  }

  at(index: number): SealedChunk | undefined {
    return this.sealed[index]
  }

  /** The oldest whose payloads are still in memory. */
  oldestInMemory(): SealedChunk | undefined {
    return this.sealed[this.indexInMemory()]
  }

  /** @param reservedBytes of the limit for the next one: a frame larger than a chunk is to come in */
  add(chunk: SealedChunk, reservedBytes: number): void {
    this.sealed.push(chunk)
    if (chunk.place.name === 'memory') this.memory += chunk.place.chunk.memoryBytes
    this.reserved = reservedBytes
    // One frame can be larger than all the backlog there may be.
    this.bePatientTo(SPILL_BACKLOG_BYTES + chunk.fileBytes + reservedBytes)
    this.settle()
  }

  configure(limits: StorageLimits): void {
    this.limits = limits
    // What a lower limit leaves over has the time it needs to be written.
    this.bePatientTo(this.excess)
    this.settle()
  }

  evictOldest(): void {
    const oldest = this.sealed.shift()
    if (oldest === undefined) return
    this.outOfMemory = Math.max(0, this.outOfMemory - 1)
    for (const [id, count] of oldest.stored) this.accounts.evict(id, oldest.firstSeq, count)
    this.leaveMemory(oldest)
    if (oldest.place.name === 'both' || oldest.place.name === 'file') this.leaveDisk(oldest)
    oldest.place = { name: 'evicted' }
    this.hooks.onEvict(oldest.firstSeq)
  }

  /** It was not to be read back from its file: its rows are known no more, and say so. */
  lose(chunk: SealedChunk, why: string): void {
    if (chunk.place.name !== 'file') return
    this.dropPayloads(chunk)
    this.leaveDisk(chunk)
    chunk.place = { name: 'lost', why }
  }

  /** @returns when its files are gone */
  async dispose(): Promise<void> {
    this.isDisposed = true
    this.trouble.dispose()
    await this.underway
    await this.files?.removeAll()
  }

  /** Moves chunks on until the limits are kept, as far as that can be done now. */
  private settle(): void {
    this.writeNext()
    while (this.excess > 0 && this.freeMemory()) {
      // One chunk a turn.
    }
    this.patience = Math.max(SPILL_BACKLOG_BYTES, Math.min(this.patience, this.excess))
    while (this.sealed.length > CHUNKS_MAX || (this.sealed.length > 0 && this.disk > this.limits.diskBytes)) {
      this.evictOldest()
    }
    while (this.sealed[0]?.place.name === 'lost') this.evictOldest()
    this.hold(
      this.limits.whenDiskIsSlow === 'hold-back' && this.isBehind(SPILL_BACKLOG_BYTES / (this.isHolding ? 2 : 1)),
    )
  }

  private get spills(): boolean {
    return this.files !== undefined && this.limits.diskBytes > 0
  }

  /** By how much memory is over its limit. */
  private get excess(): number {
    return this.memory + this.reserved - this.limits.memoryBytes
  }

  private isBehind(bytes: number): boolean {
    return this.spills && this.excess > bytes
  }

  private bePatientTo(excess: number): void {
    this.patience = Math.max(this.patience, excess)
  }

  /** @returns whether memory was freed */
  private freeMemory(): boolean {
    const oldest = this.oldestInMemory()
    if (oldest === undefined || this.rowsMemory > this.limits.memoryBytes * ROWS_SHARE) return this.loseRows()
    if (oldest.place.name === 'both') {
      this.leaveMemory(oldest)
      oldest.place = { name: 'file' }
      return true
    }
    if (!this.spills) {
      this.evictOldest()
      return true
    }
    const holdsBack = this.limits.whenDiskIsSlow === 'hold-back'
    // Senders that are held back may have that much under way.
    const isOverdue = this.excess > this.patience + (holdsBack ? SPILL_BACKLOG_BYTES : 0)
    if (!isOverdue && (holdsBack || !this.trouble.isDown)) return false
    const victim = this.oldestUnwritten()
    if (victim?.place.name !== 'memory') return false
    this.trouble.dropped()
    this.keepRows(victim, victim.place.chunk)
    return true
  }

  private keepRows(victim: SealedChunk, chunk: Chunk): void {
    this.dropPayloads(victim)
    const rows = chunk.withoutPayloads()
    this.leaveMemory(victim)
    victim.place = { name: 'rows', chunk: rows }
    this.memory += rows.memoryBytes
    this.rowsMemory += rows.memoryBytes
  }

  private loseRows(): boolean {
    const oldest = this.sealed.find(({ place }) => place.name === 'rows')
    if (oldest === undefined) return false
    this.leaveMemory(oldest)
    oldest.place = { name: 'lost', why: this.trouble.reason }
    return true
  }

  private dropPayloads(chunk: SealedChunk): void {
    for (const [id, count] of chunk.stored) this.accounts.drop(id, chunk.firstSeq, count)
    chunk.stored = new Map()
  }

  private leaveMemory({ place }: SealedChunk): void {
    if (!('chunk' in place)) return
    const { memoryBytes } = place.chunk
    this.memory -= memoryBytes
    if (place.name === 'rows') this.rowsMemory -= memoryBytes
    // The one being written is read by the kernel until it is done.
    if (place.name !== 'writing') this.pool.give(place.chunk)
  }

  private leaveDisk({ firstSeq, fileBytes }: SealedChunk): void {
    this.disk -= fileBytes
    void this.files?.remove(firstSeq)
  }

  // ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private writeNext(): void {
    if (!this.spills || this.writing !== undefined || this.trouble.isWaiting || this.isDisposed) return
    if (this.excess <= -SPILL_AHEAD_BYTES) return
    const next = this.oldestUnwritten()
    if (next?.place.name === 'memory') this.underway = this.write(next, next.place.chunk)
  }

  private async write(sealed: SealedChunk, chunk: Chunk): Promise<void> {
    this.writing = sealed
    sealed.place = { name: 'writing', chunk }
    const written = await this.files?.write(chunk)
    this.writing = undefined
    if (written?.ok === false) this.trouble.failed(written.error)
    else this.trouble.worked()
    // The compiler cannot know that it was evicted meanwhile.
    if ((sealed as SealedChunk).place.name === 'evicted') {
      void this.files?.remove(sealed.firstSeq)
      this.pool.give(chunk)
    } else {
      sealed.place = { name: written?.ok === true ? 'both' : 'memory', chunk }
      if (written?.ok === true) this.disk += sealed.fileBytes
    }
    this.settle()
  }

  private hold(isHeld: boolean): void {
    if (isHeld === this.isHolding) return
    this.isHolding = isHeld
    this.hooks.onHold(isHeld)
  }

  private oldestUnwritten(): SealedChunk | undefined {
    for (let at = this.indexInMemory(); at < this.sealed.length; at++) {
      if (this.sealed[at]?.place.name === 'memory') return this.sealed[at]
    }
    return undefined
  }

  /** None comes back to memory: those that have left it only become more. */
  private indexInMemory(): number {
    for (; this.outOfMemory < this.sealed.length; this.outOfMemory++) {
      const name = this.sealed[this.outOfMemory]?.place.name
      if (name === 'memory' || name === 'writing' || name === 'both') break
    }
    return this.outOfMemory
  }
}
