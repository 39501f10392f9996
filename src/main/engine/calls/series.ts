/** What charts ask for: lines of fields, and of rates. */
import { ok } from '../../../shared/failure'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function seriesCalls(parts: Parts): CallsOf<'series' | 'rates'> {
  const { series, rates } = parts
  return {
    'series.add': ({ connectionId, path, keyPath, chartId }) => series.add(connectionId, path, keyPath, chartId),
    'series.split': ({ id, keyPath }) => series.split(id, keyPath),
    'series.remove': ({ id }) => series.remove(id),
    'series.read': ({ seriesIds, fromMs, toMs, widthPx }) => ok(series.columns(seriesIds, fromMs, toMs, widthPx)),
    'rates.read': ({ scope, fromMs, toMs, widthPx }) => ok(rates.columns(scope, fromMs, toMs, widthPx)),
  }
}
