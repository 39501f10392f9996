/** Who knows what a frame is, beyond its bytes: decoders, round trips, bookmarks. The composition root joins them. */
import type { FrameKind } from '../../../shared/protocol/frame'

export interface RowReaders {
  /** What its connection's decoders make of it; undefined for what is readable as it is. */
  read(
    seq: number,
    connectionId: number,
    kind: FrameKind,
    payload: Buffer,
  ): { label: string; preview?: string; problem?: string } | undefined
  /** Another object once its connection's frames are read another way: who keeps a reading keeps this beside it. */
  wayOf(connectionId: number): object
  /** The message once it is decoded; undefined where decoders make no JSON of it. */
  jsonOf(seq: number, connectionId: number, kind: FrameKind, payload: Buffer): unknown
  /** The message that fields are looked for in, decoded or as it is; undefined where it has none. */
  messageOf(seq: number, connectionId: number, kind: FrameKind, payload: Buffer): unknown
  roundTripOf(seq: number): number | undefined
  /** @returns the note of its bookmark */
  noteOf(seq: number): string | undefined
}
