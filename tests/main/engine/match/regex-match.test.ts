import { describe, expect, it } from 'vitest'
import { compilePayloadMatch } from '../../../../src/main/engine/match/compile'
import { REGEX_MAX_BYTES } from '../../../../src/main/engine/match/regex-match'
import { blockOf, matchesPayload, selectFrom } from '../../../support/payloads'

function compile(text: string) {
  const compiled = compilePayloadMatch(text)
  if (!compiled.ok) throw new Error(compiled.error.message)
  if (compiled.value === undefined) throw new Error('It is empty.')
  return compiled.value
}

const matches = (text: string, payload: string | Uint8Array) => matchesPayload(compile(text), payload)

function complaint(text: string): string {
  const compiled = compilePayloadMatch(text)
  if (compiled.ok) throw new Error(`${text} was taken.`)
  expect(compiled.error.code).toBe('ERR_FILTER_INVALID')
  return compiled.error.message
}

describe('a regular expression', () => {
  it.each<[string, string | Uint8Array, boolean]>([
    ['/pri.e":1\\d/', '{"price":10}', true],
    ['/pri.e":1\\d/', '{"price":20}', false],
    ['/ACME/', 'acme', false],
    ['/ACME/i', 'acme', true],
    ['/zürich/i', 'ZÜRICH', true],
    ['/^b/', 'a\nb', false],
    ['/^b$/m', 'a\nb\nc', true],
    ['/a$/', 'a\n', false],
    ['/a.b/', 'a\nb', false],
    ['/a.b/', 'a\r\u2028b', false],
    ['/a.b/', 'a\rb', true],
    ['/a.b/s', 'a\nb', true],
    ['/^.$/', '🛰', true],
    ['/^..$/', 'é', false],
    ['/\\u00e9/', 'é', true],
    ['/\\u{1f6f0}/', '🛰', true],
    ['/\\x41\\//', 'A/', true],
    ['/{"a":{/', '{"a":{}}', true],
    ['/a{,2}]}/', 'a{,2}]}', true],
    ['/(?<year>\\d{4})-/', '2026-11', true],
    ['/\\p{Greek}/', 'α', true],
    ['/[[:digit:]]x/', '1x', true],
    ['/(ab|cd)+e/', 'xabcde', true],
    ['/\\bword\\b/', 'a word.', true],
    ['/x*/', '', true],
  ])('%s matches %j: %s', (text, payload, expected) => {
    expect(matches(text, payload)).toBe(expected)
  })

  it('reads bytes that are no UTF-8 as the sign for it, and goes on', () => {
    expect(matches('/a.b/', Buffer.concat([Buffer.from('a'), Buffer.of(0xff), Buffer.from('b')]))).toBe(true)
    expect(matches('/^\\ufffd{2}$/', Buffer.of(0xc3, 0x80, 0xff).subarray(1))).toBe(true)
    expect(matches('/é/', Buffer.of(0xe9))).toBe(false)
  })

  it('matches binary payloads by the text in them', () => {
    expect(matches('/v\\d+/', Buffer.concat([Buffer.of(0, 1, 2, 0), Buffer.from('v12'), Buffer.of(0)]))).toBe(true)
    expect(matches('/^\\x00\\x01/', Buffer.of(0, 1, 2))).toBe(true)
  })

  it('keeps the rows that match', () => {
    const block = blockOf(['a1', 'b', undefined, 'a2', '', 'a'])
    expect(selectFrom(compile('/a\\d/'), block)).toEqual([0, 3])
    expect(selectFrom(compile('/a\\d/'), block, [1, 2, 3, 4, 5])).toEqual([3])
  })

  it.each<[string, string]>([
    ['/(a+)+$/', 'a'],
    ['/(a|a)*b/', 'a'],
    ['/(a|aa)+$/', 'a'],
    ['/(.*)(.*)(.*)(.*)(.*)x/', 'a'],
    ['/(\\d+)*:/', '1'],
    ['/\\d+\\d+\\d+:/', '1'],
    ['/(a?){40}a{40}b/', 'a'],
  ])('%s ends on 100 KB of hostile text', (text, letter) => {
    expect(matches(text, `${letter.repeat(100_000)}!`)).toBe(false)
  })

  it.each<[string, string]>([
    ['/(a+)+$/', 'a'],
    ['/a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?b/', 'a'],
    ['/(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)b/', 'a'],
    ['/((a|a)|(a|a)|(a|a))(((a|a)|(a|a))((a|a)|(a|a)))((a|a)|(a|a)|(a|a)){1}(((a|a)|(a|a))((a|a)|(a|a)))b/', 'a'],
    ['/\\d+\\d+\\d+\\d+\\d+\\d+x/', '1'],
  ])('%s ends on a thousand short texts', (text, letter) => {
    const match = compile(text)
    for (let round = 0; round < 1_000; round++) expect(matchesPayload(match, `${letter.repeat(60)}!`)).toBe(false)
  })

  it('looks at the first 256 KiB of a payload', () => {
    const payload = `${' '.repeat(REGEX_MAX_BYTES - 3)}needle`
    expect(compile('/nee/').matches(Buffer.from(payload), 0, payload.length)).toBe(true)
    expect(compile('/need/').matches(Buffer.from(payload), 0, payload.length)).toBe(false)
  })

  it.each([
    ['/(a/', /not valid: missing closing \) at \(a/],
    ['/a)/', /unexpected \)/],
    ['/[a/', /missing closing \]/],
    ['/*a/', /missing argument to repetition operator at \*/],
    ['/a**/', /invalid nested repetition/],
    ['/[z-a]/', /invalid character class range at z-a/],
    ['/a{1000}{2}/', /too large/],
    ['/(a{2}){900}/', /invalid repeat count/],
    ['/a{2000}/', /come to more than 1000/],
    ['/\\pX/', /invalid character class range at \\pX.*write a backslash/],
    ['/a(?=b)/', /Looking ahead or behind is not possible/],
    ['/a(?!b)/', /Looking ahead or behind is not possible/],
    ['/(?<=a)b/', /Looking ahead or behind is not possible/],
    ['/(?<!a)b/', /Looking ahead or behind is not possible/],
    ['/(a)\\1/', /A backreference is not possible/],
    ['/(?<n>a)\\k<n>/', /A backreference is not possible/],
    ['/[^a]{1000}[^b]{1000}[^c]{1000}/', /too large/],
    [`/${'x{1000}'.repeat(140)}/`, /too large/],
    ['/(a{30}){30}(b{30}){30}/', /too large/],
  ])('%s is refused, and the sentence says why', (text, why) => {
    expect(complaint(text)).toMatch(why)
  })

  it('may have counts that are no repeats', () => {
    expect(matches('/\\{900\\}\\{900\\}\\{900\\}/', '{900}{900}{900}')).toBe(true)
  })

  it('with an escaped backslash before k< is no backreference', () => {
    expect(matches('/a\\\\k<n>/', 'a\\k<n>')).toBe(true)
  })
})
