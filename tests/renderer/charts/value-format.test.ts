import { describe, expect, it } from 'vitest'
import {
  decimalsOf,
  decimalsWorth,
  formatChange,
  formatShort,
  formatTicks,
  formatValue,
} from '../../../src/renderer/src/features/charts/value-format'

describe('decimals', () => {
  it('are those of the shortest way to write a number', () => {
    expect([5, 101.25, -0.5, 1e21, 1e-7, 2.5e-7].map(decimalsOf)).toEqual([0, 2, 1, 0, 7, 8])
  })

  it('are worth writing only as far as eyes can tell values apart', () => {
    expect(decimalsWorth(0.1 + 0.2, 10)).toBe(3)
    expect(decimalsWorth(101.25, 10)).toBe(2)
    expect(decimalsWorth(1 / 3, 50_000)).toBe(0)
    expect(decimalsWorth(1 / 3, 0)).toBe(8)
  })
})

describe('a value', () => {
  it('has its thousands grouped and its decimals fixed', () => {
    expect(formatValue(1_234.5, 2)).toBe('1,234.50')
    expect(formatValue(30_000, 0)).toBe('30,000')
  })

  it('has a minus as wide as a digit', () => {
    expect(formatValue(-3.5, 1)).toBe('−3.5')
  })

  it('is written by powers of ten where digits would not end', () => {
    expect(formatValue(1.5e20, 2)).toBe('1.500e+20')
    expect(formatValue(-2e-12, 2)).toBe('−2.000e−12')
  })

  it('is short beside the end of its line', () => {
    expect(formatShort(156.3821, 130)).toBe('156.4')
    expect(formatShort(65_432.1, 40)).toBe('65,432.1')
    expect(formatShort(0.000_690_3, 0.0042)).toBe('0.00069')
    expect(formatShort(7_350_000, 2_000_000)).toBe('7.35M')
  })

  it('has a sign where it is a change', () => {
    expect([0.416, -12.3, 0, 250].map(formatChange)).toEqual(['+0.42 %', '−12.30 %', '0.00 %', '+250 %'])
  })
})

describe('ticks', () => {
  it('have the decimals of their step', () => {
    expect(formatTicks([0, 0.25, 0.5], 0.25)).toEqual(['0', '0.25', '0.50'])
    expect(formatTicks([-5, 0, 5], 5)).toEqual(['−5', '0', '5'])
  })

  it('do not show what a float loses', () => {
    expect(formatTicks([0.1, 0.2, 0.30000000000000004], 0.1)).toEqual(['0.1', '0.2', '0.3'])
  })

  it('are short where they are large', () => {
    expect(formatTicks([0, 500, 1_000, 1_500], 500)).toEqual(['0', '500', '1,000', '1,500'])
    expect(formatTicks([0, 50_000, 100_000], 50_000)).toEqual(['0', '50k', '100k'])
    expect(formatTicks([0, 2_500_000, 5_000_000], 2_500_000)).toEqual(['0', '2.5M', '5.0M'])
    expect(formatTicks([0, 5e9, 1e10], 5e9)).toEqual(['0', '5G', '10G'])
  })

  it('keep all digits where they are near each other and far from zero', () => {
    expect(formatTicks([65_432, 65_433], 1)).toEqual(['65,432', '65,433'])
  })

  it('are written by powers of ten where they are tiny', () => {
    expect(formatTicks([0, 2e-6, 4e-6], 2e-6)).toEqual(['0', '2.0e−6', '4.0e−6'])
  })
})
