import { describe, expect, it } from 'vitest'
import { HIGHLIGHTS_MAX, highlightsOf, highlightTermsOf } from '../../../src/shared/filter/highlights'
import { NATIVE_TEXT_MAX_LENGTH } from '../../../src/shared/filter/native-regexp'

const marked = (filter: string, text: string) =>
  highlightsOf(text, highlightTermsOf(filter)).map(({ from, to }) => text.slice(from, to))

describe('what stands out in a text', () => {
  it.each([
    ['buy', 'Buy, BUY', ['Buy', 'BUY']],
    ['"a b" c', 'c a b', ['c', 'a b']],
    ['ZÜRICH', 'zürich', ['zürich']],
    ['a.b', 'aXb a.b', ['a.b']],
    ['/b[uy]{2}/', 'buy byu BUY', ['buy', 'byu']],
    ['/B/i', 'b', ['b']],
    ['abc or bcd', 'abcd', ['abcd']],
    ['ab bc', 'ab bc', ['ab', 'bc']],
    ['not a', 'a b', []],
    ['b and not (a or c)', 'a b c', ['b']],
    ['$.price > 1', '{"price":2}', []],
    ['dir:in type:text', 'in text', []],
    ['', 'a', []],
    ['(a', 'a', []],
    ['""', 'a', []],
    ['/\\d*/', 'a1b', ['1']],
    // V8 might take its time for it.
    ['/(a+)+$/', 'aaa', []],
  ])('for %j in %j: %j', (filter, text, expected) => {
    expect(marked(filter, text)).toEqual(expected)
  })

  it('is at most so much, and expressions only in what is short', () => {
    expect(marked('a', 'a '.repeat(HIGHLIGHTS_MAX + 1))).toHaveLength(HIGHLIGHTS_MAX)
    const long = 'b'.padEnd(NATIVE_TEXT_MAX_LENGTH + 1)
    expect(marked('/b/', long)).toEqual([])
    expect(marked('b', long)).toEqual(['b'])
  })
})
