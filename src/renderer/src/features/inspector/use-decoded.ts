/** What the decoders of its connection make of a message, asked for when it is looked at. */
import { useEffect, useState } from 'react'
import type { DecodedFrame, FrameDetail } from '../../../../shared/ipc/contract'
import { isMessage } from '../../../../shared/protocol/frame'
import { call } from '../../bridge'
import { useConnection } from '../../state/workspace-store'

/** @returns undefined for what is readable as it is, and until the answer has come */
export function useDecoded(
  { seq, kind, connectionId, payload }: FrameDetail,
  isWanted: boolean,
): DecodedFrame | undefined {
  const [decoded, setDecoded] = useState<{ seq: number; frame: DecodedFrame }>()
  const isAsked = isWanted && isMessage(kind) && typeof payload !== 'string'
  // As a text, since lists of connections come whole: asked again once the user has chosen another way to read them.
  const decoding = JSON.stringify(useConnection(connectionId)?.settings.decoding)
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!isAsked) return
    let isStale = false
    void call('frame.decode', { seq }).then((answer) => {
      if (!isStale && answer.ok) setDecoded({ seq, frame: answer.value })
    })
    return () => {
      isStale = true
    }
  }, [seq, isAsked, decoding])
  if (decoded?.seq !== seq || !isAsked) return undefined
  const { layers, problem } = decoded.frame
  return layers.length > 0 || problem !== undefined ? decoded.frame : undefined
}
