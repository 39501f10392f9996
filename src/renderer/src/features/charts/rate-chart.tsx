/** How fast the place shown receives and sends: messages on the left axis, bytes on the right. */
import { useMemo } from 'react'
import type { Scope } from '../../../../shared/protocol/feed'
import { call } from '../../bridge'
import { ChartFigure } from './chart-figure'
import { RateLines } from './rate-lines'
import type { Source } from './trace'

export function RateChart({ scope }: { scope: Scope }) {
  const scopeKey = JSON.stringify(scope)
  const source = useMemo(() => rateSource(JSON.parse(scopeKey) as Scope), [scopeKey])
  return (
    <ChartFigure
      label="Rate of messages and bytes"
      source={source}
      emptyText="No rate is kept of this one."
      title={<h2 className="chart-name">Rate</h2>}
    />
  )
}

function rateSource(scope: Scope): Source {
  const lines = new RateLines()
  return {
    key: 'rate',
    fromZero: true,
    async read(window) {
      const columns = await call('rates.read', { scope, ...window })
      return columns.ok ? { ...columns.value, lines: lines.select(columns.value.lines) } : undefined
    },
    describe: (columns) => lines.describe(columns.lines),
  }
}
