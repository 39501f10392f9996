import { describe, expect, it } from 'vitest'
import { ERRORS_MAX } from '../../../../src/main/engine/guards/schema-errors'
import { compileSchema, type Invalid, VALIDATED_MAX_BYTES } from '../../../../src/main/engine/guards/validation'

function validator(schema: unknown): (message: string | Buffer) => Invalid | undefined {
  const compiled = compileSchema(typeof schema === 'string' ? schema : JSON.stringify(schema))
  if (!compiled.ok) throw new Error(compiled.error.message)
  const validate = compiled.value
  if (validate === undefined) throw new Error('It is empty.')
  return (message) => validate({ bytes: Buffer.from(message), isBinary: typeof message !== 'string' })
}

function refusalOf(schema: unknown): string | undefined {
  const compiled = compileSchema(typeof schema === 'string' ? schema : JSON.stringify(schema))
  if (compiled.ok) return undefined
  expect(compiled.error.code).toBe('ERR_SCHEMA_INVALID')
  return compiled.error.message
}

const order = {
  type: 'object',
  required: ['id', 'lines'],
  properties: {
    id: { type: 'integer' },
    lines: { type: 'array', items: { type: 'object', properties: { 'unit price': { type: 'number' } } } },
  },
  additionalProperties: false,
}

describe('A message', () => {
  it('that fits passes, as text or binary', () => {
    const check = validator(order)
    expect(check('{"id":1,"lines":[{"unit price":2.5}]}')).toBeUndefined()
    expect(check(Buffer.from('{"id":1,"lines":[]}'))).toBeUndefined()
  })

  it('that does not fit gets 1008, and each error its place', () => {
    const invalid = validator(order)('{"id":"x","lines":[{},{"unit price":"2"}],"extra":1}')
    expect(invalid?.closeCode).toBe(1008)
    expect(invalid?.errors).toEqual(
      expect.arrayContaining([
        { path: '$', message: 'must not have the property “extra”' },
        { path: '$.id', message: 'must be integer' },
        { path: '$.lines[1]["unit price"]', message: 'must be number' },
      ]),
    )
    expect(invalid?.message).toContain('$ must not have the property “extra” (and 2 more)')
  })

  it('that is no JSON gets 1007, and so does binary that is not UTF-8', () => {
    const check = validator(true)
    for (const message of ['', '{"a":', 'hello', Buffer.from([0x22, 0xff, 0x22])]) {
      expect(check(message)).toMatchObject({ closeCode: 1007, errors: [] })
    }
    expect(check('{\n  "a" 1}')?.message).toContain('line 2, column 7')
  })

  it('with many errors gets the first ten, none of them long', () => {
    const check = validator({ items: { enum: ['x'.repeat(10_000)] } })
    const errors = check(JSON.stringify(Array.from({ length: 1_000 }, (_, index) => index)))?.errors ?? []
    expect(errors).toHaveLength(ERRORS_MAX)
    for (const { message } of errors) expect(message.length).toBeLessThan(300)
  })

  it('that is large and wrong throughout gets its first error only', () => {
    const check = validator({ items: { type: 'string' } })
    expect(check(JSON.stringify(Array.from({ length: 50_000 }, () => 1)))?.errors).toHaveLength(1)
  })

  it('that a large schema would find wrong in a great many ways gets its first error only', () => {
    const required = Array.from({ length: 200 }, (_, at) => `property ${at}`)
    const check = validator({ items: { required } })
    const listOf = (count: number) => `[${Array(count).fill('{}').join(',')}]`
    expect(check(listOf(3))?.errors).toHaveLength(ERRORS_MAX)
    expect(check(listOf(10_000))?.errors).toHaveLength(1)
  })

  it('is refused, whatever it is that its errors cannot be told of', () => {
    const depth = 20_000
    const check = validator(`{"const":${'['.repeat(depth)}${']'.repeat(depth)}}`)
    expect(check('1')?.closeCode).toBe(1008)
  })

  it('above the cap is not looked at', () => {
    const check = validator(true)
    expect(check(JSON.stringify('x'.repeat(VALIDATED_MAX_BYTES - 2)))).toBeUndefined()
    expect(check(JSON.stringify('x'.repeat(VALIDATED_MAX_BYTES - 1)))).toMatchObject({ closeCode: 1008 })
  })

  it('with __proto__ is taken as it is written, and changes nothing', () => {
    const check = validator(order)
    expect(check('{"__proto__":{"id":1,"lines":[]}}')?.closeCode).toBe(1008)
    expect(check('{"id":1,"lines":[],"__proto__":1}')?.errors[0]?.message).toContain('__proto__')
    expect(validator({ required: ['toString'] })('{}')?.closeCode).toBe(1008)
    expect(({} as { id?: unknown }).id).toBeUndefined()
  })

  it('nested deeper than the stack is refused, where the schema goes down with it', () => {
    const check = validator({ items: { $ref: '#' } })
    const depth = 100_000
    expect(check('['.repeat(depth) + ']'.repeat(depth))?.closeCode).toBe(1008)
    expect(check('[[[]]]')).toBeUndefined()
  })

  it('cannot take time without end by a regular expression', () => {
    const check = validator({ pattern: '^(a+)+$', patternProperties: { '^(a+)+$': { type: 'number' } } })
    expect(check(JSON.stringify(`${'a'.repeat(50_000)}!`))?.closeCode).toBe(1008)
    expect(check(JSON.stringify({ [`${'a'.repeat(50_000)}!`]: 'x' }))).toBeUndefined()
    expect(check(JSON.stringify('a'.repeat(70_000)))?.message).toContain('where the schema has a pattern')
  })

  it('cannot by references that fan out', () => {
    const definitions: Record<string, unknown> = { d40: {} }
    for (let at = 0; at < 40; at++) {
      const next = { $ref: `#/definitions/d${at + 1}` }
      definitions[`d${at}`] = { allOf: [next, next] }
    }
    const properties = { a: { $ref: '#/definitions/d0' }, b: { $ref: '#/definitions/d40' } }
    const check = validator({ definitions, properties })
    expect(check('{"a":1}')?.message).toContain('references')
    // The next message begins anew.
    expect(check('{"b":1}')).toBeUndefined()
  })

  it('cannot by lists in lists, each to be looked through for equal items', () => {
    const check = validator({ uniqueItems: true, items: { $ref: '#' } })
    const nested = (depth: number) => `${'['.repeat(depth)}"${'x'.repeat(1_000_000)}"${']'.repeat(depth)}`
    expect(check(nested(20))?.message).toContain('lists in lists')
    // Each message begins anew.
    for (let at = 0; at < 4; at++) expect(check(nested(3))).toBeUndefined()
  })

  it('cannot by items to be told apart, or by a text that has a format', () => {
    const unique = validator({ uniqueItems: true })
    expect(unique(`[${Array.from({ length: 50_000 }, (_, index) => `{"a":${index}}`).join(',')}]`)).toBeUndefined()
    expect(unique('[{"a":1,"b":[0]},{"b":[-0],"a":1.0}]')?.closeCode).toBe(1008)
    expect(unique('["1",1,true,null,[],{}]')).toBeUndefined()
    const url = validator({ format: 'url' })
    expect(url(JSON.stringify(`http://${':'.repeat(500_000)}`))?.closeCode).toBe(1008)
    expect(url('"https://example.com/a?b"')).toBeUndefined()
    expect(validator({ format: 'email' })('"no"')?.closeCode).toBe(1008)
    expect(validator({ format: 'date-time' })('"2024-02-30T00:00:00Z"')?.closeCode).toBe(1008)
  })
})

describe('A schema', () => {
  it('that is empty is none', () => {
    expect(compileSchema(' \n')).toEqual({ ok: true, value: undefined })
  })

  it('is read in the draft it names', () => {
    const tuple = { prefixItems: [{ type: 'number' }] }
    expect(validator(tuple)('["x"]')).toBeUndefined()
    expect(validator({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...tuple })('["x"]')).toBeDefined()
    const dependent = { dependentRequired: { a: ['b'] } }
    expect(
      validator({ $schema: 'https://json-schema.org/draft/2019-09/schema', ...dependent })('{"a":1}'),
    ).toBeDefined()
    for (const draft of ['draft-06', 'draft-07']) {
      expect(validator({ $schema: `http://json-schema.org/${draft}/schema#`, const: 1 })('2')).toBeDefined()
    }
    expect(refusalOf({ $schema: 'http://json-schema.org/draft-04/schema#' })).toContain('draft-04')
  })

  it('from OpenAPI or AsyncAPI works as it is', () => {
    const check = validator({
      title: 'Pet',
      'x-tags': ['a'],
      discriminator: { propertyName: 'kind' },
      properties: {
        kind: { type: 'string', nullable: true, example: 'cat', format: 'made-up' },
        of: { nullable: true },
      },
      components: { schemas: { nullable: { type: 'number' } } },
      allOf: [{ properties: { size: { $ref: '#/components/schemas/nullable' } } }],
    })
    expect(check('{"kind":null,"of":null,"size":1}')).toBeUndefined()
    expect(check('{"size":"x"}')?.errors[0]?.path).toBe('$.size')
  })

  it.each([
    ['{"type":', 'no JSON'],
    ['{\n"type" 1}', 'line 2, column 8'],
    ['[]', 'must be an object'],
    ['"x"', 'must be an object'],
    ['null', 'must be an object'],
    [{ properties: { a: { type: 'strin' } } }, '$.properties.a.type'],
    [{ $ref: 'https://example.com/schema.json' }, 'refers to “https://example.com/schema.json”'],
    [{ items: { $ref: '#/definitions/missing' } }, 'refers to “#/definitions/missing”'],
    [{ $async: true }, '$async'],
    [{ pattern: '(?=a)' }, 'Looking ahead'],
    [{ pattern: String.raw`(a)\1` }, 'backreference'],
    [{ pattern: '(a{900}){900}' }, 'too large'],
    [{ patternProperties: { '(': { type: 'number' } } }, 'pattern'],
    [`${'{"not":'.repeat(30_000)}{}${'}'.repeat(30_000)}`, 'deep'],
    [{ anyOf: Array.from({ length: 50_000 }, () => ({})) }, 'parts'],
  ])('that cannot be used is refused, and the sentence names what: %#', (schema, sentence) => {
    expect(refusalOf(schema)).toContain(sentence)
  })

  it.each<[string, number, (at: number) => unknown]>([
    ['parts that have nothing', 832, () => ({})],
    ['words', 452, (at) => ({ minLength: at, maxLength: at, minimum: at, maximum: at, multipleOf: 1 })],
    ['patterns', 453, (at) => ({ pattern: `^a${at}$` })],
    ['patterns that repeat', 97, (at) => ({ pattern: `^a${at}[a-z]{1,200}$` })],
    ['names that are patterns', 453, (at) => ({ patternProperties: { [`^a${at}$`]: true } })],
    ['names', 45, (at) => ({ required: Array.from({ length: 90 }, (_, index) => `${at}-${index}`) })],
    ['values', 47, (at) => ({ enum: Array.from({ length: 90 }, (_, index) => `${at}-${index}`) })],
    ['references that are looked up anew', 453, () => ({ $dynamicRef: '#x' })],
  ])('has a cap on its %s, since they take time to compile: %i pass, 10 more do not', (_, most, part) => {
    const schema = (count: number) => ({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $dynamicAnchor: 'x',
      anyOf: Array.from({ length: count }, (__, at) => part(at)),
    })
    expect(refusalOf(schema(most))).toBeUndefined()
    expect(refusalOf(schema(most + 10))).toContain('parts')
  })

  it('has a cap on its depth', () => {
    const nested = (depth: number) => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`
    expect(refusalOf(nested(200))).toBeUndefined()
    expect(refusalOf(nested(201))).toContain('nested more than 200 deep')
  })

  it('cannot reach a prototype', () => {
    expect(refusalOf('{"__proto__":{"type":1},"properties":{"__proto__":{"type":"number"}}}')).toBeUndefined()
    expect(({} as { type?: unknown }).type).toBeUndefined()
  })
})
