/**
 * A block of consecutive frames in memory, one column a property. The open chunk is appended to; a sealed one never
 * changes, so whoever indexes it does so once, and it stands in a file as it stands here (`chunk-files.ts`).
 *
 * Columns rather than objects, since a frame then costs bytes, not an allocation: 21 bytes beside its payload.
 */
import { type FrameKind, frameKind } from '../../../shared/protocol/frame'
import { BYTES_PER_ROW } from '../../../shared/protocol/storage'

/** A row's place in its chunk fits 16 bits, which is what the row indexes store. */
export const CHUNK_MAX_ROWS = 65_536
/** Big enough to make sealing rare (a few times a second at full speed), small enough to evict in fine steps. */
export const CHUNK_PAYLOAD_BYTES = 4 * 1024 * 1024

/** The offset of a frame whose payload could not be kept. */
const PAYLOAD_DROPPED = 0xffff_ffff

/** What a chunk holds, or can hold. */
export interface ChunkSize {
  rows: number
  payloadBytes: number
}

const USUAL: ChunkSize = { rows: CHUNK_MAX_ROWS, payloadBytes: CHUNK_PAYLOAD_BYTES }

export class Chunk {
  /** Of each row, from the start of `bytes`. */
  readonly offsets: Uint32Array
  readonly byteLengths: Uint32Array
  /** The payloads, one after the other, without gaps. */
  readonly bytes: Buffer
  private first: number
  private readonly timeMs: Float64Array
  private readonly connectionId: Uint32Array
  private readonly kind: Uint8Array
  private payloadLength = 0
  private rows = 0
  /** The most it has ever held: those pages of its memory are really there. */
  private most: ChunkSize = { rows: 0, payloadBytes: 0 }

  /** @param capacity more payload than usual for a frame larger than a chunk, less for a copy that is not added to */
  constructor(
    firstSeq: number,
    readonly capacity: ChunkSize = USUAL,
  ) {
    this.first = firstSeq
    this.timeMs = new Float64Array(capacity.rows)
    this.connectionId = new Uint32Array(capacity.rows)
    this.byteLengths = new Uint32Array(capacity.rows)
    this.offsets = new Uint32Array(capacity.rows)
    this.kind = new Uint8Array(capacity.rows)
    this.bytes = Buffer.allocUnsafeSlow(capacity.payloadBytes)
  }

  get rowCount(): number {
    return this.rows
  }

  get payloadBytes(): number {
    return this.payloadLength
  }

  get firstSeq(): number {
    return this.first
  }

  /** One past the newest. */
  get endSeq(): number {
    return this.first + this.rows
  }

  /** What it takes of memory, now and for what it held before it was used again. */
  get memoryBytes(): number {
    const { most, rows, payloadLength } = this
    return Math.max(most.payloadBytes, payloadLength) + Math.max(most.rows, rows) * BYTES_PER_ROW
  }

  /** What its rows need of it. */
  get usedBytes(): number {
    return this.payloadLength + this.rows * BYTES_PER_ROW
  }

  get hasUsualCapacity(): boolean {
    return this.capacity === USUAL
  }

  /** Empties it for frames from `firstSeq` on: its memory is warm, a new chunk's has to be paged in. */
  reuse(firstSeq: number): void {
    this.noteMost()
    this.first = firstSeq
    this.rows = 0
    this.payloadLength = 0
  }

  /** Whether so much fits it when it is empty. */
  canHold({ rows, payloadBytes }: ChunkSize): boolean {
    return rows <= this.capacity.rows && payloadBytes <= this.capacity.payloadBytes
  }

  hasRoomFor(payloadBytes: number): boolean {
    return this.rows < this.capacity.rows && this.payloadLength + payloadBytes <= this.capacity.payloadBytes
  }

  /** The caller has asked `hasRoomFor` first. */
  append(timeMs: number, connectionId: number, kind: FrameKind, payload: Uint8Array): void {
    const row = this.rows++
    const at = this.payloadLength
    this.timeMs[row] = timeMs
    this.connectionId[row] = connectionId
    this.kind[row] = kind
    this.byteLengths[row] = payload.byteLength
    this.offsets[row] = at
    this.bytes.set(payload, at)
    this.payloadLength = at + payload.byteLength
  }

  /** A row whose payload is not kept: its length is, so that the log still says how large it was. */
  appendWithoutPayload(timeMs: number, connectionId: number, kind: FrameKind, byteLength: number): void {
    const row = this.rows++
    this.timeMs[row] = timeMs
    this.connectionId[row] = connectionId
    this.kind[row] = kind
    this.byteLengths[row] = byteLength
    this.offsets[row] = PAYLOAD_DROPPED
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
    return this.byteLengths[row] as number
  }

  hasPayloadAt(row: number): boolean {
    return this.offsets[row] !== PAYLOAD_DROPPED
  }

  /** @returns a view into the chunk, to be copied before the event loop turns; undefined where it was dropped */
  payloadAt(row: number): Buffer | undefined {
    const offset = this.offsets[row] as number
    if (offset === PAYLOAD_DROPPED) return undefined
    return this.bytes.subarray(offset, offset + (this.byteLengths[row] as number))
  }

  /** A copy that takes no more memory than its rows need. */
  trimmed(): Chunk {
    const copy = new Chunk(this.first, { rows: this.rows, payloadBytes: this.payloadLength })
    copy.copyColumns(this)
    copy.bytes.set(this.bytes.subarray(0, this.payloadLength))
    copy.payloadLength = this.payloadLength
    return copy
  }

  /** A copy of its rows alone: that they came, when, from where and how large stays known. */
  withoutPayloads(): Chunk {
    const copy = new Chunk(this.first, { rows: this.rows, payloadBytes: 0 })
    copy.copyColumns(this)
    copy.offsets.fill(PAYLOAD_DROPPED)
    return copy
  }

  get size(): ChunkSize {
    return { rows: this.rows, payloadBytes: this.payloadLength }
  }

  /** Holds so much from now on, whatever it is; its `parts` are then read into. */
  resize({ rows, payloadBytes }: ChunkSize): void {
    this.rows = rows
    this.payloadLength = payloadBytes
  }

  /** Its bytes in the order in which a file holds them. */
  parts(): Uint8Array[] {
    return [
      bytesOf(this.timeMs, this.rows),
      bytesOf(this.connectionId, this.rows),
      bytesOf(this.byteLengths, this.rows),
      bytesOf(this.offsets, this.rows),
      bytesOf(this.kind, this.rows),
      this.bytes.subarray(0, this.payloadLength),
    ]
  }

  private copyColumns({ timeMs, connectionId, byteLengths, offsets, kind, rows }: Chunk): void {
    this.timeMs.set(timeMs.subarray(0, rows))
    this.connectionId.set(connectionId.subarray(0, rows))
    this.byteLengths.set(byteLengths.subarray(0, rows))
    this.offsets.set(offsets.subarray(0, rows))
    this.kind.set(kind.subarray(0, rows))
    this.rows = rows
  }

  private noteMost(): void {
    const { most, rows, payloadLength } = this
    this.most = { rows: Math.max(most.rows, rows), payloadBytes: Math.max(most.payloadBytes, payloadLength) }
  }
}

/** Rows whose columns are lost too: each says so, in place of what it said. Their numbers stay, so no other row moves. */
export function lostRows(firstSeq: number, rowCount: number, timeMs: number, why: string): Chunk {
  const sentence = Buffer.from(why)
  const chunk = new Chunk(firstSeq, { rows: rowCount, payloadBytes: sentence.byteLength })
  const kind = frameKind('event', 'received')
  for (let row = 0; row < rowCount; row++) {
    if (row === 0) chunk.append(timeMs, 0, kind, sentence)
    else chunk.appendWithoutPayload(timeMs, 0, kind, sentence.byteLength)
  }
  chunk.offsets.fill(0)
  return chunk
}

function bytesOf(column: Float64Array | Uint32Array | Uint8Array, rows: number): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, rows * column.BYTES_PER_ELEMENT)
}
