import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure'
import { DEPTH_MAX, FILTER_TEXT_MAX_LENGTH, parseFilter, TERMS_MAX } from '../../../src/shared/filter/parse'
import type { Expression, FieldTerm } from '../../../src/shared/filter/term'
import { seededRandom } from '../../support/seeded-random'

const NOW_MS = new Date(2026, 10, 24, 15, 30).getTime()

function parse(text: string): Expression | undefined {
  const parsed = parseFilter(text, NOW_MS)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

/** Without the places of its terms, which have tests of their own. */
function read(text: string): unknown {
  return withoutPlaces(parse(text))
}

function withoutPlaces(expression: Expression | undefined): unknown {
  if (expression === undefined) return undefined
  switch (expression.kind) {
    case 'and':
    case 'or':
      return { ...expression, parts: expression.parts.map(withoutPlaces) }
    case 'not':
      return { ...expression, part: withoutPlaces(expression.part) }
    default: {
      const { at, ...term } = expression
      return term
    }
  }
}

function refusal(text: string): Failure {
  const parsed = parseFilter(text, NOW_MS)
  if (parsed.ok) throw new Error(`${text} was read as ${JSON.stringify(parsed.value)}.`)
  expect(parsed.error.code).toBe('ERR_FILTER_INVALID')
  return parsed.error
}

const complaint = (text: string) => refusal(text).message
const word = (text: string) => ({ kind: 'text', text })
/** As a person would bracket it: `(a and (not b))`. */
function shape(expression: unknown): string {
  const {
    kind,
    parts = [],
    part,
    text,
  } = expression as { kind: string; parts?: unknown[]; part?: unknown; text?: string }
  if (kind === 'and' || kind === 'or') return `(${parts.map(shape).join(` ${kind} `)})`
  return kind === 'not' ? `(not ${shape(part)})` : kind === 'text' ? (text as string) : kind
}

describe('a filter of plain words', () => {
  it.each(['', ' ', '   '])('asks for nothing when it is %j', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it.each([
    'price',
    'a/b',
    '"price":1',
    '"side":"buy"',
    '{"a":1}',
    '[1,2]',
    '.*',
    '\\',
    '-5',
    '--flag',
    'ws://host:80/path',
    '12:30',
    'symbol:ACME',
    'android',
    'nothing',
    'size',
    'time',
    'f(x)',
    'call(a,(b))',
    'it’s',
    "it's",
  ])('is the word %j as it was typed', (text) => {
    expect(read(text)).toEqual(word(text))
    expect(read(`  ${text} `)).toEqual(word(text))
  })

  it.each([
    ['"/api/v1"', '/api/v1'],
    ['"$.price > 1"', '$.price > 1'],
    ['"two words"', 'two words'],
    [' "padded" ', 'padded'],
    ['""', ''],
    [String.raw`"say \"hi\""`, 'say "hi"'],
    [String.raw`"C:\\new\dir"`, String.raw`C:\new\dir`],
    ['" "', ' '],
    ['"and"', 'and'],
    ['"dir:in"', 'dir:in'],
    ['("a)")', 'a)'],
  ])('is, for %j, what the quotes hold: %j', (typed, text) => {
    expect(read(typed)).toEqual(word(text))
  })

  it('is refused when it is longer than anyone types', () => {
    expect(read('x'.repeat(FILTER_TEXT_MAX_LENGTH))).toBeDefined()
    expect(complaint('x'.repeat(FILTER_TEXT_MAX_LENGTH + 1))).toMatch(/1001 characters.*at most 1000/)
  })
})

describe('terms are joined', () => {
  it.each([
    ['a b', '(a and b)'],
    ['a and b', '(a and b)'],
    ['a AND b Or c', '((a and b) or c)'],
    ['a or b c', '(a or (b and c))'],
    ['a b or c d', '((a and b) or (c and d))'],
    ['a or b or c', '(a or b or c)'],
    ['not a b', '((not a) and b)'],
    ['not a or b', '((not a) or b)'],
    ['not not a', '(not (not a))'],
    ['not (a or b)', '(not (a or b))'],
    ['not(a or b) c', '((not (a or b)) and c)'],
    ['a (b or c)', '(a and (b or c))'],
    ['(a or b)(c or d)', '((a or b) and (c or d))'],
    ['((a))', 'a'],
    ['( a )', 'a'],
    ['a and not b', '(a and (not b))'],
    ['$.a not b', '(field and (not b))'],
    ['$.a or b', '(field or b)'],
    ['($.a) b', '(field and b)'],
    ['$.a == 1 b', '(field and b)'],
    ['$.a == two words', '(field and words)'],
    ['$.a>1 and($.b<2)', '(field and field)'],
    ['/a b/ c', '(regex and c)'],
    ['(/a/i or "b c") dir:in', '((regex or b c) and direction)'],
    ['size > 1kb size<2kb', '(size and size)'],
    ['conn:"two words" conn:a', '(connection and connection)'],
    ['\ta\n b', '(a and b)'],
  ])('%j as %s', (text, expected) => {
    expect(shape(read(text))).toBe(expected)
  })

  it('and know where they stand', () => {
    const text = '  not "a b" ($.x > 1 or /y/i) conn:"c d" size > 5'
    const places: string[] = []
    const walk = (expression: Expression): void => {
      if ('parts' in expression) expression.parts.forEach(walk)
      else if ('part' in expression) walk(expression.part)
      else places.push(text.slice(expression.at.from, expression.at.to))
    }
    walk(parse(text) as Expression)
    expect(places).toEqual(['"a b"', '$.x > 1', '/y/i', 'conn:"c d"', 'size > 5'])
  })

  it.each([
    ['a and', 'and', /After “and” stands what to look for.*"and" in quotes/],
    ['and a', 'and', /Before and after “and”/],
    ['a or or b', 'or', /Before and after “or”/],
    ['not', 'not', /After “not” stands/],
    ['a (not) b', 'not)', /After “not” stands/],
    ['(a', '(', /not closed/],
    ['a ((b) or c', '(', /not closed/],
    ['a)', ')', /closes none/],
    [')', ')', /closes none/],
    ['()', '()', /After the parenthesis/],
    ['(', '(', /After the parenthesis/],
    ['a "b c', '"b c', /begins with a quote ends with one/],
    ['x type:txt', 'type:txt', /“txt” is not known.*text, binary, ping/],
    ['a $.b > or c', '$.b >', /After > stands the value/],
    ['a /b', '/b', /ends with a slash/],
    ['a /b/g c', 'g', /“g” is none/],
    ['a $.b is 5', 'is 5', /“is 5” is not understood after \$\.b: compare with ==/],
  ])('and what is wrong in %j is told with its place: %j', (text, place, why) => {
    const { message, at } = refusal(text)
    expect(message).toMatch(why)
    expect(text.slice(at?.from, at?.to)).toBe(place)
  })

  it('no deeper than anybody reads', () => {
    expect(shape(read(`${'('.repeat(DEPTH_MAX)}a${')'.repeat(DEPTH_MAX)}`))).toBe('a')
    expect(complaint(`${'('.repeat(DEPTH_MAX + 1)}a${')'.repeat(DEPTH_MAX + 1)}`)).toMatch(/at most 50 within/)
    expect(complaint('('.repeat(FILTER_TEXT_MAX_LENGTH))).toMatch(/at most 50 within/)
    expect(complaint('not '.repeat(DEPTH_MAX + 1))).toMatch(/at most 50 within/)
    expect(shape(read('(a)'.repeat(TERMS_MAX)))).toContain('a and a')
  })

  it('and are not without number', () => {
    expect(read(`a${' a'.repeat(TERMS_MAX - 1)}`)).toBeDefined()
    expect(complaint(`a${' or a'.repeat(TERMS_MAX)}`)).toMatch(/at most 100 terms/)
  })

  it('whatever is typed, it is read or refused with a sentence and a place within', () => {
    const random = seededRandom(7)
    const pieces = ['a', ' ', '(', ')', '"', '/', '$', '.', '=', '>', '!', '~', ':', ',', '\\', 'and ', 'or ', 'not ']
    pieces.push('dir:', 'type:', 'size', 'time', 'conn:', 'is:', '1kb', '-5m', '[0]', '["', '\n', 'é', '🛰', "'")
    for (let run = 0; run < 5_000; run++) {
      const length = Math.floor(random() * 14)
      const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('')
      const parsed = parseFilter(text, NOW_MS)
      if (parsed.ok) continue
      expect(parsed.error.message).toMatch(/\w.*[.]$/)
      const { from, to } = parsed.error.at ?? { from: -1, to: -1 }
      expect(from >= 0 && from < to && to <= text.length, `${JSON.stringify(text)} at ${from}–${to}`).toBe(true)
    }
  })
})

describe('a term about the row', () => {
  it.each([
    ['dir:in', { kind: 'direction', directions: ['received'] }],
    ['dir:OUT', { kind: 'direction', directions: ['sent'] }],
    ['dir:in,out', { kind: 'direction', directions: ['received', 'sent'] }],
    ['type:text,ping,text', { kind: 'type', types: ['text', 'ping'] }],
    ['Type:event', { kind: 'type', types: ['event'] }],
    ['is:delayed,dropped', { kind: 'mark', marks: ['delayed', 'dropped'] }],
    ['conn:ticker', { kind: 'connection', text: 'ticker' }],
    ['conn::8080', { kind: 'connection', text: ':8080' }],
    ['conn:"my \\"feed\\""', { kind: 'connection', text: 'my "feed"' }],
    ['size>1kb', { kind: 'size', operator: '>', byteLength: 1_000 }],
    ['size >= 1.5KiB', { kind: 'size', operator: '>=', byteLength: 1_536 }],
    ['size=0', { kind: 'size', operator: '==', byteLength: 0 }],
    ['size!=.5mb', { kind: 'size', operator: '!=', byteLength: 500_000 }],
    ['size<12b', { kind: 'size', operator: '<', byteLength: 12 }],
    ['size<=1GiB', { kind: 'size', operator: '<=', byteLength: 2 ** 30 }],
    ['time>12:00:00', { kind: 'time', operator: '>', timeMs: new Date(2026, 10, 24, 12).getTime() }],
    ['time < 9:05', { kind: 'time', operator: '<', timeMs: new Date(2026, 10, 24, 9, 5).getTime() }],
    ['time>=12:00:00.25', { kind: 'time', operator: '>=', timeMs: new Date(2026, 10, 24, 12, 0, 0, 250).getTime() }],
    ['time<=2026-11-24T12:00:00Z', { kind: 'time', operator: '<=', timeMs: Date.UTC(2026, 10, 24, 12) }],
    ['time>2026-11-24t12:00', { kind: 'time', operator: '>', timeMs: new Date(2026, 10, 24, 12).getTime() }],
    ['time>2026-11-24', { kind: 'time', operator: '>', timeMs: new Date(2026, 10, 24).getTime() }],
    ['time>-5m', { kind: 'time', operator: '>', timeMs: NOW_MS - 300_000 }],
    ['time>-1.5h', { kind: 'time', operator: '>', timeMs: NOW_MS - 5_400_000 }],
  ])('is read from %j', (text, term) => {
    expect(read(text)).toEqual(term)
  })

  it('asks for any mark', () => {
    expect(read('is:marked')).toMatchObject({ kind: 'mark', marks: expect.arrayContaining(['invalid', 'noted']) })
  })

  it.each([
    ['dir:', /After the colon stands a word: dir:in and dir:out/],
    ['dir:up', /“up” is not known here. There is dir:in and dir:out/],
    ['dir:in,', undefined],
    ['type:in', /“in” is not known here/],
    ['type:__proto__', /“__proto__” is not known here/],
    ['is:odd', /There is is:marked, or one of invalid/],
    ['conn:', /a part of the connection’s name/],
    ['conn:"open', /a part of the connection’s name/],
    ['size:1kb', /Compare it: size>1kb/],
    ['size>', /“” is no size/],
    ['size>1xb', /“1xb” is no size/],
    ['size>-1', /“-1” is no size/],
    ['time:12:00', /Compare it: time>/],
    ['time=12:00', /before or after a time/],
    ['time>25:00', /“25:00” is no time: write 12:00:00 for today/],
    ['time>2026-13-01', /is no time/],
    ['time>5m', /is no time/],
    ['time>', /is no time/],
  ])('%j is refused with a sentence, if it is wrong', (text, why) => {
    if (why === undefined) expect(read(text)).toBeDefined()
    else expect(complaint(text)).toMatch(why)
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
    expect(shape(read(`${typed} b`))).toBe('(regex and b)')
    expect(shape(read(`(${typed.trim()})`))).toBe('regex')
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
    ['$.a === 5', /“=” is no value/],
    ['$.a => 5', /“>” is no value/],
    ['$.a == "open', /ends with the quote it begins with/],
    ['$.a == "a"b', /ends with the quote it begins with/],
    ['$.a(b)', /“\(b\)” is not understood/],
    ['$.a == "a\'', /ends with the quote it begins with/],
    ['$.a > true', /true is neither larger nor smaller.*== or !=/],
    ['$.a <= null', /null is neither larger nor smaller/],
    [String.raw`$.a == "\q"`, /escape that JSON does not know/],
  ])('is not read from %j, and the sentence says why', (typed, why) => {
    expect(complaint(typed)).toMatch(why)
  })
})
