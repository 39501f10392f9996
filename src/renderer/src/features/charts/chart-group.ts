/** Which charts there are, and what they are called. */
import type { FieldPath, SeriesSummary } from '../../../../shared/protocol/feed'
import { formatFieldPath } from '../../ui/field-path'

export interface ChartGroup {
  chartId: number
  series: SeriesSummary[]
}

/** Series of the connections wanted, by chart, in the order their charts were made. */
export function chartGroups(
  series: readonly SeriesSummary[],
  isWanted: (connectionId: number) => boolean,
): ChartGroup[] {
  const groups = new Map<number, ChartGroup>()
  for (const each of series) {
    if (!isWanted(each.connectionId)) continue
    const group = groups.get(each.chartId)
    if (group === undefined) groups.set(each.chartId, { chartId: each.chartId, series: [each] })
    else group.series.push(each)
  }
  return [...groups.values()].sort((a, b) => a.chartId - b.chartId)
}

/** `$.price, $.size` */
export function chartTitle(series: readonly SeriesSummary[]): string {
  return series.map(({ path }) => formatFieldPath(path)).join(', ')
}

/** `$.price by symbol` */
export function seriesTitle({ path, keyPath }: SeriesSummary): string {
  const title = formatFieldPath(path)
  return keyPath === undefined ? title : `${title} ${splitTitle(keyPath)}`
}

/** `by symbol`, `by user.name`; what is read twenty times a day needs no `$.` */
export function splitTitle(keyPath: FieldPath): string {
  return `by ${formatFieldPath(keyPath).replace(/^\$\.?/, '')}`
}
