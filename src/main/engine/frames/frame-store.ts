/**
 * Every frame there is, in the order it was accepted. Appending gives a frame its permanent number (`seq`, from 1), enters
 * it in the books and writes its columns; no object is made and nobody is called. Whoever shows frames reads them from
 * here when it is his time (`feeds/`).
 *
 * Memory is bounded by `memoryLimitBytes`, and the chunk being filled on top of it: beyond it the oldest chunk is
 * evicted, and counted.
 */
import type { FrameKind } from '../../../shared/protocol/frame'
import { isReceived } from '../../../shared/protocol/frame'
import type { Clock } from '../clock'
import { Accounts } from './accounts'
import { CHUNK_PAYLOAD_BYTES, Chunk } from './chunk'

/** What the store may hold in memory unless the user says otherwise: minutes of a busy feed, a tenth of a laptop. */
export const MEMORY_LIMIT_BYTES = 256 * 1024 * 1024

export interface FrameStoreOptions {
  now: Clock
  memoryLimitBytes?: number
  /** Called once when the first frame comes after `sleep()`; the store's only way to wake its readers. */
  onWake?: () => void
}

export class FrameStore {
  readonly accounts = new Accounts()
  private readonly now: Clock
  private readonly memoryLimitBytes: number
  private readonly onWake: () => void
  private readonly chunks: Chunk[] = []
  private open: Chunk
  private spare: Chunk | undefined
  private sealedBytes = 0
  private isAsleep = false

  constructor(options: FrameStoreOptions) {
    this.now = options.now
    this.memoryLimitBytes = options.memoryLimitBytes ?? MEMORY_LIMIT_BYTES
    this.onWake = options.onWake ?? (() => {})
    this.open = new Chunk(1)
    this.chunks.push(this.open)
  }

  /** The oldest frame still stored. */
  get firstSeq(): number {
    return (this.chunks[0] as Chunk).firstSeq
  }

  /** One past the newest. */
  get endSeq(): number {
    return this.open.endSeq
  }

  get memoryBytes(): number {
    return this.sealedBytes + this.open.bytes
  }

  get oldestTimeMs(): number | undefined {
    const oldest = this.chunks[0] as Chunk
    return oldest.rowCount === 0 ? undefined : oldest.timeAt(0)
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
    const timeMs = this.now()
    const { byteLength } = payload
    const isKept = byteLength <= this.memoryLimitBytes
    const stored = isKept ? byteLength : 0
    if (!this.open.hasRoomFor(stored)) this.seal(stored)
    const seq = this.open.endSeq
    if (isKept) this.open.append(timeMs, connectionId, kind, payload)
    else this.open.appendWithoutPayload(timeMs, connectionId, kind, byteLength)
    this.accounts.enter(connectionId, kind, byteLength, timeMs, isKept)
    if (this.isAsleep) {
      this.isAsleep = false
      this.onWake()
    }
    return seq
  }

  /** The chunk a frame is in; undefined when it was evicted or does not exist yet. */
  chunkOf(seq: number): Chunk | undefined {
    if (seq < this.firstSeq || seq >= this.endSeq) return undefined
    let low = 0
    let high = this.chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.chunks[middle] as Chunk).firstSeq <= seq) low = middle
      else high = middle - 1
    }
    return this.chunks[low]
  }

  /** Evicts what no reader may want any more: chunks that end at or before `seq`. */
  evictBefore(seq: number): void {
    while (this.chunks.length > 1 && (this.chunks[0] as Chunk).endSeq <= seq) this.evictOldest()
    if (this.open.endSeq <= seq && this.open.rowCount > 0) {
      this.seal(0)
      while (this.chunks.length > 1) this.evictOldest()
    }
  }

  private seal(nextPayloadBytes: number): void {
    const firstSeq = this.open.endSeq
    // An empty one, sealed since the first frame is larger than a chunk, would stand before that frame as the oldest.
    if (this.open.rowCount === 0) this.spare = this.chunks.pop()
    this.sealedBytes += this.open.bytes
    while (this.sealedBytes + nextPayloadBytes > this.memoryLimitBytes && this.sealedBytes > 0) this.evictOldest()
    this.open = this.emptyChunk(firstSeq, nextPayloadBytes)
    this.chunks.push(this.open)
  }

  private emptyChunk(firstSeq: number, payloadBytes: number): Chunk {
    if (payloadBytes > CHUNK_PAYLOAD_BYTES) return new Chunk(firstSeq, payloadBytes)
    const { spare } = this
    if (spare === undefined) return new Chunk(firstSeq)
    this.spare = undefined
    spare.reuse(firstSeq)
    return spare
  }

  private evictOldest(): void {
    const oldest = this.chunks.shift()
    if (oldest === undefined) return
    this.sealedBytes -= oldest.bytes
    for (let row = 0; row < oldest.rowCount; row++) {
      if (!isReceived(oldest.kindAt(row)) || !oldest.hasPayloadAt(row)) continue
      this.accounts.evict(oldest.connectionAt(row), oldest.firstSeq + row)
    }
    if (!oldest.isOversize) this.spare = oldest
  }
}
