import { describe, expect, it } from 'vitest'
import { isSamePath, keyCandidates } from '../../../src/renderer/src/features/charts/key-candidates'

describe('fields a chart might be split by', () => {
  it('are short texts and flags, nearer ones first', () => {
    const message = { data: { venue: { name: 'XETRA' }, side: 'buy' }, symbol: 'ACME', isOpen: true, price: 101.5 }
    expect(keyCandidates(message)).toEqual([['symbol'], ['isOpen'], ['data', 'side'], ['data', 'venue', 'name']])
  })

  it('are not numbers written as text, nor prose, nor nothing', () => {
    expect(keyCandidates({ price: '101.50', text: 'x'.repeat(41), empty: ' ', none: null })).toEqual([])
  })

  it('are not looked for in lists', () => {
    expect(keyCandidates({ items: [{ name: 'first' }] })).toEqual([])
  })

  it('are no more than a menu can show', () => {
    const message = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`field${at}`, 'text']))
    expect(keyCandidates(message)).toHaveLength(12)
  })

  it('are none in what is no object', () => {
    for (const message of [undefined, null, 5, [1, 2]]) expect(keyCandidates(message)).toEqual([])
  })
})

describe('two paths', () => {
  it('are the same when their steps are, and when both are absent', () => {
    expect(isSamePath(['a', 0], ['a', 0])).toBe(true)
    expect(isSamePath(['a', 0], ['a', '0'])).toBe(false)
    expect(isSamePath(undefined, undefined)).toBe(true)
    expect(isSamePath(undefined, ['a'])).toBe(false)
  })
})
