import { describe, expect, it } from 'vitest'
import { FILTER_TEXT_MAX_LENGTH, parseFilter } from '../../../src/shared/filter/parse'
import type { FieldTerm, Term } from '../../../src/shared/filter/term'

function read(text: string): Term | undefined {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

function complaint(text: string): string {
  const parsed = parseFilter(text)
  if (parsed.ok) throw new Error(`${text} was read as ${JSON.stringify(parsed.value)}.`)
  expect(parsed.error.code).toBe('ERR_FILTER_INVALID')
  return parsed.error.message
}

describe('a filter of plain text', () => {
  it('asks for nothing when it is empty', () => {
    expect(read('')).toBeUndefined()
  })

  it.each(['price', ' ', ' a ', 'a/b', '100 $', '"price":1', '"side":"buy"', '.*', '"unfinished', '\\'])(
    'is %j as it was typed',
    (text) => {
      expect(read(text)).toEqual({ kind: 'text', text })
    },
  )

  it.each([
    ['"/api/v1"', '/api/v1'],
    ['"$.price > 1"', '$.price > 1'],
    [' "padded" ', 'padded'],
    ['""', ''],
    [String.raw`"say \"hi\""`, 'say "hi"'],
    [String.raw`"C:\\new\dir"`, String.raw`C:\new\dir`],
    ['" "', ' '],
  ])('is, for %j, what the quotes hold: %j', (typed, text) => {
    expect(read(typed)).toEqual({ kind: 'text', text })
  })

  it('is refused when it is longer than anyone types', () => {
    expect(read('x'.repeat(FILTER_TEXT_MAX_LENGTH))).toBeDefined()
    expect(complaint('x'.repeat(FILTER_TEXT_MAX_LENGTH + 1))).toMatch(/1001 characters.*at most 1000/)
  })
})

describe('a regular expression', () => {
  it.each([
    ['/a+/', 'a+', ''],
    [' /a/ ', 'a', ''],
    ['/a/i', 'a', 'i'],
    ['/a/smi', 'a', 'smi'],
    ['/a/b/', 'a/b', ''],
    [String.raw`/a\/b/m`, String.raw`a\/b`, 'm'],
    [String.raw`/a\\/`, String.raw`a\\`, ''],
    ['/ /', ' ', ''],
    // Valid or not, is for the engine to say.
    ['/(/', '(', ''],
  ])('is read from %j', (typed, pattern, flags) => {
    expect(read(typed)).toEqual({ kind: 'regex', pattern, flags })
  })

  it.each([
    ['/', /ends with a slash/],
    ['/users', /write \/users\/\..*in double quotes/],
    [String.raw`/a\/`, /ends with a slash/],
    [String.raw`/a\\\/`, /ends with a slash/],
    ['//', /no regular expression/],
    ['/a/x', /“x” is none: i .* s .* m/],
    ['/api/v1', /“v” is none.*in double quotes/],
    ['/a/g', /“g” is none/],
    ['/a/ii', /i stands twice/],
  ])('is not read from %j, and the sentence says why', (typed, why) => {
    expect(complaint(typed)).toMatch(why)
  })
})

describe('a comparison of a field', () => {
  it.each<[string, FieldTerm['path']]>([
    ['$', []],
    ['$.price', ['price']],
    ['$.user.name', ['user', 'name']],
    ['$.items[0].id', ['items', 0, 'id']],
    ['$[2][10]', [2, 10]],
    ['$["odd key"]', ['odd key']],
    ["$['odd key']", ['odd key']],
    ['$[ "a" ].b', ['a', 'b']],
    [String.raw`$["a\"]\u00e9\n"]`, ['a"]é\n']],
    [String.raw`$['a"\'\\']`, ['a"\'\\']],
    ['$.odd-key.größe.$id.0', ['odd-key', 'größe', '$id', '0']],
    ['$.__proto__.constructor', ['__proto__', 'constructor']],
    ['$[""]', ['']],
  ])('finds the field by the path of %j', (typed, path) => {
    expect(read(typed)).toEqual({ kind: 'field', path })
    expect(read(`  ${typed}  `)).toEqual({ kind: 'field', path })
    expect(read(`${typed} > 1`)).toEqual({ kind: 'field', path, comparison: { operator: '>', value: 1 } })
    expect(read(`${typed}>1`)).toEqual({ kind: 'field', path, comparison: { operator: '>', value: 1 } })
  })

  it.each<[string, FieldTerm['comparison']]>([
    ['== 5', { operator: '==', value: 5 }],
    ['= 5', { operator: '==', value: 5 }],
    ['=5', { operator: '==', value: 5 }],
    ['!= 5', { operator: '!=', value: 5 }],
    ['> -1.5e3', { operator: '>', value: -1500 }],
    ['>= .5', { operator: '>=', value: 0.5 }],
    ['< +7.', { operator: '<', value: 7 }],
    ['<= 0', { operator: '<=', value: 0 }],
    ['== true', { operator: '==', value: true }],
    ['!= false', { operator: '!=', value: false }],
    ['== null', { operator: '==', value: null }],
    ['== ACME', { operator: '==', value: 'ACME' }],
    ['== 12:30', { operator: '==', value: '12:30' }],
    ['== "5"', { operator: '==', value: '5' }],
    ['== "two words"', { operator: '==', value: 'two words' }],
    ["== 'it\\'s \"so\"'", { operator: '==', value: 'it\'s "so"' }],
    ['== ""', { operator: '==', value: '' }],
    ['== "null"', { operator: '==', value: 'null' }],
    ['> "2026-01-01"', { operator: '>', value: '2026-01-01' }],
    ['~ acme', { operator: '~', value: 'acme' }],
    ['~ "a b"', { operator: '~', value: 'a b' }],
    ['~ 1.50', { operator: '~', value: '1.50' }],
    ['~ true', { operator: '~', value: 'true' }],
  ])('compares by %j', (typed, comparison) => {
    expect(read(`$.a ${typed}`)).toEqual({ kind: 'field', path: ['a'], comparison })
  })

  it.each([
    ['$100', /“100” is not understood in the path.*\$\.price.*in double quotes/],
    ['$.', /“\.” is not understood in the path/],
    ['$..a', /“\.\.a” is not understood/],
    ['$.a[', /“\[” is not understood/],
    ['$.a[*]', /“\[\*\]” is not understood/],
    ['$.a[-1]', /“\[-1\]” is not understood/],
    ['$["a]', /not understood/],
    ['$.a]', /“\]” is not understood/],
    [String.raw`$["\x"]`, /escape that JSON does not know/],
    ['$.a >', /After > stands the value/],
    ['$.a ==  ', /After == stands the value/],
    ['$.a is 5', /“is 5” is not understood after \$\.a: compare with ==/],
    ['$.a 5', /“5” is not understood after/],
    ['$.a ! 5', /“! 5” is not understood after/],
    ['$.a === 5', /“= 5” is no value/],
    ['$.a => 5', /“> 5” is no value/],
    ['$.a == two words', /“two words” has a space in it.*in quotes/],
    ['$.a == 1 and $.b == 2', /has a space in it/],
    ['$.a == "open', /ends with the quote it begins with/],
    ['$.a == "a" b', /ends with the quote it begins with/],
    ['$.a == "a\'', /ends with the quote it begins with/],
    ['$.a > true', /true is neither larger nor smaller.*== or !=/],
    ['$.a <= null', /null is neither larger nor smaller/],
    [String.raw`$.a == "\q"`, /escape that JSON does not know/],
  ])('is not read from %j, and the sentence says why', (typed, why) => {
    expect(complaint(typed)).toMatch(why)
  })
})
