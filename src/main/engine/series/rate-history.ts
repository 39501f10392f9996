/**
 * How fast a source was over time: four numbers a sample, differences of running totals. Sampled by a timer, so that an
 * ingested frame costs nothing here.
 */
import type { Line } from '../../../shared/ipc/contract'
import type { Rate } from '../../../shared/protocol/feed'
import { downsample, type PixelGrid } from './downsample'
import { PointRing } from './point-ring'

/** Running totals of a source; only their differences matter. */
export interface Totals {
  receivedCount: number
  receivedBytes: number
  sentCount: number
  sentBytes: number
}

/** The names and the order of the lines of `rates.read`. */
const COLUMNS = [
  ['received messages/s', 'receivedCount'],
  ['received bytes/s', 'receivedBytes'],
  ['sent messages/s', 'sentCount'],
  ['sent bytes/s', 'sentBytes'],
] as const

export class RateHistory {
  private readonly lines = COLUMNS.map(() => new PointRing())
  private previous: (Totals & { timeMs: number }) | undefined

  /** @param totals what the source has had until `timeMs` */
  sample(timeMs: number, totals: Totals): void {
    const { previous } = this
    // No time has passed: what came counts with the next sample.
    if (previous !== undefined && timeMs <= previous.timeMs) return
    this.previous = { ...totals, timeMs }
    if (previous === undefined) return
    const seconds = (timeMs - previous.timeMs) / 1000
    COLUMNS.forEach(([, column], at) => {
      this.lines[at]?.add(timeMs, (totals[column] - previous[column]) / seconds)
    })
  }

  /** The mean of the newest samples, both directions together. */
  current(samples: number): Rate {
    const mean = (at: number) => {
      const line = this.lines[at] as PointRing
      const from = Math.max(0, line.length - samples)
      let sum = 0
      for (let index = from; index < line.length; index++) sum += line.valueAt(index)
      return line.length === from ? 0 : sum / (line.length - from)
    }
    return { messagesPerSecond: mean(0) + mean(2), bytesPerSecond: mean(1) + mean(3) }
  }

  read(grid: PixelGrid): Line[] {
    return COLUMNS.map(([key], at) => {
      const points = this.lines[at] as PointRing
      return { seriesId: at, key, values: downsample(points, grid), last: points.last, sampledOneIn: 1 }
    })
  }
}
