/**
 * Bytes that scroll. Only the lines in view are made, so six megabytes scroll like sixteen bytes. Bytes are selected with the
 * pointer in either column, or with the arrows and Shift; what is selected is copied, and read as numbers.
 */
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { HexColumns } from './hex-columns'
import { BYTES_PER_LINE, hexLines, hexText } from './hex-lines'
import { type ByteSelection, firstSelection, movedSelection, rangeOf, textOf } from './hex-selection'
import { COPIED_MAX_BYTES, HexValues } from './hex-values'
import { useSeen } from './use-seen'

/** As high as the style sheet makes a line. */
export const LINE_PX = 18

interface Props {
  bytes: Uint8Array
  /** Where they begin in the message. */
  fromByte: number
  offsetDigits: number
}

export function HexPane({ bytes, fromByte, offsetDigits }: Props) {
  const pane = useRef<HTMLElement>(null)
  const copied = useRef<HTMLSpanElement>(null)
  const seen = useSeen(pane)
  const [selection, setSelection] = useState<ByteSelection>()
  const range = selection === undefined ? undefined : rangeOf(selection)
  const firstLine = Math.floor(seen.topPx / LINE_PX)
  const endLine = Math.ceil((seen.topPx + seen.heightPx) / LINE_PX)
  const firstByte = firstLine * BYTES_PER_LINE
  const shown = bytes.subarray(firstByte, endLine * BYTES_PER_LINE)
  const last = bytes.byteLength - 1

  const onKeyDown = (event: KeyboardEvent) => {
    const next =
      selection === undefined ? firstSelection(event, firstByte, last) : movedSelection(selection, event, last)
    if (next === undefined) return
    event.preventDefault()
    setSelection(next === 'none' ? undefined : next)
    // Who selects them all stays where he is.
    if (next !== 'none' && event.key.length > 1) keepInView(pane.current, next.head)
  }
  // Chromium asks a page what is to be copied only where text is selected as it knows it: something no one sees stands for it.
  const isSelected = selection !== undefined
  useEffect(() => {
    const { current } = copied
    if (!isSelected || current === null) return
    window.getSelection()?.selectAllChildren(current)
    return () => window.getSelection()?.removeAllRanges()
  }, [isSelected])
  const onCopy = (event: ClipboardEvent) => {
    if (range === undefined || selection === undefined) return
    event.preventDefault()
    const chosen = bytes.subarray(range.from, Math.min(range.to, range.from + COPIED_MAX_BYTES))
    const asText = selection.column === 'text' ? textOf(chosen) : undefined
    event.clipboardData.setData('text/plain', asText ?? hexText(chosen))
  }
  return (
    <>
      <section
        className="hex-pane mono"
        ref={pane}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls and selects, and without focus no key could
        tabIndex={0}
        aria-label="Bytes in hex"
        onKeyDown={onKeyDown}
        onCopy={onCopy}
      >
        <span className="hex-copied" ref={copied} aria-hidden="true">
          bytes
        </span>
        <div className="hex-lines" style={{ height: Math.ceil(bytes.byteLength / BYTES_PER_LINE) * LINE_PX }}>
          <HexColumns
            lines={hexLines(shown, fromByte + firstByte, offsetDigits)}
            topPx={firstLine * LINE_PX}
            marked={range && { from: range.from - firstByte, to: range.to - firstByte }}
            onSelect={({ place, column, extends: isExtended }) => {
              pane.current?.focus()
              const head = Math.min(last, firstByte + place)
              setSelection((before) => ({ anchor: isExtended ? (before?.anchor ?? head) : head, head, column }))
            }}
          />
        </div>
      </section>
      <HexValues bytes={range && bytes.subarray(range.from, range.to)} fromByte={fromByte + (range?.from ?? 0)} />
    </>
  )
}

function keepInView(pane: HTMLElement | null, byte: number): void {
  if (pane === null) return
  const topPx = Math.floor(byte / BYTES_PER_LINE) * LINE_PX
  if (topPx < pane.scrollTop) pane.scrollTop = topPx
  else if (topPx + 2 * LINE_PX > pane.scrollTop + pane.clientHeight) {
    pane.scrollTop = topPx + 2 * LINE_PX - pane.clientHeight
  }
}
