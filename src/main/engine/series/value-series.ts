/** One field of a connection's messages over time, split into a line a key where there is one. */
import type { Line } from '../../../shared/ipc/contract'
import type { FieldPath, SeriesSummary } from '../../../shared/protocol/feed'
import { fieldAt, toNumber } from '../../../shared/protocol/field'
import { downsample, type PixelGrid } from './downsample'
import { PointRing } from './point-ring'

/** More lines than eyes can tell apart; the keys that come later have none. */
export const LINES_MAX = 32
/** What a legend can show of a key. */
const KEY_MAX_LENGTH = 80

export class ValueSeries {
  /** 1: every frame was parsed; n: one in n. */
  sampledOneIn = 1
  private lines = new Map<string, PointRing>()

  constructor(
    readonly id: number,
    readonly connectionId: number,
    readonly chartId: number,
    readonly path: FieldPath,
    readonly keyPath: FieldPath | undefined,
  ) {}

  /** @param message a parsed JSON message; one without the field, or where it is no finite number, adds nothing */
  add(timeMs: number, message: unknown): void {
    const value = toNumber(fieldAt(message, this.path))
    if (!Number.isFinite(value)) return
    this.line(this.keyPath === undefined ? '' : keyText(fieldAt(message, this.keyPath)))?.add(timeMs, value)
  }

  read(grid: PixelGrid): Line[] {
    return [...this.lines].map(([key, points]) => ({
      seriesId: this.id,
      key,
      values: downsample(points, grid),
      last: points.last,
      sampledOneIn: this.sampledOneIn,
    }))
  }

  summary(): SeriesSummary {
    const { id, connectionId, chartId, path, keyPath } = this
    return { id, connectionId, chartId, path, keyPath }
  }

  private line(key: string): PointRing | undefined {
    let points = this.lines.get(key)
    if (points === undefined && this.lines.size < LINES_MAX) {
      points = new PointRing()
      this.lines.set(key, points)
    }
    return points
  }
}

function keyText(key: unknown): string {
  return (typeof key === 'object' ? JSON.stringify(key) : String(key)).slice(0, KEY_MAX_LENGTH)
}
