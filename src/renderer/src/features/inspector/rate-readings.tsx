/** How much comes in now; nothing is said of what is at rest, so its rate is zero. */
import type { Rate } from '../../../../shared/protocol/feed'
import { formatBytes, formatCount } from '../../ui/format'
import { Reading } from './health-group'

export function RateReadings({ rate }: { rate: Rate | undefined }) {
  return (
    <Reading name="Rate">
      {formatCount(rate?.messagesPerSecond ?? 0)} msg/s <small>{formatBytes(rate?.bytesPerSecond ?? 0)}/s</small>
    </Reading>
  )
}
