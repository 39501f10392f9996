/** Spilled chunks that were read back from their files: the few that readers used last. */
import type { Failure, Result } from '../../../shared/failure'
import { Chunk, lostRows } from './chunk'
import type { ChunkFiles } from './chunk-files'
import type { ChunkPool } from './chunk-pool'
import type { SealedChunk } from './sealed-chunk'

/** Enough for a window of rows in each pane and a filter at work; beside the memory limit, so kept small. */
export const LOADED_MAX_BYTES = 32 * 1024 * 1024
/** More reads at once would only wait for each other in the thread pool, before the next chunk that is to be written. */
const LOADS_MAX = 2

export class LoadedChunks {
  /** In the order of their last use, by first seq. */
  private readonly loaded = new Map<number, Chunk>()
  private readonly loading = new Map<number, Promise<void>>()
  private bytes = 0

  /**
   * @param onLoaded the readers may go on
   * @param onFailed the chunk cannot be read
   */
  constructor(
    private readonly files: ChunkFiles | undefined,
    private readonly pool: ChunkPool,
    private readonly onLoaded: () => void,
    private readonly onFailed: (chunk: SealedChunk, error: Failure) => void,
  ) {}

  /** @returns undefined while it is not there; then it has been sent for, or will be when it is asked for again */
  get(chunk: SealedChunk): Chunk | undefined {
    const { firstSeq, place } = chunk
    const found = this.loaded.get(firstSeq)
    if (found !== undefined) {
      this.loaded.delete(firstSeq)
      this.loaded.set(firstSeq, found)
      return found
    }
    if (place.name === 'lost') return this.keep(lostRows(firstSeq, chunk.size.rows, chunk.firstTimeMs, place.why))
    void this.load(chunk)
    return undefined
  }

  /** @returns when it can be got, or is known to be lost */
  async load(chunk: SealedChunk): Promise<void> {
    const { firstSeq } = chunk
    const underway = this.loading.get(firstSeq)
    if (underway !== undefined) return underway
    if (this.loading.size >= LOADS_MAX) return Promise.race(this.loading.values())
    const load = this.read(chunk)
    this.loading.set(firstSeq, load)
    await load
  }

  /** The chunk was evicted. */
  forget(firstSeq: number): void {
    const chunk = this.loaded.get(firstSeq)
    if (chunk !== undefined) this.drop(firstSeq, chunk)
  }

  private async read(sealed: SealedChunk): Promise<void> {
    const { firstSeq, size } = sealed
    const usual = this.pool.take(firstSeq)
    const isUsual = usual.canHold(size)
    const chunk = isUsual ? usual : new Chunk(firstSeq, size)
    if (!isUsual) this.pool.give(usual)
    const read: Result<void> | undefined = await this.files?.read(chunk, size)
    this.loading.delete(firstSeq)
    if (sealed.place.name !== 'file') this.pool.give(chunk)
    else if (read?.ok === false) {
      this.pool.give(chunk)
      this.onFailed(sealed, read.error)
    } else this.keep(chunk)
    this.onLoaded()
  }

  private keep(chunk: Chunk): Chunk {
    this.loaded.set(chunk.firstSeq, chunk)
    this.bytes += chunk.memoryBytes
    for (const [firstSeq, oldest] of this.loaded) {
      // The newest stays, however large.
      if (this.bytes <= LOADED_MAX_BYTES || oldest === chunk) break
      this.drop(firstSeq, oldest)
    }
    return chunk
  }

  private drop(firstSeq: number, chunk: Chunk): void {
    this.loaded.delete(firstSeq)
    this.bytes -= chunk.memoryBytes
    this.pool.give(chunk)
  }
}
