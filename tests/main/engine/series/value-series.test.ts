import { describe, expect, it } from 'vitest'
import type { PixelGrid } from '../../../../src/main/engine/series/downsample'
import { LINES_MAX, ValueSeries } from '../../../../src/main/engine/series/value-series'

const grid: PixelGrid = { startMs: 0, bucketMs: 100, buckets: 10 }

function pricesBySymbol(): ValueSeries {
  return new ValueSeries(4, 2, 3, ['price'], ['symbol'])
}

/** The points drawn of a line. */
function drawn(values: Float64Array): number[] {
  return [...values].filter((value) => !Number.isNaN(value))
}

describe('ValueSeries', () => {
  it('draws one line, without a key, where nothing splits it', () => {
    const series = new ValueSeries(4, 2, 3, ['price'], undefined)
    series.add(50, { symbol: 'ACME', price: 101 })
    series.add(150, { symbol: 'GLOBEX', price: 55 })
    const lines = series.read(grid)
    expect(lines.map(({ seriesId, key, last }) => ({ seriesId, key, last }))).toEqual([
      { seriesId: 4, key: '', last: 55 },
    ])
    expect(drawn(lines[0]!.values)).toEqual([101, 55])
  })

  it('draws a line for each key, in the order the keys came', () => {
    const series = pricesBySymbol()
    for (const [symbol, price] of [
      ['GLOBEX', 55],
      ['ACME', 101],
      ['GLOBEX', 56],
    ]) {
      series.add(50, { symbol, price })
    }
    expect(series.read(grid).map(({ key, last }) => [key, last])).toEqual([
      ['GLOBEX', 56],
      ['ACME', 101],
    ])
  })

  it('takes no point from a message without the field, or where it is no finite number', () => {
    const series = pricesBySymbol()
    const messages = [undefined, null, 'text', 5, [], {}, { symbol: 'ACME' }, { symbol: 'ACME', price: 'n/a' }]
    for (const message of [...messages, { symbol: 'ACME', price: 'Infinity' }]) series.add(50, message)
    expect(series.read(grid)).toEqual([])
  })

  it('knows the newest value whatever the span', () => {
    const series = pricesBySymbol()
    series.add(50, { symbol: 'ACME', price: 101 })
    series.add(99_000, { symbol: 'ACME', price: 180 })
    expect(series.read(grid)[0]?.last).toBe(180)
  })

  it('tells keys apart by their text, whatever their type', () => {
    const series = new ValueSeries(1, 1, 1, ['v'], ['k'])
    for (const k of [1, true, null, { a: 1 }, ['x'], 'plain']) series.add(50, { k, v: 1 })
    series.add(50, { v: 1 })
    expect(series.read(grid).map(({ key }) => key)).toEqual([
      '1',
      'true',
      'null',
      '{"a":1}',
      '["x"]',
      'plain',
      'undefined',
    ])
  })

  it('cuts keys no legend could show', () => {
    const series = pricesBySymbol()
    series.add(50, { symbol: 'x'.repeat(5_000), price: 1 })
    expect(series.read(grid)[0]?.key).toBe('x'.repeat(80))
  })

  it('draws no more lines than eyes can tell apart, and goes on drawing those', () => {
    const series = pricesBySymbol()
    for (let number = 0; number < LINES_MAX + 10; number++) series.add(50, { symbol: `S${number}`, price: number })
    series.add(150, { symbol: 'S0', price: 99 })
    const lines = series.read(grid)
    expect(lines).toHaveLength(LINES_MAX)
    expect(lines[0]).toMatchObject({ key: 'S0', last: 99 })
    expect(lines.at(-1)?.key).toBe(`S${LINES_MAX - 1}`)
  })

  it('says of each line how many frames it was sampled from', () => {
    const series = pricesBySymbol()
    series.add(50, { symbol: 'ACME', price: 101 })
    series.sampledOneIn = 7
    expect(series.read(grid)[0]?.sampledOneIn).toBe(7)
  })

  it('sums itself up', () => {
    expect(pricesBySymbol().summary()).toEqual({
      id: 4,
      connectionId: 2,
      chartId: 3,
      path: ['price'],
      keyPath: ['symbol'],
    })
  })
})
