import { RE2JS } from 're2js'
import { describe, expect, it } from 'vitest'
import { nativeRegExp, WAYS_MAX } from '../../../src/shared/filter/native-regexp'
import { seededRandom } from '../../support/seeded-random'

describe('an expression that V8 may run', () => {
  it.each([
    'HOOLI',
    '"price":1\\d\\d\\.',
    '"(buy|sell)"',
    '(?:ACME|HOOLI)$',
    '^\\{"type":"(trade|quote)"',
    '{"a":\\d+}',
    '\\d{3}$',
    '[A-Z]{5}',
    '[^,"]x?',
    'a.c',
    `(${Array.from({ length: WAYS_MAX }, () => 'a').join('|')})`,
  ])('is %s', (pattern) => {
    expect(nativeRegExp(pattern, '')).toBeInstanceOf(RegExp)
  })

  it.each([
    ['repeats a group', '(a+)+'],
    ['repeats a group', '(?:ab){2}'],
    ['repeats what is broad', '.*a'],
    ['repeats what is broad', '[a-z]+a'],
    ['repeats what is broad', 'a{3,}'],
    ['has two endless repeats', '\\d+\\d+'],
    ['has two endless repeats, in alternatives', '\\d+|\\d+'],
    ['has too many ways', 'a?a?a?a?a?'],
    ['has too many ways', '(a|b)(a|b)(a|b)(a|b)(a|b)'],
    ['has too many ways', '((a|b)(a|b)|(a|b)(a|b)|c)(d|e)'],
    ['has too many ways', 'a{0,16}'],
    ['has too many ways', Array.from({ length: WAYS_MAX + 1 }, () => 'a').join('|')],
    ['is not ASCII', 'é'],
    ['means another thing', '\\s'],
    ['means another thing', '\\w'],
    ['means another thing', '\\bword'],
    ['means another thing', '[]a]'],
    ['means another thing', '[[:alpha:]]'],
    ['means another thing', '(?i)a'],
    ['means another thing', '\\Qa\\E'],
    ['means another thing', '(?<n>a)'],
    ['is lazy or worse', 'a??'],
  ])('is none that %s: %s', (_, pattern) => {
    expect(nativeRegExp(pattern, '')).toBeUndefined()
  })

  it('is none with lines of its own', () => {
    expect(nativeRegExp('^a', 'm')).toBeUndefined()
  })

  it('matches what the linear engine matches, whatever the expression and the text', () => {
    const random = seededRandom(7)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    const pieces = [
      'a',
      'b',
      'K',
      's',
      '.',
      '\\d',
      '[ab]',
      '[^a]',
      '[^K\\d]',
      '[0-9a-c]',
      '\\.',
      '\\{',
      '{',
      '}',
      ']',
      '"',
      '^',
      '$',
    ]
    const letters = [
      'a',
      'A',
      'b',
      'B',
      'k',
      'K',
      '\u212a',
      's',
      'ſ',
      '1',
      '7',
      '.',
      '{',
      '}',
      ']',
      '"',
      '\n',
      '\r',
      '\u2028',
      'é',
      '🛰',
      '\ufffd',
    ]
    const expression = (depth: number): string => {
      const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        if (depth > 0 && random() < 0.3)
          return `${pick(['(', '(?:'])}${expression(depth - 1)}${pick([')', ')', '|b)'])}`
        return pick(pieces) + (random() < 0.25 ? pick(['?', '*', '+', '{2}', '{1,2}', '{0,3}']) : '')
      })
      return parts.join('') + (random() < 0.2 ? `|${pick(pieces)}` : '')
    }
    let compared = 0
    let matched = 0
    for (let round = 0; round < 1_000; round++) {
      const pattern = expression(2)
      const flags = pick(['', 'i', 's', 'is'])
      const bits = (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes('s') ? RE2JS.DOTALL : 0)
      let linear: RE2JS
      try {
        linear = RE2JS.compile(RE2JS.translateRegExp(pattern), bits)
      } catch {
        continue
      }
      const native = nativeRegExp(pattern, flags)
      if (native === undefined) continue
      for (let n = 0; n < 20; n++) {
        const text = Array.from({ length: Math.floor(random() * 8) }, () => pick(letters)).join('')
        const expected = linear.test(text)
        expect(native.test(text), `/${pattern}/${flags} on ${JSON.stringify(text)}`).toBe(expected)
        compared++
        if (expected) matched++
      }
    }
    expect(compared).toBeGreaterThan(5_000)
    expect(Math.min(matched, compared - matched)).toBeGreaterThan(compared / 10)
  })
})
