import { describe, expect, it } from 'vitest'
import { parseFieldPath } from '../../../src/renderer/src/features/charts/field-path-text'
import { formatFieldPath } from '../../../src/renderer/src/ui/field-path'

describe('a typed field path', () => {
  it.each([
    ['$.user.name', ['user', 'name']],
    ['user.name', ['user', 'name']],
    ['  symbol ', ['symbol']],
    ['$.items[0].price', ['items', 0, 'price']],
    ['$[2]', [2]],
    ['[0][1]', [0, 1]],
    ['$["odd key"].x', ['odd key', 'x']],
    ['$.größe', ['größe']],
    ['product-id', ['product-id']],
    ['$ref', ['$ref']],
    ['$.$ref', ['$ref']],
  ])('reads %s', (text, path) => {
    expect(parseFieldPath(text)).toEqual(path)
  })

  it.each([
    [''],
    ['$'],
    ['$.'],
    ['a..b'],
    ['a['],
    ['a[x]'],
    ['a[-1]'],
    ['$["open]'],
    ['$["\\x"]'],
    ['a b'],
    ['a[0]b'],
    ['.'],
  ])('does not take %j for one', (text) => {
    expect(parseFieldPath(text)).toBeUndefined()
  })

  it('reads back whatever the window writes', () => {
    for (const path of [
      ['data', 0, 'price'],
      ['odd key', '', '0', 'a"b', 'x-y'],
      ['価格', '_id', '$ref'],
    ]) {
      expect(parseFieldPath(formatFieldPath(path))).toEqual(path)
    }
  })
})
