import { describe, expect, it } from 'vitest'
import { findJsonProblem } from '../../../src/renderer/src/ui/json-problem'

describe('the problem with a JSON text', () => {
  it.each(['{}', '[1,2]', ' "x" ', '0'])('is none for %s', (text) => {
    expect(findJsonProblem(text)).toBeUndefined()
  })

  it.each([
    ['{"a":1,}', 'Column 8: the comma before } is one too many.'],
    ['[1,]', 'Column 4: the comma before ] is one too many.'],
    ["{'a':1}", 'Column 2: JSON takes double quotes, not single ones.'],
    ['{a:1}', 'Column 2: “a” needs double quotes.'],
    ['{"a":True}', 'Column 6: “True” is no JSON value; texts stand in double quotes.'],
    ['hello', 'Column 1: “hello” is no JSON value; texts stand in double quotes.'],
    ['[1,,2]', 'Column 4: a value is missing before this comma.'],
    ['{"a":}', 'Column 6: a value is missing.'],
    ['{"a":1 "b":2}', 'Column 8: a comma is missing before this.'],
    ['{"a":1}}', 'Column 8: there is no opening bracket for } here.'],
    ['[1,2', 'Column 5: the JSON ends too early; something is still open or missing.'],
    ['"abc', 'Column 1: this text has no end, or holds what must be escaped.'],
    ['{"a":"x\ny"}', 'Line 1, column 6: this text has no end, or holds what must be escaped.'],
    ['// note\n{}', 'Line 1, column 1: JSON has no comments.'],
    ['{\n  "a": +1\n}', 'Line 2, column 8: “+” does not belong here.'],
    ['', 'Column 1: the JSON ends too early; something is still open or missing.'],
  ])('is told for %j', (text, message) => {
    expect(findJsonProblem(text)?.message).toBe(message)
  })

  it('is marked where it is', () => {
    expect(findJsonProblem('{"a":True}')).toMatchObject({ startAt: 5, endAt: 9 })
  })
})
