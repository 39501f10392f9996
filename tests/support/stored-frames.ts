/** What a frame store holds, read by a test. */
import type { Chunk } from '../../src/main/engine/frames/chunk'
import type { FrameStore } from '../../src/main/engine/frames/frame-store'

/** The columns of a frame, its payload copied; undefined when it is not in memory. */
export function frameOf(chunk: Chunk | 'away' | undefined, seq: number) {
  if (chunk === undefined || chunk === 'away') return undefined
  const row = seq - chunk.firstSeq
  const payload = chunk.payloadAt(row)
  return {
    timeMs: chunk.timeAt(row),
    connectionId: chunk.connectionAt(row),
    kind: chunk.kindAt(row),
    byteLength: chunk.byteLengthAt(row),
    payload: payload === undefined ? undefined : Buffer.from(payload),
  }
}

/** Zero, at every instant. */
export function balance(store: FrameStore): number {
  const { received, stored, evicted, dropped } = store.accounts.sum()
  return received - (stored + evicted + dropped)
}
