/** The frame that is selected, once it is there. */
import { useEffect, useState } from 'react'
import type { Result } from '../../../../shared/failure'
import { useConnection } from '../../state/workspace-store'
import { type ReadFrame, readFrame } from './read-frame'

/**
 * @returns undefined until the first answer. While another frame is on its way the one before stays, so that nothing
 * blinks when the selection runs down the log.
 */
export function useFrame(seq: number): Result<ReadFrame> | undefined {
  const [frame, setFrame] = useState<Result<ReadFrame>>()
  const connectionId = frame?.ok ? frame.value.frame.connectionId : undefined
  const asked = useDecodingChanges(connectionId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again once the user has chosen another way to read it
  useEffect(() => {
    let isStale = false
    void readFrame(seq).then((answer) => {
      if (!isStale) setFrame(answer)
    })
    return () => {
      isStale = true
    }
  }, [seq, asked])
  return frame
}

/** @returns another number whenever the decoding of the connection was changed; that another one is looked at is no change */
function useDecodingChanges(connectionId: number | undefined): number {
  // As a text, since lists of connections come whole.
  const decoding = JSON.stringify(useConnection(connectionId)?.settings.decoding)
  const [seen, setSeen] = useState({ connectionId, decoding, changes: 0 })
  if (seen.connectionId !== connectionId || seen.decoding !== decoding) {
    const isChange = seen.connectionId === connectionId && connectionId !== undefined
    setSeen({ connectionId, decoding, changes: seen.changes + (isChange ? 1 : 0) })
  }
  return seen.changes
}
