import { describe, expect, it } from 'vitest'
import { areSameLines, lineStyle } from '../../../src/renderer/src/features/charts/chart-line'
import { toggled, toggledAlone } from '../../../src/renderer/src/features/charts/legend'
import { RateLines } from '../../../src/renderer/src/features/charts/rate-lines'
import { ValueLines } from '../../../src/renderer/src/features/charts/value-lines'
import type { Line } from '../../../src/shared/ipc/contract'

function line(seriesId: number, key: string, values: number[] = [], last = 0): Line {
  return { seriesId, key, values: Float64Array.from(values), last, sampledOneIn: 1 }
}

describe('the look of a line', () => {
  it('is a colour of its own for the first eight, then other dashes', () => {
    expect(lineStyle(0)).toEqual({ colour: 'series-1', dash: [] })
    expect(lineStyle(7)).toEqual({ colour: 'series-8', dash: [] })
    expect(lineStyle(8)).toEqual({ colour: 'series-1', dash: [7, 3] })
    const looks = Array.from({ length: 32 }, (_, at) => JSON.stringify(lineStyle(at)))
    expect(new Set(looks).size).toBe(32)
  })
})

describe('the lines of value series', () => {
  const price = { id: 1, connectionId: 7, chartId: 1, path: ['quote', 'price'], keyPath: ['symbol'] }
  const size = { id: 2, connectionId: 7, chartId: 1, path: ['size'] }

  it('are called by their key alone in a chart of one series', () => {
    const labels = new ValueLines([price]).describe([line(1, 'ACME'), line(1, ''), line(1, 'undefined')])
    expect(labels.map(({ label }) => label)).toEqual(['ACME', '""', 'none'])
  })

  it('are called by their field where nothing splits them', () => {
    expect(new ValueLines([size]).describe([line(2, '')])[0]?.label).toBe('size')
  })

  it('are called by field and key where several are drawn in one chart', () => {
    const labels = new ValueLines([price, size]).describe([line(1, 'ACME'), line(2, '')])
    expect(labels.map(({ label }) => label)).toEqual(['$.quote.price ACME', '$.size'])
  })

  it('keep their colours when a key joins before them', () => {
    const lines = new ValueLines([price, size])
    lines.describe([line(1, 'ACME'), line(2, '')])
    const colours = lines.describe([line(1, 'ACME'), line(1, 'GLOBEX'), line(2, '')]).map(({ colour }) => colour)
    expect(colours).toEqual(['series-1', 'series-3', 'series-2'])
  })

  it('are the same lines as long as their names are', () => {
    const lines = new ValueLines([price])
    const one = lines.describe([line(1, 'ACME', [1])])
    expect(areSameLines(one, lines.describe([line(1, 'ACME', [2])]))).toBe(true)
    expect(areSameLines(one, lines.describe([line(1, 'ACME'), line(1, 'GLOBEX')]))).toBe(false)
    expect(areSameLines(one, lines.describe([line(1, 'GLOBEX')]))).toBe(false)
  })
})

describe('the lines of a rate', () => {
  const received = [line(0, 'received messages/s', [20], 20), line(1, 'received bytes/s', [1_300], 1_300)]
  const silent = [line(2, 'sent messages/s', [0], 0), line(3, 'sent bytes/s', [0], 0)]
  const sending = [line(2, 'sent messages/s', [0, 4], 0), line(3, 'sent bytes/s', [0, 80], 0)]

  it('leave out what was never sent', () => {
    expect(new RateLines().select([...received, ...silent])).toEqual(received)
  })

  it('show what was sent for good, once there was any', () => {
    const lines = new RateLines()
    expect(lines.select([...received, ...sending])).toHaveLength(4)
    expect(lines.select([...received, ...silent])).toHaveLength(4)
  })

  it('put messages on the left axis and bytes on the right, each with its unit', () => {
    const described = new RateLines().describe([...received, ...sending])
    expect(described.map(({ axis }) => axis)).toEqual(['left', 'right', 'left', 'right'])
    expect(described.map((each) => each.format?.(1_204))).toEqual(['1.2k msg/s', '1.2 kB/s', '1.2k msg/s', '1.2 kB/s'])
  })

  it('tell what was sent by a dash', () => {
    expect(new RateLines().describe([...received, ...sending]).map(({ dash }) => dash.length > 0)).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

describe('a legend', () => {
  it('hides a line and shows it again', () => {
    expect([...toggled(new Set(['a']), 'b')]).toEqual(['a', 'b'])
    expect([...toggled(new Set(['a', 'b']), 'b')]).toEqual(['a'])
  })

  it('shows a line alone, and all of them again', () => {
    const alone = toggledAlone(['a', 'b', 'c'], new Set(['b']), 'b')
    expect([...alone]).toEqual(['a', 'c'])
    expect([...toggledAlone(['a', 'b', 'c'], alone, 'b')]).toEqual([])
  })
})
