/** One row of the log. Rows are keyed by their place in the window, so a tick changes text and makes no elements. */
import { memo, type ReactNode } from 'react'
import type { LogRow } from '../../../../shared/ipc/log-window'
import { readDecor } from '../../../../shared/ipc/row-decor'
import { directionOf, type FrameKind, frameTypeOf, markOf } from '../../../../shared/protocol/frame'
import { type GapEdge, gapEdgeOf } from '../../../../shared/protocol/gap'
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
  /** Above the cells of fields that the log shows; another list is another log. */
  columnTitles: readonly string[]
  highlights: Highlights
  onSelect(row: number): void
}

const noTitles: readonly string[] = []

export const LogRowLine = memo(
  function LogRowLine({ row, ariaRowIndex, isSelected, connectionName, columnTitles, highlights, onSelect }: Props) {
    const type = frameTypeOf(row.kind)
    const { label, readable, problem, cells, colour, note, roundTripMs } = readDecor(row.decor)
    const text = readable === undefined ? previewText(row.kind, row.preview, row.byteLength) : visible(readable)
    const fieldTitles = type === 'event' ? noTitles : columnTitles
    const gap = type === 'event' ? gapEdgeOf(text) : undefined
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keyboard, its rows have the pointer
      <div
        className={rowClass(row, colour, gap)}
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
        {/* An event has no fields: its sentence has their place. */}
        {fieldTitles.map((title, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
          <FieldCell key={at} title={title} text={cells?.[at]} />
        ))}
        <Cell name="preview">
          <RowMark kind={row.kind} />
          {gap !== undefined && (
            <span className="log-gap">{gap.kind === 'ends' ? `gap of ${gap.spoken}` : 'lost'}</span>
          )}
          {label !== undefined && <span className="log-label">{visible(label)}</span>}
          {problem !== undefined && <NotDecoded why={problem} />}
          <Highlighted
            text={text}
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
    before.columnTitles === after.columnTitles &&
    before.row.decor === after.row.decor,
)

/** What stands above a column is not in the grid, so the cell says it. */
function FieldCell({ title, text }: { title: string; text: string | undefined }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: as every cell
    <span
      role="gridcell"
      className="field-cell"
      aria-label={text === undefined || text === '' ? undefined : `${title}: ${text}`}
    >
      {text === undefined ? undefined : visible(text)}
    </span>
  )
}

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
function rowClass({ kind, preview, byteLength }: LogRow, colour: string | undefined, gap: GapEdge | undefined): string {
  let name = `log-row ${isDropped(preview, byteLength) ? 'dropped' : frameTypeOf(kind)}`
  if (markOf(kind) === 'noted') name += ' noted'
  if (gap !== undefined) name += ` gap-${gap.kind}`
  return colour === undefined ? name : `${name} colour-${colour}`
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
