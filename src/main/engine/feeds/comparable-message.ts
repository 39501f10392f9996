/**
 * Finds the message to compare one with: the nearest before it of the same connection and direction, or the last that was about
 * the same thing. Looks back in slices, so that the feed goes on meanwhile.
 */
import type { FieldPath } from '../../../shared/protocol/feed'
import { fieldAt } from '../../../shared/protocol/field'
import { directionOf, isMessage } from '../../../shared/protocol/frame'
import type { Clock } from '../clock'
import type { Chunk } from '../frames/chunk'
import type { FrameStore } from '../frames/frame-store'
import type { RowReaders } from './row-readers'

/** What is further back than this is another day's work: a search of a second or two. */
const LOOK_BACK_MAX_ROWS = 1_000_000
const SLICE_MS = 4

interface Sources {
  store: FrameStore
  now: Clock
  readers: RowReaders
}

/**
 * @param seq of the message to compare
 * @param path where both have the same value; without it the nearest will do
 * @returns undefined where there is none, or none near enough
 */
export async function findEarlier(
  { store, now, readers }: Sources,
  seq: number,
  path?: FieldPath,
): Promise<number | undefined> {
  const own = await store.fetch(seq)
  if (own === undefined) return undefined
  const ownRow = seq - own.firstSeq
  const connectionId = own.connectionAt(ownRow)
  const direction = directionOf(own.kindAt(ownRow))
  const wanted = path === undefined ? undefined : keyOf(own, ownRow, path, readers)
  if (path !== undefined && wanted === undefined) return undefined
  let sliceEndMs = now() + SLICE_MS
  const oldest = Math.max(store.firstSeq, seq - LOOK_BACK_MAX_ROWS)
  for (let at = seq - 1; at >= oldest; ) {
    const chunk = await store.fetch(at)
    if (chunk === undefined) return undefined
    // A chunk may be looked into until the event loop turns: so far, and then it is asked for again.
    while (at >= Math.max(oldest, chunk.firstSeq)) {
      const row = at - chunk.firstSeq
      const kind = chunk.kindAt(row)
      const isSameLine = chunk.connectionAt(row) === connectionId && isMessage(kind) && directionOf(kind) === direction
      if (isSameLine && (path === undefined || keyOf(chunk, row, path, readers) === wanted)) return at
      at--
      if (now() > sliceEndMs) break
    }
    if (now() <= sliceEndMs) continue
    await new Promise((resolve) => setImmediate(resolve))
    sliceEndMs = now() + SLICE_MS
  }
  return undefined
}

/** @returns the field as JSON; undefined where there is none */
function keyOf(chunk: Chunk, row: number, path: FieldPath, readers: RowReaders): string | undefined {
  const payload = chunk.payloadAt(row)
  if (payload === undefined) return undefined
  const message = readers.messageOf(chunk.firstSeq + row, chunk.connectionAt(row), chunk.kindAt(row), payload)
  const field = fieldAt(message, path)
  return field === undefined ? undefined : JSON.stringify(field)
}
