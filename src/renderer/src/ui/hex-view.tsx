/** A payload byte by byte. Only the lines in view are made, so sixteen megabytes scroll like sixteen bytes. */
import { useLayoutEffect, useRef, useState } from 'react'
import { formatCount } from './format'
import { BYTES_PER_LINE, hexLines } from './hex-lines'
import './hex-view.css'

const LINE_PX = 18
/**
 * Shown at once. Half a million lines stay well below the height at which browsers stop; larger messages come in parts.
 */
const PART_BYTES = 6 * 1024 * 1024

export function HexView({ bytes }: { bytes: Uint8Array }) {
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
        fromByte={fromByte}
        offsetDigits={Math.max(6, bytes.byteLength.toString(16).length)}
      />
    </div>
  )
}

interface PartProps {
  bytes: Uint8Array
  fromByte: number
  offsetDigits: number
}

function HexPart({ bytes, fromByte, offsetDigits }: PartProps) {
  const pane = useRef<HTMLElement>(null)
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
  }, [])
  const firstLine = Math.floor(seen.topPx / LINE_PX)
  const endLine = Math.ceil((seen.topPx + seen.heightPx) / LINE_PX)
  const firstByte = firstLine * BYTES_PER_LINE
  const lines = hexLines(bytes.subarray(firstByte, endLine * BYTES_PER_LINE), fromByte + firstByte, offsetDigits)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without focus no key could scroll it
    <section className="hex-part mono" ref={pane} tabIndex={0} aria-label="Bytes in hex">
      <div className="hex-lines" style={{ height: Math.ceil(bytes.byteLength / BYTES_PER_LINE) * LINE_PX }}>
        <div className="hex-columns" style={{ transform: `translateY(${firstLine * LINE_PX}px)` }}>
          <pre className="offsets">{lines.offsets}</pre>
          <pre className="selectable">{lines.hex}</pre>
          <pre className="selectable text">{lines.text}</pre>
        </div>
      </div>
    </section>
  )
}
