import { describe, expect, it } from 'vitest'
import { formatJson } from '../../../src/renderer/src/features/send/format-json'

describe('formatted JSON', () => {
  it.each([
    '{"type":"subscribe","symbols":["ACME","INIT"],"nested":{"a":{},"b":[],"c":null}}',
    ' [ 1 , [ 2 , [ ] ] , { } ] ',
    '"a { b } [c], d: e"',
    '42',
    '{"quote \\" and \\\\":"}"}',
  ])('looks as JSON.stringify would have it: %s', (text) => {
    expect(formatJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2))
  })

  it('keeps digits and escapes that parsing would lose', () => {
    expect(formatJson('{"id":12345678901234567890,"price":1.10,"e":"\\u00e9"}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "price": 1.10,\n  "e": "\\u00e9"\n}',
    )
  })

  it('changes nothing when done twice', () => {
    const once = formatJson('{"a":[1,{"b":"x  y"}]}')
    expect(formatJson(once)).toBe(once)
  })
})
