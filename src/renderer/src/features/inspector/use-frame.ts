/** The frame that is selected, once it is there. */
import { useEffect, useState } from 'react'
import type { Result } from '../../../../shared/failure'
import { type ReadFrame, readFrame } from './read-frame'

/**
 * @returns undefined until the first answer. While another frame is on its way the one before stays, so that nothing
 * blinks when the selection runs down the log.
 */
export function useFrame(seq: number): Result<ReadFrame> | undefined {
  const [frame, setFrame] = useState<Result<ReadFrame>>()
  useEffect(() => {
    let isStale = false
    void readFrame(seq).then((answer) => {
      if (!isStale) setFrame(answer)
    })
    return () => {
      isStale = true
    }
  }, [seq])
  return frame
}
