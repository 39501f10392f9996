/** One chart of value series: all their lines, and what can be done with each series. */
import { Fragment, useMemo } from 'react'
import type { SeriesSummary } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { ChartFigure } from './chart-figure'
import { type ChartGroup, chartTitle, seriesTitle } from './chart-group'
import { removeChart } from './series-actions'
import { SeriesTitle } from './series-title'
import type { Source } from './trace'
import { ValueLines } from './value-lines'

interface Props {
  chart: ChartGroup
  /** The other charts, to draw a series in. */
  others: readonly ChartGroup[]
  /** Names a connection where those of several are shown. */
  nameOf: ((connectionId: number) => string) | undefined
}

export function ValueChart({ chart, others, nameOf }: Props) {
  const seriesKey = JSON.stringify(chart.series)
  const source = useMemo(() => valueSource(JSON.parse(seriesKey) as SeriesSummary[]), [seriesKey])
  const title = chartTitle(chart.series)
  return (
    <ChartFigure
      label={chart.series.map(seriesTitle).join(', ')}
      source={source}
      emptyText="No number has come here yet."
      title={
        <h2 className="chart-name">
          {chart.series.map((series, at) => (
            <Fragment key={series.id}>
              {at > 0 && <span className="chart-name-gap">·</span>}
              <SeriesTitle
                series={series}
                isAlone={chart.series.length === 1}
                others={others}
                connectionName={nameOf?.(series.connectionId)}
              />
            </Fragment>
          ))}
        </h2>
      }
      actions={
        <button
          type="button"
          className="button quiet icon chart-remove"
          aria-label={`Remove chart ${title}`}
          title={`Remove chart ${title}`}
          onClick={() => void removeChart(chart)}
        >
          ×
        </button>
      }
    />
  )
}

function valueSource(series: readonly SeriesSummary[]): Source {
  const lines = new ValueLines(series)
  const seriesIds = series.map(({ id }) => id)
  return {
    key: `chart ${series[0]?.chartId}`,
    fromZero: false,
    async read(window) {
      const columns = await call('series.read', { seriesIds, ...window })
      return columns.ok ? columns.value : undefined
    },
    describe: (columns) => lines.describe(columns.lines),
  }
}
