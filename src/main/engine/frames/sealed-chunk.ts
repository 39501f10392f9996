/**
 * A sealed chunk, wherever its bytes are: what the books and the shelf need to know of it without opening it.
 *
 *   memory ──► writing ──► both ──► file ──► evicted
 *     │  ▲────────┘ failed           └─ cannot be read ──► lost ──► evicted
 *     └── no disk to go to ──► rows ─────────────────────► lost
 */
import { isReceived } from '../../../shared/protocol/frame'
import type { Chunk, ChunkSize } from './chunk'

export type ChunkPlace =
  | { name: 'memory' | 'writing' | 'both'; chunk: Chunk }
  | { name: 'file' }
  /** Its payloads were dropped, its rows are in memory. */
  | { name: 'rows'; chunk: Chunk }
  /** Its rows are lost too; only that there were so many is known. */
  | { name: 'lost'; why: string }
  | { name: 'evicted' }

export interface SealedChunk {
  readonly firstSeq: number
  readonly endSeq: number
  readonly firstTimeMs: number
  readonly size: ChunkSize
  readonly fileBytes: number
  /** How many received frames of each connection have their payload in it. */
  stored: ReadonlyMap<number, number>
  place: ChunkPlace
}

/** @param chunk one that is not added to any more, with a row at least */
export function seal(chunk: Chunk): SealedChunk {
  const { firstSeq, endSeq, size, usedBytes: fileBytes } = chunk
  const place = { name: 'memory' as const, chunk }
  return { firstSeq, endSeq, firstTimeMs: chunk.timeAt(0), size, fileBytes, stored: countStored(chunk), place }
}

function countStored(chunk: Chunk): Map<number, number> {
  const counts = new Map<number, number>()
  // Frames come in runs of one connection: the map is asked once a run.
  let id = -1
  let run = 0
  for (let row = 0; row < chunk.rowCount; row++) {
    if (!isReceived(chunk.kindAt(row)) || !chunk.hasPayloadAt(row)) continue
    const rowId = chunk.connectionAt(row)
    if (rowId !== id) {
      if (run > 0) counts.set(id, (counts.get(id) ?? 0) + run)
      id = rowId
      run = 0
    }
    run++
  }
  if (run > 0) counts.set(id, (counts.get(id) ?? 0) + run)
  return counts
}
