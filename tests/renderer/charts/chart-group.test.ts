import { describe, expect, it } from 'vitest'
import { chartGroups, chartTitle, seriesTitle, splitTitle } from '../../../src/renderer/src/features/charts/chart-group'
import type { SeriesSummary } from '../../../src/shared/protocol/feed'

const price: SeriesSummary = { id: 1, connectionId: 7, chartId: 1, path: ['price'], keyPath: ['symbol'] }
const size: SeriesSummary = { id: 2, connectionId: 7, chartId: 2, path: ['size'] }
const bid: SeriesSummary = { id: 5, connectionId: 7, chartId: 1, path: ['bid'] }
const lag: SeriesSummary = { id: 3, connectionId: 8, chartId: 3, path: ['stats', 'lag'] }

describe('charts', () => {
  it('hold the series that share their chart, in the order the charts were made', () => {
    expect(chartGroups([size, price, lag, bid], () => true)).toEqual([
      { chartId: 1, series: [price, bid] },
      { chartId: 2, series: [size] },
      { chartId: 3, series: [lag] },
    ])
  })

  it('are those of the connections wanted', () => {
    expect(chartGroups([price, size, lag], (connectionId) => connectionId === 8)).toEqual([
      { chartId: 3, series: [lag] },
    ])
  })
})

describe('titles', () => {
  it('name the field, and what splits it', () => {
    expect(seriesTitle(price)).toBe('$.price by symbol')
    expect(seriesTitle(lag)).toBe('$.stats.lag')
    expect(chartTitle([price, bid])).toBe('$.price, $.bid')
  })

  it('write a key without its root', () => {
    expect(splitTitle(['user', 'name'])).toBe('by user.name')
    expect(splitTitle(['odd key'])).toBe('by ["odd key"]')
    expect(splitTitle([0])).toBe('by [0]')
  })
})
