import { expect, it } from 'vitest'
import { monotonicClock, oncePerTurn } from '../../../src/main/engine/clock'

it('reads the clock once for all that happens in one turn of the event loop', async () => {
  let nowMs = 0
  const clock = oncePerTurn(() => ++nowMs)
  expect([clock(), clock(), clock()]).toEqual([1, 1, 1])
  await new Promise(setImmediate)
  expect([clock(), clock()]).toEqual([2, 2])
})

it('never runs backwards, and is near the time of day', () => {
  const readings = Array.from({ length: 1_000 }, monotonicClock)
  expect([...readings].sort((a, b) => a - b)).toEqual(readings)
  expect(Math.abs(monotonicClock() - Date.now())).toBeLessThan(60_000)
})
