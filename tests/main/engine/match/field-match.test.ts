import { describe, expect, it } from 'vitest'
import { compilePayloadMatch } from '../../../../src/main/engine/match/compile'
import { JSON_MAX_BYTES } from '../../../../src/main/engine/match/field-match'
import { blockOf, matchesPayload, selectFrom } from '../../../support/payloads'
import { seededRandom } from '../../../support/seeded-random'

function compile(text: string) {
  const compiled = compilePayloadMatch(text)
  if (!compiled.ok) throw new Error(compiled.error.message)
  if (compiled.value === undefined) throw new Error('It is empty.')
  return compiled.value
}

const matches = (text: string, payload: string | Uint8Array) => matchesPayload(compile(text), payload)

describe('a field of a JSON message', () => {
  it.each<[string, string, boolean]>([
    ['$.price', '{"price":0}', true],
    ['$.price', '{"price":null}', true],
    ['$.price', '{"cost":1}', false],
    ['$.price', '{"a":"price"}', false],
    ['$.price', '{"a":{"price":1}}', false],
    ['$.price > 100', '{"price":101.5}', true],
    ['$.price > 100', '{"price":"101.5"}', true],
    ['$.price > 100', '{"price":99}', false],
    ['$.price > 100', '{"price":"n/a"}', false],
    ['$.price != 100', '{"price":1}', true],
    ['$.price != 100', '{"cost":1}', false],
    ['$.user.name == Ada', '{"user":{"name":"Ada"}}', true],
    ['$.user.name == Ada', '{"user":"Ada"}', false],
    ['$.items[1].id = 2', '{"items":[{"id":1},{"id":2}]}', true],
    ['$.items[2].id = 2', '{"items":[{"id":1},{"id":2}]}', false],
    ['$.items.1.id = 2', '{"items":[{"id":1},{"id":2}]}', true],
    ['$.items.length >= 2', '{"items":[1,2]}', true],
    ['$[0] == 7', '[7]', true],
    ['$ == 42', '42', true],
    ['$ == "a"', '"a"', true],
    ['$', 'no JSON', false],
    ['$["odd key"] == 1', '{"odd key":1}', true],
    ['$.a', ' \r\n\t {"a":1} ', true],
    ['$.a', '', false],
    ['$.a', '   ', false],
    ['$.a', '{"a":1', false],
    ['$.a', '{"a":1} {"a":1}', false],
    ['$.größe > 1', '{"größe":2}', true],
    ['$.name ~ ZÜR', '{"name":"Zürich"}', true],
  ])('%s of %s: %s', (text, payload, expected) => {
    expect(matches(text, payload)).toBe(expected)
  })

  it('is found however JSON writes its name', () => {
    expect(matches('$.price', '{"\\u0070rice":1}')).toBe(true)
    expect(matches('$.größe', '{"gr\\u00f6\\u00dfe":1}')).toBe(true)
    expect(matches('$["a\\"b"]', '{"a\\"b":1}')).toBe(true)
    expect(matches('$["a/b"]', '{"a\\/b":1}')).toBe(true)
    expect(matches('$["\\ud800"]', '{"\\ud800":1}')).toBe(true)
    expect(matches('$.price', '{"other":"\\u0070rice"}')).toBe(false)
  })

  it('is found at any depth that JSON has', () => {
    const depth = 150
    const path = '.a'.repeat(depth)
    const payload = `${'{"a":'.repeat(depth)}5${'}'.repeat(depth)}`
    expect(matches(`$${path} == 5`, payload)).toBe(true)
    expect(matches(`$${path}.a == 5`, payload)).toBe(false)
    expect(matches('$[0][0]', `${'['.repeat(100_000)}1${']'.repeat(100_000)}`)).toBe(true)
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'named %s is there only if the message has it',
    (key) => {
      expect(matches(`$.${key}`, `{"a":"${key}"}`)).toBe(false)
      expect(matches(`$.a.${key}`, `{"a":[],"b":"${key}"}`)).toBe(false)
      expect(matches(`$.${key}.${key}`, `{"${key}":{}}`)).toBe(false)
      expect(matches(`$.${key} == 5`, `{"${key}":5}`)).toBe(true)
    },
  )

  it('is read from binary messages too, and from bytes that are not all UTF-8', () => {
    const binary = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff, 0xc3), Buffer.from('","n":5}')])
    expect(matches('$.n == 5', binary)).toBe(true)
    expect(matches('$.a == 5', binary)).toBe(false)
    expect(matches('$.n', Buffer.of(0, 1, 2, 255))).toBe(false)
    expect(matches('$.n', Buffer.of(0x7b, 0xff, 0x00))).toBe(false)
  })

  it('is not looked for in a message too large to parse', () => {
    const message = (size: number) => Buffer.from(`{"a":1}${' '.repeat(size - 7)}`)
    expect(compile('$.a').matches(message(JSON_MAX_BYTES), 0, JSON_MAX_BYTES)).toBe(true)
    expect(compile('$.a').matches(message(JSON_MAX_BYTES + 1), 0, JSON_MAX_BYTES + 1)).toBe(false)
  })

  it('keeps the rows that match, as one who parses them all would', () => {
    const random = seededRandom(3)
    const payloads = Array.from({ length: 2_000 }, (_, at) => {
      if (random() < 0.1) return random() < 0.5 ? undefined : `no JSON ${at}`
      const price = Math.round(random() * 20_000) / 100
      const side = random() < 0.5 ? 'buy' : 'sell'
      return JSON.stringify(random() < 0.2 ? { side } : { price: random() < 0.5 ? price : String(price), side })
    })
    const naive = (holds: (message: { price?: unknown; side?: string }) => boolean) =>
      [...payloads.keys()].filter((row) => payloads[row]?.startsWith('{') && holds(JSON.parse(payloads[row])))
    const block = blockOf(payloads)
    expect(selectFrom(compile('$.price > 100'), block)).toEqual(naive(({ price }) => Number(price) > 100))
    expect(selectFrom(compile('$.price'), block)).toEqual(naive((message) => 'price' in message))
    expect(selectFrom(compile('$.side == buy'), block)).toEqual(naive(({ side }) => side === 'buy'))
  })
})
