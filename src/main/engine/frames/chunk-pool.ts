/** Chunks that are empty for now. Their memory is warm: to page in a new chunk costs more than to fill it. */
import { Chunk } from './chunk'

/**
 * As many as may leave memory at once when the disk catches up (`SPILL_BACKLOG_BYTES`), and are wanted again right after: given
 * up, they would wait for the garbage collector beside the new ones.
 */
const SPARE_MAX = 8

export class ChunkPool {
  private readonly spare: Chunk[] = []

  take(firstSeq: number): Chunk {
    const chunk = this.spare.pop()
    if (chunk === undefined) return new Chunk(firstSeq)
    chunk.reuse(firstSeq)
    return chunk
  }

  /** Nobody may look into it any more. */
  give(chunk: Chunk): void {
    if (chunk.hasUsualCapacity && this.spare.length < SPARE_MAX) this.spare.push(chunk)
  }
}
