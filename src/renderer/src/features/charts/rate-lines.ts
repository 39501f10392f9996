/** Names and colours the four lines of a rate: colour tells messages from bytes, a dash what we sent. */
import type { Line } from '../../../../shared/ipc/contract'
import { formatBytes, formatCompact } from '../../ui/format'
import { type ChartLine, lineStyle } from './chart-line'

const SENT_DASH = [4, 3]

const messages = {
  ...lineStyle(0),
  axis: 'left',
  format: (value: number) => `${formatCompact(value)} msg/s`,
} as const
const bytes = { ...lineStyle(1), axis: 'right', format: (value: number) => `${formatBytes(value)}/s` } as const

/** In the order of `rates.read`. */
const rates: readonly Omit<ChartLine, 'id' | 'seriesId'>[] = [
  { ...messages, label: 'received', isFilled: true },
  { ...bytes, label: 'received', isFilled: false },
  { ...messages, label: 'sent', dash: SENT_DASH, isFilled: false },
  { ...bytes, label: 'sent', dash: SENT_DASH, isFilled: false },
]

const RECEIVED_LINES = 2

export class RateLines {
  private hasSent = false

  /** Who only listens has no use for lines at zero. */
  select(lines: readonly Line[]): Line[] {
    const sent = lines.slice(RECEIVED_LINES)
    this.hasSent ||= sent.some(({ last, values }) => last > 0 || values.some((value) => value > 0))
    return this.hasSent ? [...lines] : lines.slice(0, RECEIVED_LINES)
  }

  describe(lines: readonly Line[]): ChartLine[] {
    return lines.map(({ seriesId }, at) => ({ ...(rates[at] as (typeof rates)[number]), id: `rate ${at}`, seriesId }))
  }
}
