/** The request as the engine would send it, asked for when the keys have rested and when a variable has changed. */
import { useEffect, useState } from 'react'
import type { Result } from '../../../../shared/failure'
import type { ResolvedRequest } from '../../../../shared/ipc/contract'
import type { ConnectionSettings } from '../../../../shared/protocol/connection-settings'
import { call, on } from '../../bridge'

/** Of rest after a key; longer would look as if it were not about what is typed. */
const REST_MS = 200

/** @returns undefined while there is nothing to resolve, or no answer yet */
export function useResolved(settings: ConnectionSettings): Result<ResolvedRequest> | undefined {
  const [resolved, setResolved] = useState<Result<ResolvedRequest>>()
  const [deskChanges, setDeskChanges] = useState(0)
  const asked = JSON.stringify(settings)
  const hasUrl = settings.url.trim() !== ''
  useEffect(() => on('desk.changed', () => setDeskChanges((count) => count + 1)), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another desk means another answer
  useEffect(() => {
    let isLatest = true
    const timer = setTimeout(async () => {
      const answer = hasUrl ? await call('connection.resolve', { settings: JSON.parse(asked) }) : undefined
      if (isLatest) setResolved(answer)
    }, REST_MS)
    return () => {
      isLatest = false
      clearTimeout(timer)
    }
  }, [asked, hasUrl, deskChanges])
  return hasUrl ? resolved : undefined
}
