/** The health of a connection, once a second, while somebody can see it. */
import { useCallback } from 'react'
import type { ConnectionHealth } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { engineNow } from '../../state/engine-clock'
import { usePolled } from '../../ui/use-polled'

const REFRESH_MS = 1_000

export interface HealthReading {
  health: ConnectionHealth
  readAtMs: number
}

/** @returns undefined until the first answer; `gone` for a connection that is no more */
export function useHealth(id: number): HealthReading | 'gone' | undefined {
  const read = useCallback(async () => {
    const health = await call('connection.health', { id })
    return health.ok ? { health: health.value, readAtMs: engineNow() } : 'gone'
  }, [id])
  return usePolled<HealthReading | 'gone'>(read, REFRESH_MS)
}
