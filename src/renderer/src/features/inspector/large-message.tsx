/** A message too large to be held in the window: a part of it at a time, read from the engine when it is looked at. */
import { useEffect, useMemo, useState } from 'react'
import type { FrameDetail } from '../../../../shared/ipc/contract'
import { frameTypeOf } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { useMessageView } from '../../state/message-view'
import { formatBytes, formatCount } from '../../ui/format'
import { HexView } from '../../ui/hex-view'
import { LateInput } from '../../ui/late-input'
import { Payload } from './payload'
import { wholeCharacters } from './text-part'
import { TextView } from './text-view'

/** Up to here a message is read whole, and can be a tree; beyond, in parts that are drawn at once. */
export const WHOLE_MAX_BYTES = 8 * 1024 * 1024
const PART_BYTES = 128 * 1024

export function LargeMessage({ frame }: { frame: FrameDetail }) {
  const { seq, byteLength, kind } = frame
  const [part, setPart] = useState(0)
  const partCount = Math.ceil(byteLength / PART_BYTES)
  const bytes = usePart(seq, part)
  const view = useMessageView((state) => state.view)
  const showsHex = view === 'Hex' || frameTypeOf(kind) === 'binary'
  const go = (to: number) => setPart(Math.max(0, Math.min(partCount - 1, to)))
  return (
    <div className="large">
      <div className="hex-parts">
        <button type="button" className="button" disabled={part === 0} onClick={() => go(part - 1)}>
          Previous part
        </button>
        <button type="button" className="button" disabled={part === partCount - 1} onClick={() => go(part + 1)}>
          Next part
        </button>
        <span>part</span>
        <LateInput
          className="field large-part"
          aria-label="Part of the message"
          inputMode="numeric"
          value={String(part + 1)}
          onCommit={(typed) => {
            const wanted = Math.round(Number(typed)) - 1
            go(Number.isFinite(wanted) ? wanted : part)
            return undefined
          }}
        />
        <span>
          of {formatCount(partCount)}, from byte {formatCount(part * PART_BYTES)} of {formatBytes(byteLength)}: too
          large for a tree
        </span>
      </div>
      {bytes !== undefined &&
        (showsHex ? (
          <HexView key={part} bytes={bytes} fromByte={part * PART_BYTES} />
        ) : (
          <PartText bytes={wholeCharacters(bytes, part === 0, part === partCount - 1)} />
        ))}
    </div>
  )
}

function PartText({ bytes }: { bytes: Uint8Array }) {
  const payload = useMemo(() => new Payload('text', bytes), [bytes])
  return <TextView text={payload.text} byteLength={bytes.byteLength} />
}

/** The part before stays until the next has come, so that nothing blinks. */
function usePart(seq: number, part: number): Uint8Array | undefined {
  const [bytes, setBytes] = useState<Uint8Array>()
  useEffect(() => {
    let isStale = false
    void call('frame.read', { seq, from: part * PART_BYTES, maxBytes: PART_BYTES }).then((answer) => {
      if (!isStale && answer.ok && typeof answer.value.payload !== 'string') setBytes(answer.value.payload)
    })
    return () => {
      isStale = true
    }
  }, [seq, part])
  return bytes
}
