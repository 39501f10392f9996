/** Lines of bytes as columns of offsets, hex and text, with those marked that are selected; says which byte the pointer is on. */
import type { PointerEvent, ReactNode } from 'react'
import { BYTES_PER_LINE, type HexLines } from './hex-lines'
import { type ByteColumn, type ByteRange, byteAtHexColumn, hexColumnOf } from './hex-selection'

interface Props {
  lines: HexLines
  /** Above them. */
  topPx: number
  /** Of the bytes in these lines; may begin before them and end behind. */
  marked: ByteRange | undefined
  /** @param pointed `place`: of the byte in these lines; `extends`: the other end of what is selected stays */
  onSelect(pointed: { place: number; column: ByteColumn; extends: boolean }): void
}

export function HexColumns({ lines, topPx, marked, onSelect }: Props) {
  const onPointerDown = (column: ByteColumn) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.preventDefault()
    const { currentTarget: element, pointerId, shiftKey } = event
    const point = (at: { clientX: number; clientY: number }, isExtended: boolean) =>
      onSelect({ place: placeUnder(element, column, at), column, extends: isExtended })
    point(event, shiftKey)
    element.setPointerCapture(pointerId)
    const drag = (moved: globalThis.PointerEvent) => point(moved, true)
    element.addEventListener('pointermove', drag)
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', drag), {
      once: true,
    })
  }
  return (
    <div className="hex-columns" style={{ transform: `translateY(${topPx}px)` }}>
      <pre className="offsets">{lines.offsets}</pre>
      <pre className="hex" onPointerDown={onPointerDown('hex')}>
        {withMarks(lines.hex, marked, hexColumnOf, 2)}
      </pre>
      <pre className="text" onPointerDown={onPointerDown('text')}>
        {withMarks(lines.text, marked, (place) => place, 1)}
      </pre>
    </div>
  )
}

/** @returns the place of the byte under the pointer, counted from the first line's first */
function placeUnder(element: HTMLElement, column: ByteColumn, at: { clientX: number; clientY: number }): number {
  const { left, top, width, height } = element.getBoundingClientRect()
  const paddingPx = Number.parseFloat(getComputedStyle(element).paddingLeft)
  const shownLines = (element.textContent ?? '').split('\n')
  const line = Math.max(0, Math.floor(((at.clientY - top) / height) * shownLines.length))
  // The font is of one width, and the longest line as wide as the column.
  const longest = Math.max(1, ...shownLines.map(({ length }) => length))
  const characterPx = (width - paddingPx) / longest
  const character = Math.max(0, Math.floor((at.clientX - left - paddingPx) / characterPx))
  const place = column === 'hex' ? byteAtHexColumn(character) : Math.min(BYTES_PER_LINE - 1, character)
  return line * BYTES_PER_LINE + place
}

/**
 * @param columnOf where on its line a byte begins, by its place there
 * @param width of a byte, in characters
 */
function withMarks(
  text: string,
  marked: ByteRange | undefined,
  columnOf: (place: number) => number,
  width: number,
): ReactNode {
  if (marked === undefined) return text
  return text.split('\n').map((line, at) => {
    const from = Math.max(0, marked.from - at * BYTES_PER_LINE)
    const to = Math.min(BYTES_PER_LINE, marked.to - at * BYTES_PER_LINE)
    const end = at === 0 ? '' : '\n'
    if (from >= to) return end + line
    const [start, stop] = [columnOf(from), columnOf(to - 1) + width]
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
    return [end, line.slice(0, start), <mark key={at}>{line.slice(start, stop)}</mark>, line.slice(stop)]
  })
}
