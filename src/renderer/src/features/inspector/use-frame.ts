/** One frame of the store, by its number. */
import { useEffect, useState } from 'react'
import type { Result } from '../../../../shared/failure'
import type { FrameDetail } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { WHOLE_MAX_BYTES } from './large-message'

/**
 * @returns undefined until the first answer. While another frame is on its way the one before stays, so that nothing
 * blinks when the selection runs down the log.
 */
export function useFrame(seq: number): Result<FrameDetail> | undefined {
  const [frame, setFrame] = useState<Result<FrameDetail>>()
  useEffect(() => {
    let isStale = false
    void call('frame.read', { seq, maxBytes: WHOLE_MAX_BYTES }).then((answer) => {
      if (!isStale) setFrame(answer)
    })
    return () => {
      isStale = true
    }
  }, [seq])
  return frame
}
