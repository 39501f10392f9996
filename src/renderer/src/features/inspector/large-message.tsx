/** A message too large to be held in the window: a part of it at a time, read from the engine when it is looked at. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { FrameDetail } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { onCommand } from '../../state/commands'
import { copyText } from '../../state/copy-text'
import { useMessageView } from '../../state/message-view'
import { CopyButton } from '../../ui/copy-button'
import { formatBytes, formatCount } from '../../ui/format'
import { hexText } from '../../ui/hex-lines'
import { HexView } from '../../ui/hex-view'
import { PartBar } from '../../ui/part-bar'
import { Payload } from './payload'
import { wholeCharacters } from './text-part'
import { TextView } from './text-view'

/** Drawn at once, as text too. */
const PART_BYTES = 128 * 1024

interface Props {
  frame: FrameDetail
  payload: Payload
}

export function LargeMessage({ frame: { seq, byteLength }, payload }: Props) {
  const [part, setPart] = useState(0)
  const partCount = Math.ceil(byteLength / PART_BYTES)
  const read = usePart(seq, part)
  const showsHex =
    payload.view(
      useMessageView((state) => state.view),
      false,
    ) === 'Hex'
  const text = useMemo(() => {
    if (read === undefined) return undefined
    return new Payload('text', wholeCharacters(read.bytes, read.part === 0, read.part === partCount - 1)).text
  }, [read, partCount])
  const copy = useCallback(async () => {
    if (read === undefined || text === undefined) return false
    return copyText(showsHex || !text.isWhole ? hexText(read.bytes) : text.text)
  }, [read, text, showsHex])
  useEffect(() => onCommand({ 'copy-row': () => void copy() }), [copy])
  return (
    <div className="large">
      <PartBar
        part={part}
        partCount={partCount}
        onGo={setPart}
        place={`from byte ${formatCount(part * PART_BYTES)} of ${formatBytes(byteLength)}`}
      >
        <CopyButton label="Copy part" onCopy={copy} />
      </PartBar>
      {read !== undefined && showsHex && (
        <HexView key={read.part} bytes={read.bytes} fromByte={read.part * PART_BYTES} byteLength={byteLength} />
      )}
      {text !== undefined && !showsHex && <TextView key={read?.part} text={text} />}
    </div>
  )
}

/** The part before stays until the next has come, so that nothing blinks. */
function usePart(seq: number, part: number): { part: number; bytes: Uint8Array } | undefined {
  const [read, setRead] = useState<{ part: number; bytes: Uint8Array }>()
  useEffect(() => {
    let isStale = false
    void call('frame.read', { seq, from: part * PART_BYTES, maxBytes: PART_BYTES }).then((answer) => {
      if (isStale || !answer.ok || typeof answer.value.payload === 'string') return
      setRead({ part, bytes: answer.value.payload })
    })
    return () => {
      isStale = true
    }
  }, [seq, part])
  return read
}
