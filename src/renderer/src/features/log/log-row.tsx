/** One row of the log. Rows are keyed by their place in the window, so a tick changes text and makes no elements. */
import { memo, type ReactNode } from 'react'
import type { LogRow } from '../../../../shared/ipc/log-window'
import { readDecor } from '../../../../shared/ipc/row-decor'
import { directionOf, type FrameKind, frameTypeOf, markOf } from '../../../../shared/protocol/frame'
import { DirectionMark } from '../../ui/direction-mark'
import { formatBytes, formatDelta, formatDuration, formatTime } from '../../ui/format'
import { Highlighted, type Highlights, noHighlights } from '../../ui/highlighted'
import { MarkTag } from '../../ui/mark-tag'
import { isDropped, previewText, visible } from '../../ui/preview'

/** The grid has the focus and `aria-activedescendant`; a cell that could be focused would be a stop for every Tab. */
function Cell({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <span role="gridcell" className={name}>
      {children}
    </span>
  )
}

interface Props {
  row: LogRow
  /** Counted from 1 over the rows the filter leaves. */
  ariaRowIndex: number
  isSelected: boolean
  /** Shown where the log has more than one connection. */
  connectionName: string | undefined
  /** Cells of fields that the log shows. */
  columnCount: number
  highlights: Highlights
  onSelect(row: number): void
}

export const LogRowLine = memo(
  function LogRowLine({ row, ariaRowIndex, isSelected, connectionName, columnCount, highlights, onSelect }: Props) {
    const type = frameTypeOf(row.kind)
    const { label, readable, problem, cells, colour, note, roundTripMs } = readDecor(row.decor)
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keyboard, its rows have the pointer
      <div
        className={colour === undefined ? rowClass(row) : `${rowClass(row)} colour-${colour}`}
        role="row"
        tabIndex={-1}
        id={`log-row-${row.seq}`}
        aria-rowindex={ariaRowIndex}
        aria-selected={isSelected}
        data-seq={row.seq}
        onClick={() => onSelect(row.row)}
      >
        <Cell name="seq">
          {note !== undefined && <BookmarkStar note={note} />}
          {row.seq}
        </Cell>
        <Cell name="time">{formatTime(row.timeMs)}</Cell>
        <Cell name="delta">{formatDelta(row.deltaMs)}</Cell>
        <Cell name="dir">{type !== 'event' && <DirectionMark direction={directionOf(row.kind)} />}</Cell>
        {connectionName !== undefined && <Cell name="connection">{connectionName}</Cell>}
        <Cell name="type">{type}</Cell>
        <Cell name="size">{type === 'event' ? '' : formatBytes(row.byteLength)}</Cell>
        {Array.from({ length: columnCount }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
          <Cell key={at} name="field-cell">
            {visible(cells?.[at] ?? '')}
          </Cell>
        ))}
        <Cell name="preview">
          <RowMark kind={row.kind} />
          {label !== undefined && <span className="log-label">{visible(label)}</span>}
          {problem !== undefined && <NotDecoded why={problem} />}
          <Highlighted
            text={readable === undefined ? previewText(row.kind, row.preview, row.byteLength) : visible(readable)}
            // In hex no word stands, though the bytes may have it.
            highlights={type === 'binary' && readable === undefined ? noHighlights : highlights}
          />
          {roundTripMs !== undefined && <span className="log-round-trip">after {formatDuration(roundTripMs)}</span>}
        </Cell>
      </div>
    )
  },
  // A frame does not change, but for what is left of it: a payload can be dropped, and its row lost.
  (before, after) =>
    before.row.seq === after.row.seq &&
    before.row.kind === after.row.kind &&
    before.row.preview.byteLength === after.row.preview.byteLength &&
    before.row.deltaMs === after.row.deltaMs &&
    before.ariaRowIndex === after.ariaRowIndex &&
    before.isSelected === after.isSelected &&
    before.connectionName === after.connectionName &&
    before.highlights === after.highlights &&
    before.columnCount === after.columnCount &&
    before.row.decor === after.row.decor,
)

function BookmarkStar({ note }: { note: string }) {
  return (
    <span className="log-star" role="img" aria-label={note === '' ? 'Bookmark' : `Bookmark: ${note}`} title={note}>
      ★
    </span>
  )
}

/** The bytes are shown as they are, and the whole reason in the inspector. */
function NotDecoded({ why }: { why: string }) {
  return (
    <span className="log-not-decoded" role="img" aria-label={why} title={why}>
      {/* As text, not as a picture in colours of its own. */}
      {'⚠\ufe0e'}
    </span>
  )
}

/** `dropped` is a payload that could not be kept; a message that a fault dropped is marked, and its payload is there. */
function rowClass({ kind, preview, byteLength }: LogRow): string {
  const content = isDropped(preview, byteLength) ? 'dropped' : frameTypeOf(kind)
  return markOf(kind) === 'noted' ? `log-row ${content} noted` : `log-row ${content}`
}

/** The whole row of what is noted has its colour; its text says what it is about. */
function RowMark({ kind }: { kind: FrameKind }) {
  const mark = markOf(kind)
  if (mark === undefined || mark === 'noted') return null
  return (
    <>
      <MarkTag mark={mark} direction={directionOf(kind)} />{' '}
    </>
  )
}
