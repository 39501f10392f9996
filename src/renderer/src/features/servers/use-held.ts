/** What a tap holds, asked for a few times a second; and one held frame's whole payload. */
import { useCallback, useEffect, useState } from 'react'
import { ok, type Result } from '../../../../shared/failure'
import type { CallAnswer } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { usePolledAndAsked } from '../../ui/use-polled'

/** Often enough that a held frame is seen as it comes. */
const REFRESH_MS = 300

type HeldList = CallAnswer<'tap.held'>

const nothing: HeldList = { directions: [], frames: [] }

export function useHeld(serverId: number): { held: HeldList; askAgain(): void } {
  const read = useCallback(async () => {
    const held = await call('tap.held', { id: serverId })
    return held.ok ? held.value : nothing
  }, [serverId])
  const [held = nothing, askAgain] = usePolledAndAsked(read, REFRESH_MS)
  return { held, askAgain }
}

/** @returns undefined until the answer is there */
export function useHeldPayload(serverId: number, heldId: number): Result<Uint8Array> | undefined {
  const [read, setRead] = useState<{ heldId: number; payload: Result<Uint8Array> }>()
  useEffect(() => {
    let isStale = false
    void call('tap.read', { id: serverId, heldId }).then((answer) => {
      if (!isStale) setRead({ heldId, payload: answer.ok ? ok(answer.value.payload) : answer })
    })
    return () => {
      isStale = true
    }
  }, [serverId, heldId])
  return read?.heldId === heldId ? read.payload : undefined
}
