import { describe, expect, it } from 'vitest'
import { roundStep, settleRange } from '../../../src/renderer/src/features/charts/value-range'

describe('the range of a value axis', () => {
  it('has room around the lines and ends at round numbers', () => {
    expect(settleRange(undefined, { lowest: 101, highest: 109 }, false)).toEqual({ min: 100, max: 110 })
    expect(settleRange(undefined, { lowest: -0.8, highest: 0.5 }, false)).toEqual({ min: -1, max: 0.6 })
  })

  it('starts at zero for what cannot be negative', () => {
    expect(settleRange(undefined, { lowest: 18, highest: 22 }, true)).toEqual({ min: 0, max: 25 })
    expect(settleRange(undefined, { lowest: 0, highest: 0 }, true)).toEqual({ min: 0, max: 1 })
  })

  it('puts a level line into the middle', () => {
    expect(settleRange(undefined, { lowest: 42, highest: 42 }, false)).toEqual({ min: 37.5, max: 46.5 })
    expect(settleRange(undefined, { lowest: 0, highest: 0 }, false)).toEqual({ min: -1, max: 1 })
  })

  it('widens at once', () => {
    const previous = { min: 0, max: 10 }
    expect(settleRange(previous, { lowest: 2, highest: 19 }, false).max).toBeGreaterThan(19)
  })

  it('stays while the lines use a good part of it', () => {
    const previous = { min: 0, max: 10 }
    expect(settleRange(previous, { lowest: 3, highest: 8 }, false)).toBe(previous)
    expect(settleRange(previous, { lowest: 4, highest: 5 }, true)).toBe(previous)
  })

  it('narrows when much of it is empty', () => {
    expect(settleRange({ min: 0, max: 10 }, { lowest: 4, highest: 5 }, false)).toEqual({
      min: 3.9,
      max: 5.1,
    })
    expect(settleRange({ min: 0, max: 100 }, { lowest: 0, highest: 20 }, true)).toEqual({ min: 0, max: 22 })
  })

  it('stays where it is while there is no data, and is something to begin with', () => {
    const previous = { min: 5, max: 6 }
    expect(settleRange(previous, undefined, false)).toBe(previous)
    expect(settleRange(undefined, undefined, false)).toEqual({ min: 0, max: 1 })
  })

  it('ends at steps of 1, 2 or 5', () => {
    expect([0.9, 1, 1.01, 3, 5, 6, 0.04].map(roundStep)).toEqual([1, 1, 2, 5, 5, 10, 0.05])
  })
})
