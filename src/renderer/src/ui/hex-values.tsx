/** What is selected of a payload: how much, from where, and what it is as numbers and as text. It is always there: nothing moves. */
import { formatBytes, formatCount } from './format'
import { numbersOf, textOf } from './hex-selection'

/** Copied as hex is three times as much, and nobody pastes more. */
export const COPIED_MAX_BYTES = 4 * 1024 * 1024
/** More than a line has room for. */
const TEXT_SHOWN_MAX_BYTES = 200

interface Props {
  /** Undefined while nothing is selected. */
  bytes: Uint8Array | undefined
  /** Where they begin in the message. */
  fromByte: number
}

export function HexValues({ bytes, fromByte }: Props) {
  return (
    <p className="hex-values selectable" role="status" aria-label="Selected bytes">
      {bytes === undefined ? (
        'Drag over bytes to select them. The arrows move, with Shift they extend.'
      ) : (
        <Values bytes={bytes} fromByte={fromByte} />
      )}
    </p>
  )
}

function Values({ bytes, fromByte }: { bytes: Uint8Array; fromByte: number }) {
  const { byteLength } = bytes
  const text = byteLength <= TEXT_SHOWN_MAX_BYTES ? textOf(bytes) : undefined
  return (
    <>
      <span>
        {formatCount(byteLength)} {byteLength === 1 ? 'byte' : 'bytes'} from {formatCount(fromByte)} (0x
        {fromByte.toString(16)})
      </span>
      {text !== undefined && (
        <span>
          UTF-8 <b className="mono">{JSON.stringify(text)}</b>
        </span>
      )}
      {numbersOf(bytes).map(({ name, little, big }) => (
        <span key={name}>
          {name} <b className="mono">{little}</b>
          {little !== big && (
            <>
              {' '}
              <abbr title="little-endian: the lowest byte first">LE</abbr> <b className="mono">{big}</b>{' '}
              <abbr title="big-endian: the highest byte first">BE</abbr>
            </>
          )}
        </span>
      ))}
      {byteLength > COPIED_MAX_BYTES && <span>of which {formatBytes(COPIED_MAX_BYTES)} are copied</span>}
    </>
  )
}
