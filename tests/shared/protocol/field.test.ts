import { describe, expect, it } from 'vitest'
import { fieldAt, toNumber } from '../../../src/shared/protocol/field'

const trade = { symbol: 'ACME', price: '101.50', legs: [{ size: 3 }, { size: 5 }], venue: null, '0': 'zero' }

describe('fieldAt', () => {
  it('follows keys and indexes', () => {
    expect(fieldAt(trade, ['symbol'])).toBe('ACME')
    expect(fieldAt(trade, ['legs', 1, 'size'])).toBe(5)
    expect(fieldAt([[7]], [0, 0])).toBe(7)
  })

  it('answers the message itself for an empty path', () => {
    expect(fieldAt(42, [])).toBe(42)
  })

  it('tells null, which is a value, from a path that leads nowhere', () => {
    expect(fieldAt(trade, ['venue'])).toBeNull()
    expect(fieldAt(trade, ['venue', 'name'])).toBeUndefined()
    expect(fieldAt(trade, ['legs', 2, 'size'])).toBeUndefined()
    expect(fieldAt(trade, ['symbol', 'length'])).toBeUndefined()
    expect(fieldAt(undefined, ['symbol'])).toBeUndefined()
  })

  it('never climbs to what every object inherits', () => {
    expect(fieldAt(trade, ['toString'])).toBeUndefined()
    expect(fieldAt(trade, ['__proto__'])).toBeUndefined()
    expect(fieldAt(trade, ['constructor', 'name'])).toBeUndefined()
  })
})

describe('toNumber', () => {
  it('takes numbers, and texts that are numbers', () => {
    expect(toNumber(-1.5)).toBe(-1.5)
    expect(toNumber('101.50')).toBe(101.5)
    expect(toNumber(' 1e3 ')).toBe(1_000)
  })

  it.each([['ACME'], [''], [' '], [true], [null], [undefined], [{}], [[5]], ['12:30'], ['1,000']])(
    'does not take %j for a number',
    (value) => {
      expect(toNumber(value)).toBeNaN()
    },
  )
})
