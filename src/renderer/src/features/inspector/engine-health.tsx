/** What is kept in memory, and how the engine behind it all fares. */
import { useLive } from '../../state/live-store'
import { formatBytes, formatDuration } from '../../ui/format'
import { useNowMs } from './engine-clock'
import { HealthGroup, NO_READING, Reading } from './health-group'

export function EngineHealth() {
  // Windows come 60 times a second: as text, only what reads differently is drawn again.
  const memory = useLive(({ window }) => formatBytes(window?.memoryBytes ?? 0))
  const oldestTimeMs = useLive(({ window }) => window?.oldestTimeMs)
  const now = useNowMs()
  const processBytes = useLive(({ pulse }) => formatBytes(pulse.processBytes))
  const loopDelay = useLive(({ pulse }) => formatDuration(pulse.loopDelayMs))
  return (
    <HealthGroup title="Engine">
      <Reading name="Messages in memory">{memory}</Reading>
      <Reading name="They reach back">
        {oldestTimeMs === undefined ? NO_READING : formatDuration(Math.max(0, now - oldestTimeMs))}
      </Reading>
      <Reading name="Whole process">{processBytes}</Reading>
      <Reading name="Loop delay">{loopDelay}</Reading>
    </HealthGroup>
  )
}
