import { describe, expect, it } from 'vitest'
import { guessKeyPath } from '../../../src/renderer/src/features/inspector/key-path'

describe('the guessed key of a chart', () => {
  it('is the symbol beside the price', () => {
    expect(guessKeyPath({ symbol: 'ACME', price: 101.5, size: 3 }, ['price'])).toEqual(['symbol'])
  })

  it('prefers the more telling of two names, whatever their order in the message', () => {
    expect(guessKeyPath({ name: 'Acme Inc.', id: 'a1', symbol: 'ACME', price: 1 }, ['price'])).toEqual(['symbol'])
  })

  it('takes the one in the same object before one further out', () => {
    const message = { channel: 'trades', data: { player: 'ada', score: 12 } }
    expect(guessKeyPath(message, ['data', 'score'])).toEqual(['data', 'player'])
  })

  it('looks further out, up to the root', () => {
    expect(guessKeyPath({ s: 'BTCUSDT', k: { o: '1.0', c: '1.1' } }, ['k', 'c'])).toEqual(['s'])
    expect(guessKeyPath({ rows: [{ id: 'x', q: { bid: 2 } }] }, ['rows', 0, 'q', 'bid'])).toEqual(['rows', 0, 'id'])
  })

  it('is none where nothing tells', () => {
    expect(guessKeyPath({ price: 1, time: 'now' }, ['price'])).toBeUndefined()
    expect(guessKeyPath([1, 2, 3], [1])).toBeUndefined()
    expect(guessKeyPath(42, [])).toBeUndefined()
  })

  it('is never a number, nor the charted field itself', () => {
    expect(guessKeyPath({ id: 7, price: 1 }, ['price'])).toBeUndefined()
    expect(guessKeyPath({ id: '7' }, ['id'])).toBeUndefined()
  })

  it('knows the side of a trade (S) from its symbol (s)', () => {
    expect(guessKeyPath({ S: 'BUY', p: '1' }, ['p'])).toBeUndefined()
  })

  it('takes no inherited property for a key', () => {
    expect(guessKeyPath(Object.create({ name: 'inherited' }), ['price'])).toBeUndefined()
  })
})
