/** A payload byte by byte. What is larger than a scroll bar can reach comes in parts. */
import { useState } from 'react'
import { formatBytes, formatCount } from './format'
import { HexPane } from './hex-pane'
import { PartBar } from './part-bar'
import './hex-view.css'

/** Some 400,000 lines stay well below the height at which browsers stop. */
const PART_BYTES = 6 * 1024 * 1024
/** Of the offset in a small message. */
const OFFSET_MIN_DIGITS = 6

interface Props {
  bytes: Uint8Array
  /** Where they begin in the message. */
  fromByte?: number
  /** Of the whole message, where the bytes are a part of it. */
  byteLength?: number
}

export function HexView({ bytes, fromByte = 0, byteLength = bytes.byteLength }: Props) {
  const [part, setPart] = useState(0)
  const partCount = Math.ceil(bytes.byteLength / PART_BYTES)
  const partFrom = part * PART_BYTES
  return (
    <div className="hex-view">
      {partCount > 1 && (
        <PartBar
          part={part}
          partCount={partCount}
          onGo={setPart}
          place={`from byte ${formatCount(fromByte + partFrom)} of ${formatBytes(byteLength)}`}
        />
      )}
      <HexPane
        key={part}
        bytes={bytes.subarray(partFrom, partFrom + PART_BYTES)}
        fromByte={fromByte + partFrom}
        offsetDigits={Math.max(OFFSET_MIN_DIGITS, byteLength.toString(16).length)}
      />
    </div>
  )
}
