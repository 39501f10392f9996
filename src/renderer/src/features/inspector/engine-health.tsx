/** What is kept in memory and on disk, and how the engine behind it all fares. */

import { useEngineNow } from '../../state/engine-clock'
import { useLive } from '../../state/live-store'
import { formatBytes, formatDuration } from '../../ui/format'
import { HealthGroup, NO_READING, Reading } from './health-group'

export function EngineHealth() {
  const { storage, processBytes, loopDelayMs } = useLive(({ pulse }) => pulse)
  const { memoryBytes, diskBytes, oldestTimeMs } = storage
  const now = useEngineNow()
  return (
    <HealthGroup title="Engine">
      <Reading name="Messages in memory">{formatBytes(memoryBytes)}</Reading>
      <Reading name="Messages on disk">{formatBytes(diskBytes)}</Reading>
      <Reading name="They reach back">
        {oldestTimeMs === undefined ? NO_READING : formatDuration(Math.max(0, now - oldestTimeMs))}
      </Reading>
      <Reading name="Whole process">{formatBytes(processBytes)}</Reading>
      <Reading name="Loop delay">{formatDuration(loopDelayMs)}</Reading>
    </HealthGroup>
  )
}
