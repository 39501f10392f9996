import { describe, expect, it } from 'vitest'
import { Market, type Trade } from '../../../../src/main/engine/behaviours/market'
import { seededRandom } from '../../../support/seeded-random'

function trade(market: Market, count: number, intervalS: number): Trade[] {
  return Array.from({ length: count }, () => market.trade(intervalS))
}

function prices(trades: Trade[], symbol: string): number[] {
  return trades.filter((each) => each.symbol === symbol).map(({ price }) => price)
}

describe('Market', () => {
  it('trades all its symbols about equally often', () => {
    const trades = trade(new Market(['A', 'B', 'C', 'D'], seededRandom(1)), 20_000, 0.05)
    for (const symbol of ['A', 'B', 'C', 'D']) {
      expect(prices(trades, symbol).length).toBeGreaterThan(4_700)
      expect(prices(trades, symbol).length).toBeLessThan(5_300)
    }
  })

  it.each([1, 2, 3])('keeps a month of prices positive, on the grid and near home, with seed %i', (seed) => {
    const market = new Market(['A'], seededRandom(seed))
    const [first] = prices(trade(market, 1, 1), 'A') as [number]
    const month = prices(trade(market, 260_000, 10), 'A')
    const isNearHome = (price: number) => price > first / 2 && price < first * 2
    expect(month.every((price) => Number(price.toFixed(2)) === price)).toBe(true)
    expect(month.every(isNearHome)).toBe(true)
  })

  it('moves: hardly within a second, visibly within an hour', () => {
    const market = new Market(['A'], seededRandom(4))
    const steps: number[] = []
    const hours: number[] = []
    let lastOfHour = market.trade(1).price
    for (let hour = 0; hour < 100; hour++) {
      const series = prices(trade(market, 3_600, 1), 'A')
      for (let i = 1; i < series.length; i++) steps.push(Math.abs(Math.log(series[i]! / series[i - 1]!)))
      hours.push(Math.abs(Math.log(series[series.length - 1]! / lastOfHour)))
      lastOfHour = series[series.length - 1]!
    }
    expect(mean(steps)).toBeGreaterThan(0.0003)
    expect(mean(steps)).toBeLessThan(0.003)
    expect(mean(hours)).toBeGreaterThan(0.01)
    expect(mean(hours)).toBeLessThan(0.1)
  })

  it('is no wilder when it is shown in finer detail', () => {
    const rangeOf = (intervalS: number) => {
      const series = prices(trade(new Market(['A'], seededRandom(5)), 600 / intervalS, intervalS), 'A')
      return Math.log(series.reduce((a, b) => Math.max(a, b)) / series.reduce((a, b) => Math.min(a, b)))
    }
    expect(rangeOf(0.01) / rangeOf(1)).toBeGreaterThan(1 / 4)
    expect(rangeOf(0.01) / rangeOf(1)).toBeLessThan(4)
  })

  it('has calm and busy times', () => {
    const market = new Market(['A'], seededRandom(6))
    const series = prices(trade(market, 36_000, 1), 'A').map(Math.log)
    const minutes: number[] = []
    for (let start = 1; start + 20 < series.length; start += 20) {
      let movement = 0
      for (let i = start; i < start + 20; i++) movement += Math.abs(series[i]! - series[i - 1]!)
      minutes.push(movement)
    }
    minutes.sort((a, b) => a - b)
    const busy = minutes[Math.floor(minutes.length * 0.9)]!
    const calm = minutes[Math.floor(minutes.length * 0.1)]!
    expect(busy / calm).toBeGreaterThan(2.5)
  })

  it('trades whole lots, mostly small ones', () => {
    const sizes = trade(new Market(['A'], seededRandom(8)), 10_000, 1).map(({ size }) => size)
    expect(sizes.every((size) => size >= 100 && size % 100 === 0 && size <= 12_000)).toBe(true)
    expect(new Set(sizes).size).toBeGreaterThan(10)
    expect(mean(sizes)).toBeGreaterThan(200)
    expect(mean(sizes)).toBeLessThan(500)
  })

  it('goes on from the prices it had when its list changes', () => {
    const market = new Market(['A', 'B'], seededRandom(9))
    const before = prices(trade(market, 5_000, 1), 'A').pop()!
    market.list(['C', 'A'])
    const after = prices(trade(market, 100, 0.001), 'A')[0]!
    expect(Math.abs(after / before - 1)).toBeLessThan(0.005)
    expect(market.symbols).toEqual(['C', 'A'])
  })

  it('gives each symbol a home price of its own', () => {
    const market = new Market(['A', 'B', 'C'], seededRandom(10))
    const trades = trade(market, 100, 0.001)
    expect(new Set(['A', 'B', 'C'].map((symbol) => Math.round(prices(trades, symbol)[0]!))).size).toBe(3)
  })
})

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
