/** Messages before a frame, for decoders of protocols that go on from one message to the next. */
import type { FrameKind } from '../../../shared/protocol/frame'
import type { FrameStore } from '../frames/frame-store'

/** Rows looked at, of whatever connection: some 20 µs. */
const ROWS_MAX = 2_000

/**
 * Of the same connection, direction and type, the newest first; no further back than is in memory at once.
 * @param seq of the frame, which is not among them
 */
export function* earlierMessages(
  store: FrameStore,
  seq: number,
  connectionId: number,
  kind: FrameKind,
): Generator<Buffer, void> {
  const endSeq = Math.max(store.firstSeq, seq - ROWS_MAX)
  for (let at = seq - 1; at >= endSeq; at--) {
    const chunk = store.chunkOf(at)
    if (chunk === undefined || chunk === 'away') return
    const row = at - chunk.firstSeq
    if (chunk.connectionAt(row) !== connectionId || chunk.kindAt(row) !== kind) continue
    const payload = chunk.payloadAt(row)
    if (payload === undefined) return
    yield payload
  }
}
