/** Names and colours the lines of value series. A line keeps its colour when keys join before it. */
import type { Line } from '../../../../shared/ipc/contract'
import type { FieldPath, SeriesSummary } from '../../../../shared/protocol/feed'
import { formatFieldPath } from '../../ui/field-path'
import { type ChartLine, lineStyle } from './chart-line'

export class ValueLines {
  private readonly places = new Map<string, number>()

  constructor(private readonly series: readonly SeriesSummary[]) {}

  describe(lines: readonly Line[]): ChartLine[] {
    return lines.map(({ seriesId, key }) => {
      const id = `${seriesId} ${key}`
      return {
        id,
        seriesId,
        label: this.label(seriesId, key),
        ...lineStyle(this.placeOf(id)),
        axis: 'left',
        isFilled: false,
      }
    })
  }

  private label(seriesId: number, key: string): string {
    const series = this.series.find(({ id }) => id === seriesId)
    if (series === undefined) return key
    const name = series.keyPath === undefined ? '' : keyName(key)
    // The title says what a chart of one series is about.
    if (this.series.length === 1) return name === '' ? lastStep(series.path) : name
    return `${formatFieldPath(series.path)} ${name}`.trim()
  }

  private placeOf(id: string): number {
    let place = this.places.get(id)
    if (place === undefined) {
      place = this.places.size
      this.places.set(id, place)
    }
    return place
  }
}

/** Of messages that lack the key the engine writes `undefined`. */
function keyName(key: string): string {
  if (key === 'undefined') return 'none'
  return key === '' ? '""' : key
}

function lastStep(path: FieldPath): string {
  return String(path.at(-1) ?? '$')
}
