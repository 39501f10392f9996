/** What the decoders of its connection make of a message, asked for when it is looked at. */
import { useEffect, useState } from 'react'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { isMessage } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'

/** @returns undefined for what is readable as it is, and until the answer has come */
export function useDecoded({ seq, kind, payload }: FrameDetail, isWanted: boolean): DecodedFrame | undefined {
  const [decoded, setDecoded] = useState<{ seq: number; frame: DecodedFrame }>()
  const isAsked = isWanted && isMessage(kind) && typeof payload !== 'string'
  useEffect(() => {
    if (!isAsked) return
    let isStale = false
    void call('frame.decode', { seq }).then((answer) => {
      if (!isStale && answer.ok) setDecoded({ seq, frame: answer.value })
    })
    return () => {
      isStale = true
    }
  }, [seq, isAsked])
  return decoded?.seq === seq && isAsked && decoded.frame.layers.length > 0 ? decoded.frame : undefined
}
