import { describe, expect, it } from 'vitest'
import { formatTimeTick, timeSteps, timeTicks } from '../../../src/renderer/src/features/charts/time-ticks'

const NINE = new Date(2024, 4, 17, 9, 0, 0).getTime()

describe('ticks of the time axis', () => {
  it('stand at round seconds, both ends included', () => {
    const ticks = timeTicks(NINE + 10_000, NINE + 25_000, 5_000)
    expect(ticks.map((tick) => tick - NINE)).toEqual([10_000, 15_000, 20_000, 25_000])
  })

  it('stand at round parts of a second', () => {
    const ticks = timeTicks(NINE + 3, NINE + 11, 5)
    expect(ticks.map((tick) => tick - NINE)).toEqual([5, 10])
  })

  it('stand at hours and midnights of the local day', () => {
    const midnight = new Date(2024, 4, 18).getTime()
    expect(timeTicks(NINE, NINE + 24 * 3_600_000, 86_400_000)).toEqual([midnight])
    expect(timeTicks(NINE + 1, midnight, 6 * 3_600_000)).toEqual([
      new Date(2024, 4, 17, 12).getTime(),
      new Date(2024, 4, 17, 18).getTime(),
      midnight,
    ])
  })

  it('are fewer than two where a step is longer than the range', () => {
    expect(timeTicks(NINE + 1, NINE + 2, 1_000)).toEqual([])
  })

  it('come in steps that grow', () => {
    for (const [at, step] of timeSteps.entries()) expect(step).toBeGreaterThan(timeSteps[at - 1] ?? 0)
  })

  it('are written as finely as they are apart', () => {
    const tick = NINE + 3 * 60_000 + 4_005
    expect(formatTimeTick(tick, 5)).toBe('09:03:04.005')
    expect(formatTimeTick(tick, 1_000)).toBe('09:03:04')
    expect(formatTimeTick(tick, 60_000)).toBe('09:03')
    expect(formatTimeTick(tick, 86_400_000)).toBe('17 May')
  })
})
