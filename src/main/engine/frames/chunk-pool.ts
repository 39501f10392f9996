/** Chunks that are empty for now. Their memory is warm: to page in a new chunk costs more than to fill it. */
import { Chunk } from './chunk'

/** One to be filled, one to be read into, and as many again for a burst of each. */
const SPARE_MAX = 4

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
