/**
 * A block of consecutive frames, one column a property: `open → sealed → evicted`. The open chunk is appended to;
 * a sealed one never changes, so whoever indexes it does so once.
 *
 * Columns rather than objects, since a frame then costs bytes, not an allocation: 21 bytes beside its payload.
 */
import type { FrameKind } from '../../../shared/protocol/frame'

/** A row's place in its chunk fits 16 bits, which is what the row indexes store. */
export const CHUNK_MAX_ROWS = 65_536
/** Big enough to make sealing rare (a few times a second at full speed), small enough to evict in fine steps. */
export const CHUNK_PAYLOAD_BYTES = 4 * 1024 * 1024

const BYTES_PER_ROW = 8 + 4 + 1 + 4 + 4

/** The offset of a frame whose payload could not be kept. */
const PAYLOAD_DROPPED = 0xffff_ffff

export class Chunk {
  private first: number
  private readonly timeMs = new Float64Array(CHUNK_MAX_ROWS)
  private readonly connectionId = new Uint32Array(CHUNK_MAX_ROWS)
  private readonly kind = new Uint8Array(CHUNK_MAX_ROWS)
  private readonly byteLength = new Uint32Array(CHUNK_MAX_ROWS)
  private readonly offset = new Uint32Array(CHUNK_MAX_ROWS)
  private readonly payload: Buffer
  private payloadBytes = 0
  private rows = 0

  /** @param payloadCapacity bytes of payload it can take; more than usual for a frame larger than a chunk */
  constructor(firstSeq: number, payloadCapacity = CHUNK_PAYLOAD_BYTES) {
    this.first = firstSeq
    this.payload = Buffer.allocUnsafeSlow(payloadCapacity)
  }

  get rowCount(): number {
    return this.rows
  }

  get firstSeq(): number {
    return this.first
  }

  /** One past the newest. */
  get endSeq(): number {
    return this.first + this.rows
  }

  /** What it holds, columns included. */
  get bytes(): number {
    return this.payloadBytes + this.rows * BYTES_PER_ROW
  }

  /** Empties it for frames from `firstSeq` on: its memory is warm, a new chunk's has to be paged in. */
  reuse(firstSeq: number): void {
    this.first = firstSeq
    this.rows = 0
    this.payloadBytes = 0
  }

  get isOversize(): boolean {
    return this.payload.byteLength > CHUNK_PAYLOAD_BYTES
  }

  hasRoomFor(payloadBytes: number): boolean {
    return this.rows < CHUNK_MAX_ROWS && this.payloadBytes + payloadBytes <= this.payload.byteLength
  }

  /** The caller has asked `hasRoomFor` first. */
  append(timeMs: number, connectionId: number, kind: FrameKind, payload: Uint8Array): void {
    const row = this.rows++
    this.timeMs[row] = timeMs
    this.connectionId[row] = connectionId
    this.kind[row] = kind
    this.byteLength[row] = payload.byteLength
    this.offset[row] = this.payloadBytes
    this.payload.set(payload, this.payloadBytes)
    this.payloadBytes += payload.byteLength
  }

  /** A row whose payload is not kept: its length is, so that the log still says how large it was. */
  appendWithoutPayload(timeMs: number, connectionId: number, kind: FrameKind, byteLength: number): void {
    const row = this.rows++
    this.timeMs[row] = timeMs
    this.connectionId[row] = connectionId
    this.kind[row] = kind
    this.byteLength[row] = byteLength
    this.offset[row] = PAYLOAD_DROPPED
  }

  timeAt(row: number): number {
    return this.timeMs[row] as number
  }

  connectionAt(row: number): number {
    return this.connectionId[row] as number
  }

  kindAt(row: number): FrameKind {
    return this.kind[row] as number
  }

  byteLengthAt(row: number): number {
    return this.byteLength[row] as number
  }

  hasPayloadAt(row: number): boolean {
    return this.offset[row] !== PAYLOAD_DROPPED
  }

  /** @returns a view into the chunk, to be copied before the event loop turns; undefined where it was dropped */
  payloadAt(row: number): Buffer | undefined {
    const offset = this.offset[row] as number
    if (offset === PAYLOAD_DROPPED) return undefined
    return this.payload.subarray(offset, offset + (this.byteLength[row] as number))
  }
}
