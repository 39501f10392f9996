/**
 * Every frame there is, in the order it was accepted. Appending gives a frame its permanent number (`seq`, from 1), enters
 * it in the books and writes its columns; no object is made and nobody is called. Whoever shows frames reads them from
 * here when it is his time (`feeds/`).
 *
 * Frames are kept in chunks: one open, the sealed ones on a shelf that spills and evicts them (`chunk-shelf.ts`).
 */
import type { FrameKind } from '../../../shared/protocol/frame'
import { defaultLimits, type StorageLimits, type StorageState } from '../../../shared/protocol/storage'
import type { Clock } from '../clock'
import { Accounts } from './accounts'
import { CHUNK_PAYLOAD_BYTES, Chunk } from './chunk'
import { ChunkFiles } from './chunk-files'
import { ChunkPool } from './chunk-pool'
import { ChunkShelf } from './chunk-shelf'
import { LoadedChunks } from './loaded-chunks'
import { type SealedChunk, seal } from './sealed-chunk'

/** A sealed chunk that uses less of its memory than this part is copied into one that fits. */
const TRIM_BELOW = 1 / 4

export interface FrameStoreOptions {
  now: Clock
  /** Where chunks that leave memory are written; without it they are evicted. */
  folder?: string
  limits?: Partial<StorageLimits>
  /** Called once when the first frame comes after `sleep()`; the store's only way to wake its readers. */
  onWake?: () => void
  /** A chunk that a reader found away is there now. */
  onLoaded?: () => void
  /** Something the user should know of the disk has changed: see `state()`. */
  onTrouble?: () => void
  /** Reading from all sockets is to stop, or may go on. */
  onHold?: (isHeld: boolean) => void
}

const nothing = () => {}

export class FrameStore {
  readonly accounts = new Accounts()
  private readonly now: Clock
  private readonly onWake: () => void
  private readonly pool = new ChunkPool()
  private readonly shelf: ChunkShelf
  private readonly loaded: LoadedChunks
  private readonly hasDisk: boolean
  private limits: StorageLimits
  private open: Chunk
  private isAsleep = false

  constructor(options: FrameStoreOptions) {
    const { now, folder, onWake = nothing, onLoaded = nothing, onTrouble = nothing, onHold = nothing } = options
    this.now = now
    this.onWake = onWake
    this.limits = { ...defaultLimits, ...options.limits }
    this.hasDisk = folder !== undefined
    const files = folder === undefined ? undefined : new ChunkFiles(folder)
    this.shelf = new ChunkShelf(this.limits, files, this.pool, this.accounts, {
      onTrouble,
      onHold,
      onEvict: (firstSeq) => this.loaded.forget(firstSeq),
    })
    this.loaded = new LoadedChunks(files, this.pool, onLoaded, (chunk, error) => this.shelf.lose(chunk, error.message))
    this.open = new Chunk(1)
  }

  /** The oldest frame still stored. */
  get firstSeq(): number {
    return this.shelf.at(0)?.firstSeq ?? this.open.firstSeq
  }

  /** One past the newest. */
  get endSeq(): number {
    return this.open.endSeq
  }

  state(): StorageState {
    const { shelf, limits, hasDisk, open } = this
    const openTimeMs = open.rowCount === 0 ? undefined : open.timeAt(0)
    return {
      limits,
      hasDisk,
      memoryBytes: shelf.memoryBytes + open.usedBytes,
      diskBytes: shelf.diskBytes,
      oldestTimeMs: shelf.at(0)?.firstTimeMs ?? openTimeMs,
      oldestInMemoryTimeMs: shelf.oldestInMemory()?.firstTimeMs ?? openTimeMs,
      isHeldBack: shelf.isHeldBack,
      trouble: shelf.trouble.current,
    }
  }

  /** Takes effect at once: what no longer fits is spilled or evicted. */
  configure(limits: StorageLimits): void {
    this.limits = limits
    this.shelf.configure(limits)
  }

  /** Ask to be woken by the next frame. */
  sleep(): void {
    this.isAsleep = true
  }

  /**
   * Accepts a frame. A payload that alone exceeds the memory limit is dropped, and counted; its row stays.
   * @param payload is copied
   * @returns the frame's seq
   */
  append(connectionId: number, kind: FrameKind, payload: Uint8Array): number {
    const { byteLength } = payload
    return this.enter(connectionId, kind, byteLength, byteLength <= this.limits.memoryBytes ? payload : undefined)
  }

  /** Accepts a frame of which only the length is known. @returns its seq */
  appendUnkept(connectionId: number, kind: FrameKind, byteLength: number): number {
    return this.enter(connectionId, kind, byteLength, undefined)
  }

  private enter(connectionId: number, kind: FrameKind, byteLength: number, payload: Uint8Array | undefined): number {
    const timeMs = this.now()
    const isKept = payload !== undefined
    const stored = isKept ? byteLength : 0
    if (!this.open.hasRoomFor(stored)) this.turnOver(stored)
    const { open } = this
    const seq = open.endSeq
    if (isKept) open.append(timeMs, connectionId, kind, payload)
    else open.appendWithoutPayload(timeMs, connectionId, kind, byteLength)
    this.accounts.enter(connectionId, kind, byteLength, timeMs, isKept)
    if (this.isAsleep) {
      this.isAsleep = false
      this.onWake()
    }
    return seq
  }

  /**
   * The chunk a frame is in, to be looked into before the event loop turns.
   * @returns undefined when it was evicted or does not exist yet; `away` when it is on disk: it has been sent for, and the
   *   readers are woken when it is there (`onLoaded`)
   */
  chunkOf(seq: number): Chunk | 'away' | undefined {
    if (seq >= this.open.firstSeq) return seq < this.open.endSeq ? this.open : undefined
    const sealed = this.sealedOf(seq)
    if (sealed === undefined) return undefined
    return 'chunk' in sealed.place ? sealed.place.chunk : (this.loaded.get(sealed) ?? 'away')
  }

  /** As `chunkOf`, but waits for a chunk that is away. To be looked into before the event loop turns. */
  async fetch(seq: number): Promise<Chunk | undefined> {
    for (;;) {
      const chunk = this.chunkOf(seq)
      if (chunk !== 'away') return chunk
      const sealed = this.sealedOf(seq)
      if (sealed !== undefined) await this.loaded.load(sealed)
    }
  }

  /** Begins a new chunk: what is done from here on is done to whole chunks. */
  sealOpen(): void {
    if (this.open.rowCount > 0) this.turnOver(0)
  }

  /** The sealed chunks, oldest first; the open one is not among them. */
  *sealedChunks(): Generator<SealedChunk> {
    for (let at = 0; at < this.shelf.count; at++) yield this.shelf.at(at) as SealedChunk
  }

  /** Evicts what no reader may want any more: chunks that end at or before `seq`. */
  evictBefore(seq: number): void {
    if (this.open.endSeq <= seq) this.sealOpen()
    while ((this.shelf.at(0)?.endSeq ?? Number.POSITIVE_INFINITY) <= seq) this.shelf.evictOldest()
  }

  /** Removes its files. */
  dispose(): Promise<void> {
    return this.shelf.dispose()
  }

  private turnOver(nextPayloadBytes: number): void {
    const full = this.open
    const firstSeq = full.endSeq
    const isOversize = nextPayloadBytes > CHUNK_PAYLOAD_BYTES
    this.open = isOversize ? new Chunk(firstSeq, { rows: 1, payloadBytes: nextPayloadBytes }) : this.pool.take(firstSeq)
    // Empty when a frame larger than a chunk came first.
    if (full.rowCount === 0) this.pool.give(full)
    else this.shelf.add(seal(this.trimmed(full)), isOversize ? nextPayloadBytes : 0)
  }

  private trimmed(chunk: Chunk): Chunk {
    const { rows, payloadBytes } = chunk.size
    const isRoomy = rows < chunk.capacity.rows * TRIM_BELOW && payloadBytes < chunk.capacity.payloadBytes * TRIM_BELOW
    if (!isRoomy) return chunk
    const copy = chunk.trimmed()
    this.pool.give(chunk)
    return copy
  }

  private sealedOf(seq: number): SealedChunk | undefined {
    if (seq < this.firstSeq || seq >= this.open.firstSeq) return undefined
    let low = 0
    let high = this.shelf.count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.shelf.at(middle) as SealedChunk).firstSeq <= seq) low = middle
      else high = middle - 1
    }
    return this.shelf.at(low)
  }
}
