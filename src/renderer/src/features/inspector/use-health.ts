/** The health of a connection, once a second, while somebody can see it. */
import { useEffect, useState } from 'react'
import type { ConnectionHealth } from '../../../../shared/ipc/contract'
import { call } from '../../bridge'
import { engineNow } from '../../state/engine-clock'

const REFRESH_MS = 1_000

export interface HealthReading {
  health: ConnectionHealth
  readAtMs: number
}

/** @returns undefined until the first answer; `gone` for a connection that is no more */
export function useHealth(id: number): HealthReading | 'gone' | undefined {
  const [reading, setReading] = useState<HealthReading | 'gone'>()
  useEffect(() => {
    let isStale = false
    const read = async () => {
      if (document.hidden) return
      const health = await call('connection.health', { id })
      if (!isStale) setReading(health.ok ? { health: health.value, readAtMs: engineNow() } : 'gone')
    }
    void read()
    const timer = setInterval(() => void read(), REFRESH_MS)
    return () => {
      isStale = true
      clearInterval(timer)
    }
  }, [id])
  return reading
}
