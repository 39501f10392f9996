/**
 * A payload byte by byte. Only the lines in view are made, so sixteen megabytes scroll like sixteen bytes. Bytes are selected with the
 * pointer in either column, or with the arrows and Shift; what is selected is copied, and read as numbers.
 */
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { formatCount } from './format'
import { BYTES_PER_LINE, hexLines, hexText } from './hex-lines'
import { type ByteRange, byteAtHexColumn, numbersOf, rangeBetween, textOf } from './hex-selection'
import './hex-view.css'

const LINE_PX = 18
/**
 * Shown at once. Half a million lines stay well below the height at which browsers stop; larger messages come in parts.
 */
const PART_BYTES = 6 * 1024 * 1024
/** Copied as hex is three times as much, and nobody pastes more. */
const COPIED_MAX_BYTES = 4 * 1024 * 1024
/** What is said of a selection as text. */
const TEXT_SHOWN_MAX_BYTES = 200

interface Props {
  bytes: Uint8Array
  /** Of the first byte in the message. */
  fromByte?: number
}

export function HexView({ bytes, fromByte: first = 0 }: Props) {
  const [part, setPart] = useState(0)
  const partCount = Math.ceil(bytes.byteLength / PART_BYTES)
  const fromByte = part * PART_BYTES
  return (
    <div className="hex-view">
      {partCount > 1 && (
        <div className="hex-parts">
          <button type="button" className="button" disabled={part === 0} onClick={() => setPart(part - 1)}>
            Previous part
          </button>
          <button type="button" className="button" disabled={part === partCount - 1} onClick={() => setPart(part + 1)}>
            Next part
          </button>
          <span>
            Part {part + 1} of {partCount}, from byte {formatCount(fromByte)} of {formatCount(bytes.byteLength)}
          </span>
        </div>
      )}
      <HexPart
        key={part}
        bytes={bytes.subarray(fromByte, fromByte + PART_BYTES)}
        fromByte={first + fromByte}
        offsetDigits={Math.max(6, (first + bytes.byteLength).toString(16).length)}
      />
    </div>
  )
}

interface PartProps {
  bytes: Uint8Array
  fromByte: number
  offsetDigits: number
}

/** From where to where, in the part; `head` moves. */
interface Selection {
  anchor: number
  head: number
  column: 'hex' | 'text'
}

function HexPart({ bytes, fromByte, offsetDigits }: PartProps) {
  const pane = useRef<HTMLElement>(null)
  const seen = useSeen(pane)
  const [selection, setSelection] = useState<Selection>()
  const range = selection === undefined ? undefined : rangeBetween(selection.anchor, selection.head)
  const firstLine = Math.floor(seen.topPx / LINE_PX)
  const endLine = Math.ceil((seen.topPx + seen.heightPx) / LINE_PX)
  const firstByte = firstLine * BYTES_PER_LINE
  const shown = bytes.subarray(firstByte, endLine * BYTES_PER_LINE)
  const lines = hexLines(shown, fromByte + firstByte, offsetDigits)
  const last = bytes.byteLength - 1

  const onPointerDown = (column: Selection['column']) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    pane.current?.focus()
    const { currentTarget, pointerId, shiftKey } = event
    const at = (moved: { clientX: number; clientY: number }) =>
      Math.min(last, firstByte + byteUnder(currentTarget, column, moved))
    const head = at(event)
    setSelection((before) => ({ anchor: shiftKey ? (before?.anchor ?? head) : head, head, column }))
    currentTarget.setPointerCapture(pointerId)
    const move = (moved: globalThis.PointerEvent) =>
      setSelection((before) => (before === undefined ? before : { ...before, head: at(moved) }))
    const end = () => currentTarget.removeEventListener('pointermove', move)
    currentTarget.addEventListener('pointermove', move)
    currentTarget.addEventListener('lostpointercapture', end, { once: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -BYTES_PER_LINE, ArrowDown: BYTES_PER_LINE }[event.key]
    if (event.key === 'Escape') setSelection(undefined)
    if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      setSelection({ anchor: 0, head: last, column: selection?.column ?? 'hex' })
    }
    if (step === undefined || selection === undefined) return
    event.preventDefault()
    const head = Math.max(0, Math.min(last, selection.head + step))
    setSelection({ ...selection, anchor: event.shiftKey ? selection.anchor : head, head })
    keepInView(pane.current, head)
  }
  const onCopy = (event: React.ClipboardEvent) => {
    if (range === undefined || selection === undefined) return
    event.preventDefault()
    const chosen = bytes.subarray(range.from, Math.min(range.to, range.from + COPIED_MAX_BYTES))
    const asText = selection.column === 'text' ? textOf(chosen) : undefined
    event.clipboardData.setData('text/plain', asText ?? hexText(chosen))
  }
  const marked = range === undefined ? undefined : { from: range.from - firstByte, to: range.to - firstByte }
  return (
    <>
      <section
        className="hex-part mono"
        ref={pane}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and selects, and without focus no key could
        tabIndex={0}
        aria-label="Bytes in hex"
        onKeyDown={onKeyDown}
        onCopy={onCopy}
      >
        <div className="hex-lines" style={{ height: Math.ceil(bytes.byteLength / BYTES_PER_LINE) * LINE_PX }}>
          <div className="hex-columns" style={{ transform: `translateY(${firstLine * LINE_PX}px)` }}>
            <pre className="offsets">{lines.offsets}</pre>
            <pre onPointerDown={onPointerDown('hex')}>{withMarks(lines.hex, marked, hexSpan)}</pre>
            <pre className="text" onPointerDown={onPointerDown('text')}>
              {withMarks(lines.text, marked, (place) => place)}
            </pre>
          </div>
        </div>
      </section>
      {range !== undefined && (
        <Selected bytes={bytes.subarray(range.from, range.to)} fromByte={fromByte + range.from} />
      )}
    </>
  )
}

/** How far it is scrolled, and how high it is. */
function useSeen(pane: React.RefObject<HTMLElement | null>) {
  const [seen, setSeen] = useState({ topPx: 0, heightPx: 0 })
  useLayoutEffect(() => {
    const { current } = pane
    if (current === null) return
    const look = () => setSeen({ topPx: current.scrollTop, heightPx: current.clientHeight })
    const observer = new ResizeObserver(look)
    observer.observe(current)
    current.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      current.removeEventListener('scroll', look)
    }
  }, [pane])
  return seen
}

function Selected({ bytes, fromByte }: { bytes: Uint8Array; fromByte: number }) {
  const text = bytes.byteLength <= TEXT_SHOWN_MAX_BYTES ? textOf(bytes) : undefined
  return (
    <p className="hex-selected selectable" role="status">
      <span>
        {formatCount(bytes.byteLength)} {bytes.byteLength === 1 ? 'byte' : 'bytes'} from {formatCount(fromByte)} (0x
        {fromByte.toString(16)})
      </span>
      {numbersOf(bytes).map(([name, little, big]) => (
        <span key={name} title={little === big ? undefined : 'little-endian / big-endian'}>
          {name} <b className="mono">{little === big ? little : `${little} / ${big}`}</b>
        </span>
      ))}
      {text !== undefined && (
        <span>
          UTF-8 <b className="mono">{JSON.stringify(text)}</b>
        </span>
      )}
    </p>
  )
}

/** @returns the byte of those shown that is under the pointer */
function byteUnder(column: HTMLElement, kind: Selection['column'], at: { clientX: number; clientY: number }): number {
  const { left, top, width } = column.getBoundingClientRect()
  const paddingPx = Number.parseFloat(getComputedStyle(column).paddingLeft)
  const line = Math.max(0, Math.floor((at.clientY - top) / LINE_PX))
  // The font is of one width, and the longest line as wide as the column.
  const characters = kind === 'hex' ? BYTES_PER_LINE * 3 : BYTES_PER_LINE
  const longest = Math.min(characters, Math.max(...(column.textContent ?? '').split('\n').map(({ length }) => length)))
  const characterPx = (width - paddingPx) / Math.max(1, longest)
  const character = Math.max(0, Math.floor((at.clientX - left - paddingPx) / characterPx))
  const place = kind === 'hex' ? byteAtHexColumn(character) : Math.min(BYTES_PER_LINE - 1, character)
  return line * BYTES_PER_LINE + place
}

function keepInView(pane: HTMLElement | null, byte: number): void {
  if (pane === null) return
  const topPx = Math.floor(byte / BYTES_PER_LINE) * LINE_PX
  if (topPx < pane.scrollTop) pane.scrollTop = topPx
  else if (topPx + 2 * LINE_PX > pane.scrollTop + pane.clientHeight) {
    pane.scrollTop = topPx + 2 * LINE_PX - pane.clientHeight
  }
}

/** Where a byte's digits begin on its line. */
function hexSpan(place: number): number {
  return place * 3 + (place >= BYTES_PER_LINE / 2 ? 1 : 0)
}

/** @param marked bytes of those shown. @param columnOf where a byte begins on its line */
function withMarks(text: string, marked: ByteRange | undefined, columnOf: (place: number) => number) {
  if (marked === undefined) return text
  const width = columnOf(1) - columnOf(0)
  return text.split('\n').map((line, at) => {
    const from = Math.max(0, marked.from - at * BYTES_PER_LINE)
    const to = Math.min(BYTES_PER_LINE, marked.to - at * BYTES_PER_LINE)
    const end = at === 0 ? '' : '\n'
    if (from >= to) return end + line
    const [start, stop] = [columnOf(from), columnOf(to - 1) + Math.min(width, 2)]
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
    return [end, line.slice(0, start), <mark key={at}>{line.slice(start, stop)}</mark>, line.slice(stop)]
  })
}
