/**
 * One window of rows, packed into a single buffer: the engine packs, the shell passes it on unread, the window unpacks
 * only what it paints. A buffer crosses processes at the cost of its bytes; an array of objects costs ten times that.
 *
 * Layout, little-endian as every platform we run on, the widest columns first so that each stays aligned:
 *   header   HEADER_FIELDS × f64
 *   seq      rows × f64     time     rows × f64 (ms since the epoch)     delta    rows × f64 (ms since the row before)
 *   connection rows × u32   byteLength rows × u32
 *   previewLength rows × u16   decorLength rows × u16   kind rows × u8
 *   previews, one after the other   decors (`row-decor.ts`), one after the other, UTF-8
 */
import type { Counters } from '../protocol/feed'
import type { FrameKind } from '../protocol/frame'

/** As much of a payload as a row can show at any width; more would be shipped 60 times a second for nothing. */
export const PREVIEW_MAX_BYTES = 200

/** Panes side by side that a window can have. */
export const VIEWS_MAX = 16

/** More rows than any screen has; bounds what a window can ask for at once. */
export const WINDOW_MAX_ROWS = 400

/** Beyond it a row goes without: cells of many columns, each at its longest. */
const DECOR_MAX_BYTES = 32 * 1024

const HEADER_FIELDS = 13
const BYTES_PER_ROW = 8 * 3 + 4 * 2 + 2 * 2 + 1

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export interface LogWindowHeader {
  viewId: number
  /** Row numbers count what the filter leaves, from the first frame ever: eviction never renumbers a row. */
  firstRow: number
  rowCount: number
  /** The oldest row that can still be shown, and one past the newest. */
  availableFrom: number
  availableTo: number
  /** 0–1: how much of the stored frames the filter has seen. */
  progress: number
  /** The engine's clock when this was packed, ms since the epoch. */
  nowMs: number
  counters: Counters
}

export interface LogRow {
  row: number
  seq: number
  timeMs: number
  /** Since the row before it in this view; NaN for the first there is. */
  deltaMs: number
  connectionId: number
  byteLength: number
  kind: FrameKind
  preview: Uint8Array
  /** What else it shows, for `readDecor`; the empty text for nothing. */
  decor: string
}

export interface LogWindow extends LogWindowHeader {
  rows: LogRow[]
}

/** Collects rows, then packs them. One is kept and reused by each view. */
export class LogWindowPacker {
  private readonly seq = new Float64Array(WINDOW_MAX_ROWS)
  private readonly time = new Float64Array(WINDOW_MAX_ROWS)
  private readonly delta = new Float64Array(WINDOW_MAX_ROWS)
  private readonly connection = new Uint32Array(WINDOW_MAX_ROWS)
  private readonly byteLength = new Uint32Array(WINDOW_MAX_ROWS)
  private readonly previewLength = new Uint16Array(WINDOW_MAX_ROWS)
  private readonly decorLength = new Uint16Array(WINDOW_MAX_ROWS)
  private readonly kind = new Uint8Array(WINDOW_MAX_ROWS)
  private readonly previews = new Uint8Array(WINDOW_MAX_ROWS * PREVIEW_MAX_BYTES)
  private decors: Uint8Array[] = []
  private rows = 0
  private previewBytes = 0
  private decorBytes = 0

  get rowCount(): number {
    return this.rows
  }

  reset(): void {
    this.rows = 0
    this.previewBytes = 0
    this.decorBytes = 0
    this.decors = []
  }

  /** @param payload the whole payload; only its first `PREVIEW_MAX_BYTES` are copied. */
  add(row: Omit<LogRow, 'row' | 'preview'>, payload: Uint8Array): void {
    if (this.rows === WINDOW_MAX_ROWS) return
    const at = this.rows++
    this.seq[at] = row.seq
    this.time[at] = row.timeMs
    this.delta[at] = row.deltaMs
    this.connection[at] = row.connectionId
    this.byteLength[at] = row.byteLength
    this.kind[at] = row.kind
    const preview = payload.byteLength > PREVIEW_MAX_BYTES ? payload.subarray(0, PREVIEW_MAX_BYTES) : payload
    this.previews.set(preview, this.previewBytes)
    this.previewLength[at] = preview.byteLength
    this.previewBytes += preview.byteLength
    const decor = row.decor === '' ? undefined : encoder.encode(row.decor)
    const isShown = decor !== undefined && decor.byteLength <= DECOR_MAX_BYTES
    this.decorLength[at] = isShown ? decor.byteLength : 0
    if (!isShown) return
    this.decors.push(decor)
    this.decorBytes += decor.byteLength
  }

  pack(header: Omit<LogWindowHeader, 'rowCount'>): Uint8Array {
    const { rows } = this
    const buffer = new ArrayBuffer(HEADER_FIELDS * 8 + rows * BYTES_PER_ROW + this.previewBytes + this.decorBytes)
    const { counters } = header
    new Float64Array(buffer, 0, HEADER_FIELDS).set([
      header.viewId,
      header.firstRow,
      rows,
      header.availableFrom,
      header.availableTo,
      header.progress,
      header.nowMs,
      counters.received,
      counters.stored,
      counters.evicted,
      counters.dropped,
      counters.sent,
      this.previewBytes,
    ])
    const columns = columnsOf(buffer, rows)
    columns.seq.set(this.seq.subarray(0, rows))
    columns.time.set(this.time.subarray(0, rows))
    columns.delta.set(this.delta.subarray(0, rows))
    columns.connection.set(this.connection.subarray(0, rows))
    columns.byteLength.set(this.byteLength.subarray(0, rows))
    columns.previewLength.set(this.previewLength.subarray(0, rows))
    columns.decorLength.set(this.decorLength.subarray(0, rows))
    columns.kind.set(this.kind.subarray(0, rows))
    columns.texts.set(this.previews.subarray(0, this.previewBytes))
    let decorAt = this.previewBytes
    for (const decor of this.decors) {
      columns.texts.set(decor, decorAt)
      decorAt += decor.byteLength
    }
    return new Uint8Array(buffer)
  }
}

export function unpackLogWindow(packed: Uint8Array): LogWindow {
  // A buffer that crossed a process may sit at any offset of a larger one; the f64 columns need theirs to be aligned.
  const buffer = (packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed)) as Uint8Array<ArrayBuffer>
  const header = new Float64Array(buffer.buffer, buffer.byteOffset, HEADER_FIELDS)
  const field = (at: number) => header[at] ?? 0
  const rowCount = field(2)
  const firstRow = field(1)
  const columns = columnsOf(buffer.buffer, rowCount, buffer.byteOffset)
  const rows: LogRow[] = []
  let previewAt = 0
  let decorAt = field(12)
  for (let at = 0; at < rowCount; at++) {
    const previewLength = columns.previewLength[at] ?? 0
    const decorLength = columns.decorLength[at] ?? 0
    rows.push({
      row: firstRow + at,
      seq: columns.seq[at] ?? 0,
      timeMs: columns.time[at] ?? 0,
      deltaMs: columns.delta[at] ?? Number.NaN,
      connectionId: columns.connection[at] ?? 0,
      byteLength: columns.byteLength[at] ?? 0,
      kind: columns.kind[at] ?? 0,
      preview: columns.texts.subarray(previewAt, previewAt + previewLength),
      decor: decorLength === 0 ? '' : decoder.decode(columns.texts.subarray(decorAt, decorAt + decorLength)),
    })
    previewAt += previewLength
    decorAt += decorLength
  }
  return {
    viewId: field(0),
    firstRow,
    rowCount,
    availableFrom: field(3),
    availableTo: field(4),
    progress: field(5),
    nowMs: field(6),
    counters: { received: field(7), stored: field(8), evicted: field(9), dropped: field(10), sent: field(11) },
    rows,
  }
}

function columnsOf(buffer: ArrayBuffer, rows: number, start = 0) {
  let offset = start + HEADER_FIELDS * 8
  const take = (bytes: number) => {
    const at = offset
    offset += bytes
    return at
  }
  return {
    seq: new Float64Array(buffer, take(rows * 8), rows),
    time: new Float64Array(buffer, take(rows * 8), rows),
    delta: new Float64Array(buffer, take(rows * 8), rows),
    connection: new Uint32Array(buffer, take(rows * 4), rows),
    byteLength: new Uint32Array(buffer, take(rows * 4), rows),
    previewLength: new Uint16Array(buffer, take(rows * 2), rows),
    decorLength: new Uint16Array(buffer, take(rows * 2), rows),
    kind: new Uint8Array(buffer, take(rows), rows),
    texts: new Uint8Array(buffer, offset),
  }
}
