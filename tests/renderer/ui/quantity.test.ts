import { describe, expect, test } from 'vitest'
import { formatQuantity, parseQuantity, type QuantityRange } from '../../../src/renderer/src/ui/quantity'

const MIB = 1024 ** 2
const size: QuantityRange = { kind: 'bytes', min: 1, max: 256 * MIB }
const idle: QuantityRange = { kind: 'duration', min: 100, max: 86_400_000, hasOff: true }
const share: QuantityRange = { kind: 'share', min: 0, max: 1 }
const count: QuantityRange = { kind: 'count', min: 1, max: 100_000 }

function parsed(typed: string, shown: number, range: QuantityRange): number | string {
  const result = parseQuantity(typed, shown, range)
  return result.ok ? result.value : result.error.message
}

describe('formatQuantity', () => {
  test('takes the largest unit that says it exactly', () => {
    expect(formatQuantity(16 * MIB, size)).toBe('16 MiB')
    expect(formatQuantity(1.5 * MIB, size)).toBe('1.5 MiB')
    expect(formatQuantity(MIB + 1, size)).toBe('1,048,577 B')
    expect(formatQuantity(3_600_000, idle)).toBe('1 h')
    expect(formatQuantity(1_500, idle)).toBe('1.5 s')
    expect(formatQuantity(200, idle)).toBe('200 ms')
    expect(formatQuantity(2_048, { kind: 'rate' })).toBe('2 KiB/s')
    expect(formatQuantity(100_000, { kind: 'perSecond' })).toBe('100,000/s')
  })

  test('shows a share in percent without the dust of binary fractions', () => {
    expect(formatQuantity(0.07, share)).toBe('7 %')
    expect(formatQuantity(0.001, share)).toBe('0.1 %')
  })

  test('says off for zero only where zero switches off', () => {
    expect(formatQuantity(0, idle)).toBe('off')
    expect(formatQuantity(0, share)).toBe('0 %')
    expect(formatQuantity(0, { kind: 'duration' })).toBe('0 ms')
  })
})

describe('parseQuantity', () => {
  test('reads a number with its unit, in the words people use', () => {
    expect(parsed('512 KiB', 16 * MIB, size)).toBe(512 * 1024)
    expect(parsed('2mb', 16 * MIB, size)).toBe(2 * MIB)
    expect(parsed('2 M', 16 * MIB, size)).toBe(2 * MIB)
    expect(parsed('100 B', 16 * MIB, size)).toBe(100)
    expect(parsed('1.5 s', 5_000, idle)).toBe(1_500)
    expect(parsed('2 minutes', 5_000, idle)).toBe(120_000)
    expect(parsed('1,000', 10_000, count)).toBe(1_000)
    expect(parsed('7 %', 0, share)).toBe(0.07)
  })

  test('takes a bare number in the unit the field shows', () => {
    expect(parsed('2', 16 * MIB, size)).toBe(2 * MIB)
    expect(parsed('2', 5_000, idle)).toBe(2_000)
    expect(parsed('250', 200, idle)).toBe(250)
    expect(parsed('5', 0, share)).toBe(0.05)
  })

  test('takes off and zero where zero switches off, and nowhere else', () => {
    expect(parsed('off', 5_000, idle)).toBe(0)
    expect(parsed('0', 5_000, idle)).toBe(0)
    expect(parsed('off', 5, count)).toBe('“off” does not fit: 1 to 100,000.')
  })

  test('refuses what is beyond the range, and says the range', () => {
    expect(parsed('50', 200, idle)).toBe('“50” does not fit: 100 ms to 24 h, or off.')
    expect(parsed('120', 0, share)).toBe('“120” does not fit: 0 % to 100 %.')
    expect(parsed('300 MiB', 16 * MIB, size)).toBe('“300 MiB” does not fit: 1 B to 256 MiB.')
  })

  test('refuses what is no amount, or has a unit of something else', () => {
    for (const typed of ['', 'many', '3 s', '1 2', '--1', '5 xB', 'NaN', 'Infinity', '1e3']) {
      expect(parseQuantity(typed, 16 * MIB, size).ok, typed).toBe(false)
    }
  })

  test('reads back what it wrote, for every kind', () => {
    const cases: [QuantityRange, number[]][] = [
      [size, [1, 999, 1024, MIB + 1, 16 * MIB, 1.5 * MIB]],
      [idle, [0, 100, 1_234, 5_000, 90_000, 86_400_000]],
      [share, [0, 0.001, 0.07, 0.5, 1]],
      [{ kind: 'rate', min: 100, max: 1024 * MIB, hasOff: true }, [0, 100, 2048, 5 * MIB]],
      [{ kind: 'perSecond', min: 1, max: 10_000_000, hasOff: true }, [0, 1, 100_000]],
      [{ kind: 'seconds', min: 1, max: 3_600 }, [1, 30, 90, 3_600]],
      [count, [1, 16_384]],
    ]
    for (const [range, values] of cases) {
      for (const value of values) expect(parsed(formatQuantity(value, range), 1, range)).toBe(value)
    }
  })
})
