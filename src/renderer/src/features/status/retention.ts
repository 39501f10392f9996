/** How far back the stored frames reach, now and once the limits are reached at the present rate. */
import type { Rate } from '../../../../shared/protocol/feed'
import { BYTES_PER_ROW, type StorageState } from '../../../../shared/protocol/storage'
import { formatDuration } from '../../ui/format'

/** How long it takes to fill the limits; undefined at rest. */
export function spans({ limits, hasDisk }: StorageState, { messagesPerSecond, bytesPerSecond }: Rate) {
  const bytesPerMs = (bytesPerSecond + messagesPerSecond * BYTES_PER_ROW) / 1000
  if (bytesPerMs === 0) return undefined
  return { memoryMs: limits.memoryBytes / bytesPerMs, diskMs: hasDisk ? limits.diskBytes / bytesPerMs : 0 }
}

/** `At this rate memory holds 12.0 s, and the disk 3:05 min.` */
export function describeSpans(storage: StorageState, rate: Rate): string {
  const reached = spans(storage, rate)
  if (reached === undefined) return 'Nothing comes in just now: what is kept stays.'
  const memory = `At this rate memory holds ${formatDuration(reached.memoryMs)}`
  return reached.diskMs === 0
    ? `${memory}; what is older is evicted.`
    : `${memory}, and the disk ${formatDuration(reached.diskMs)}.`
}
