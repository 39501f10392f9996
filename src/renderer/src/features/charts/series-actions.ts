/** What can be done with series. A failure is told where all are told; the new state comes from the engine. */
import type { FieldPath, SeriesSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { notify, notifyFailure } from '../../state/notices'
import { type ChartGroup, chartTitle } from './chart-group'

export async function splitSeries({ id }: SeriesSummary, keyPath: FieldPath | undefined): Promise<void> {
  const split = await call('series.split', { id, keyPath })
  if (!split.ok) notifyFailure(split.error)
}

/** @param chartId of the chart to draw it in; undefined for one of its own */
export async function drawIn(series: SeriesSummary, chartId: number | undefined): Promise<void> {
  if (await add({ ...series, chartId })) await remove(series)
}

export async function removeChart(chart: ChartGroup): Promise<void> {
  const removed: SeriesSummary[] = []
  for (const series of chart.series) if (await remove(series)) removed.push(series)
  if (removed.length === 0) return
  notify({
    kind: 'info',
    message: `The chart ${chartTitle(removed)} was removed.`,
    action: { label: 'Undo', act: () => void restore(removed) },
  })
}

export async function removeSeries(series: SeriesSummary): Promise<void> {
  await removeChart({ chartId: series.chartId, series: [series] })
}

/** In the chart it was in, which comes back with it. */
async function restore(removed: readonly SeriesSummary[]): Promise<void> {
  for (const series of removed) await add(series)
}

async function add(series: Omit<SeriesSummary, 'id' | 'chartId'> & { chartId: number | undefined }): Promise<boolean> {
  const { connectionId, chartId, path, keyPath } = series
  const added = await call('series.add', { connectionId, chartId, path, keyPath })
  if (!added.ok) notifyFailure(added.error)
  return added.ok
}

async function remove({ id }: SeriesSummary): Promise<boolean> {
  const removed = await call('series.remove', { id })
  if (!removed.ok) notifyFailure(removed.error)
  return removed.ok
}
