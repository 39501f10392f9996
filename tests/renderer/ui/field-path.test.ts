import { describe, expect, it } from 'vitest'
import { formatFieldPath } from '../../../src/renderer/src/ui/field-path'

describe('a field path', () => {
  it('is the dollar sign alone for the root', () => {
    expect(formatFieldPath([])).toBe('$')
  })

  it('joins plain keys with dots and puts indexes in brackets', () => {
    expect(formatFieldPath(['data', 0, 'price'])).toBe('$.data[0].price')
  })

  it('quotes keys that are no plain names, escaping what JSON escapes', () => {
    expect(formatFieldPath(['odd key', '', '0', 'a"b', 'x-y'])).toBe('$["odd key"][""]["0"]["a\\"b"]["x-y"]')
  })

  it('leaves letters of every script plain', () => {
    expect(formatFieldPath(['größe', '価格', '_id', '$ref'])).toBe('$.größe.価格._id.$ref')
  })
})
