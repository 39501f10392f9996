import { describe, expect, it } from 'vitest'
import { JSON_MAX_BYTES, MessageText } from '../../../../../src/main/engine/behaviours/rules/message-text'
import type { RenderContext } from '../../../../../src/main/engine/behaviours/rules/placeholder'
import {
  compileTemplate,
  RENDERED_MAX_LENGTH,
  type Template,
} from '../../../../../src/main/engine/behaviours/rules/template'
import { seededRandom } from '../../../../support/seeded-random'

const random = seededRandom(1)

function context(message?: unknown, more: Partial<RenderContext> = {}): RenderContext {
  let seq = 0
  const text = typeof message === 'string' ? message : JSON.stringify(message)
  return {
    message: text === undefined ? undefined : new MessageText(Buffer.from(text)),
    client: 7,
    user: 'ada',
    nowMs: Date.UTC(2024, 4, 17, 12) + 0.7,
    takeSeq: () => ++seq,
    random,
    ...more,
  }
}

function compiled(text: string): Template {
  const template = compileTemplate(text)
  if (!template.ok) throw new Error(template.error.message)
  return template.value
}

function render(text: string, message?: unknown, more: Partial<RenderContext> = {}): string {
  const rendering = compiled(text).render(context(message, more))
  return rendering.kind === 'text' ? rendering.text : `refused: ${rendering.why}`
}

function refusal(text: string): { code: string; message: string } | undefined {
  const template = compileTemplate(text)
  return template.ok ? undefined : template.error
}

const order = {
  id: 5,
  user: { name: 'Ada "the first"', tags: ['x', 1] },
  items: [{ id: 'a' }],
  none: null,
  'odd }} key': 1,
}

describe('a template', () => {
  it.each([
    ['no placeholder at all } }} {', 'no placeholder at all } }} {'],
    ['', ''],
    ['<{{message}}>', `<${JSON.stringify(order)}>`],
    ['{{$.user.name}}', 'Ada "the first"'],
    ['{{ $.id }}', '5'],
    ['{{$.user}}', '{"name":"Ada \\"the first\\"","tags":["x",1]}'],
    ['{{$.user.tags[0]}}{{$.items[0].id}}{{$.items.length}}', 'xa1'],
    ['{{$["odd }} key"]}} {{$[\'odd }} key\']}}', '1 1'],
    ['{{$}}', JSON.stringify(order)],
    ['{{$.none}}', 'null'],
    ['[{{$.missing}}{{$.user.missing.deeper}}]', '[]'],
    ['{"name":{{json $.user.name}},"all":{"id":{{json $.id}}}}', '{"name":"Ada \\"the first\\"","all":{"id":5}}'],
    ['{{json $.missing}}', 'null'],
    ['{{json now}}', '"2024-05-17T12:00:00.000Z"'],
    ['{{now}} {{nowMs}}', '2024-05-17T12:00:00.000Z 1715947200000'],
    ['{{client}} {{user}} {{json client}} {{json user}}', '7 ada 7 "ada"'],
    ['{{seq}} {{seq}}', '1 1'],
  ])('writes %s', (text, written) => {
    expect(render(text, order)).toBe(written)
  })

  it('stays JSON whatever the message says, where values are written as JSON', () => {
    const message = 'a "quote", a \\ and a\nline'
    expect(JSON.parse(render('{"said":{{json message}}}', message))).toEqual({ said: message })
  })

  it.each([
    ['\\{{now}}', '{{now}}'],
    ['\\{{ {{client}}', '{{ 7'],
    ['\\\\{{client}}', '\\\\7'],
    ['\\\\\\{{client}}', '\\\\{{client}}'],
    ['\\{{{client}}', '{{{client}}'],
    ['\\n{{client}}\\', '\\n7\\'],
  ])('takes the braces of %s for text, or not, by the backslashes before them', (text, written) => {
    expect(render(text)).toBe(written)
  })

  it('leaves placeholders that come with a message as they are', () => {
    expect(render('{{message}}', '{{uuid}} \\{{ {{message}} $& $1')).toBe('{{uuid}} \\{{ {{message}} $& $1')
    expect(render('{{$.a}}{{json $.a}}', { a: '{{seq}}' })).toBe('{{seq}}"{{seq}}"')
  })

  it('leaves empty what there is not, and writes it as null in JSON', () => {
    const nobody = { client: undefined, user: undefined }
    expect(render('[{{message}}{{$.a}}{{client}}{{user}}]', undefined, nobody)).toBe('[]')
    expect(render('{{json message}} {{json $.a}} {{json client}} {{json user}}', undefined, nobody)).toBe(
      'null null null null',
    )
  })

  it('has no fields of a message that is no JSON, nor of one too large to be parsed', () => {
    expect(render('[{{$.a}}{{$}}]', 'price 5')).toBe('[]')
    const padding = ' '.repeat(JSON_MAX_BYTES)
    expect(render('[{{$.a}}]', `{"a":1}${padding}`)).toBe('[]')
    expect(render('[{{$.a}}]', `{"a":1}${padding.slice(7)}`)).toBe('[1]')
  })

  it('reaches nothing but what stands in the message', () => {
    expect(render('[{{$.__proto__.x}}{{$.constructor.name}}{{$.toString}}{{$.user.name.length}}]', order)).toBe('[]')
    expect(render('{{$.__proto__.x}}', '{"__proto__":{"x":1}}')).toBe('1')
    expect(({} as { x?: number }).x).toBeUndefined()
  })

  it('writes chance from the dice it is given, and whole numbers with both ends in', () => {
    expect(render('{{random}}', undefined, { random: () => 0.25 })).toBe('0.25')
    expect(render('{{random 1 100}}', undefined, { random: () => 0 })).toBe('1')
    expect(render('{{random 1 100}}', undefined, { random: () => 1 - 2 ** -53 })).toBe('100')
    expect(render('{{ random  -3  -3 }}')).toBe('-3')
    const thrown = new Set(Array.from({ length: 200 }, () => render('{{random -1 1}}')))
    expect([...thrown].sort()).toEqual(['-1', '0', '1'])
  })

  it('writes another UUID each time', () => {
    const [first, second] = render('{{uuid}} {{uuid}}').split(' ')
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(second).not.toBe(first)
  })

  it('takes a number once a message, and none where it has none to write', () => {
    let taken = 0
    const takeSeq = () => ++taken
    render('{{seq}}{{json seq}}{{seq}}', undefined, { takeSeq })
    expect(taken).toBe(1)
    render('{{now}}', undefined, { takeSeq })
    expect(taken).toBe(1)
  })

  it.each([
    ['{{nwo}}', /^\{\{nwo\}\} is no placeholder\. There is .*\{\{message\}\}.*\{\{user\}\}/],
    ['{{}}', /^\{\{\}\} is no placeholder/],
    ['{{Now}}', /\{\{Now\}\} is no placeholder/],
    ["{{it's}} {{it's}}", /^\{\{it's\}\} is no placeholder/],
    ['{{constructor}}', /\{\{constructor\}\} is no placeholder/],
    ['{{json}}', /\{\{json\}\} is no placeholder/],
    ['{{json json $.a}}', /is no placeholder/],
    ['{{$.a > 1}}', /^\{\{\$\.a > 1\}\} is no placeholder: “ > 1” is not understood in the path.*\$\.price/],
    ['{{$a}}', /“a” is not understood in the path/],
    ['{{$["a}}', /“\["a” is not understood in the path/],
    ['{{$["\\x"]}}', /escape that JSON does not know/],
    ['{{random 1}}', /no placeholder/],
    ['{{random 2 1}}', /two whole numbers, the smaller one first/],
    ['{{random 1 1.5}}', /two whole numbers/],
    ['{{random a b}}', /two whole numbers/],
    ['{{random 0 9007199254740991}}', /two whole numbers/],
    ['hello {{now', /^The placeholder “\{\{now” does not end: write \}\}/],
    ['{{now}} {{message}', /“\{\{message\}” does not end/],
    ['{{', /does not end/],
  ])('refuses %s and says why', (text, sentence) => {
    expect(refusal(text)).toEqual({ code: 'ERR_RULE_INVALID', message: expect.stringMatching(sentence) })
  })

  it('does not say more of a long placeholder than its beginning', () => {
    expect(refusal(`{{${'x'.repeat(60_000)}}}`)?.message.length).toBeLessThan(400)
    expect(refusal(`{{${'x'.repeat(60_000)}`)?.message.length).toBeLessThan(400)
  })

  it('writes a message as long as may be, and none that is longer', () => {
    const message = 'x'.repeat(RENDERED_MAX_LENGTH / 4)
    expect(render('{{message}}'.repeat(4), message)).toHaveLength(RENDERED_MAX_LENGTH)
    expect(render(`{{message}}${'{{message}}'.repeat(3)}.`, message)).toBe(
      'refused: It would be longer than 1048576 characters.',
    )
  })

  it('stops at the first value too many: thousands of copies of a large message take no time and no memory', () => {
    const template = compiled('{{message}}'.repeat(5_900))
    const message = new MessageText(Buffer.alloc(RENDERED_MAX_LENGTH, 'x'))
    let read = 0
    const counted = new Proxy(message, {
      get: (target, key) => {
        if (key === 'text') read++
        return Reflect.get(target, key, target)
      },
    })
    expect(template.render(context(undefined, { message: counted })).kind).toBe('refused')
    expect(read).toBe(2)
  })

  it('writes thousands of fields of one message and parses it once', () => {
    let parsed = 0
    const counted = new Proxy(Buffer.from('{"a":{"b":12}}'), {
      get: (target, key) => {
        if (key === 'toString') parsed++
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
    const rendering = compiled('{{$.a.b}}'.repeat(7_000)).render(
      context(undefined, { message: new MessageText(counted) }),
    )
    expect(rendering).toEqual({ kind: 'text', text: '12'.repeat(7_000) })
    expect(parsed).toBe(1)
  })

  it('refuses to write what is nested too deeply, and passes it on as text', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(render('{{$}}', deep)).toBe('refused: A value in it is nested too deeply to be written as JSON.')
    expect(render('{{json $}}', deep)).toMatch(/^refused: /)
    expect(render('{{message}}', deep)).toBe(deep)
  })

  it.each([
    ['braces that open', '{'.repeat(65_536)],
    ['backslashes', `${'\\'.repeat(65_534)}{{`],
    ['escaped braces', '\\{{'.repeat(21_845)],
    ['brackets in a placeholder', `{{$${'["a"'.repeat(16_000)}`],
    ['quotes that do not close', `{{$${'["\\'.repeat(21_000)}`],
    ['spaces', `{{${' '.repeat(65_000)}}}`],
    ['spaces after random', `{{random${' 1'.repeat(32_000)}}}`],
    ['spaces after json', `{{json${' '.repeat(32_000)}`],
    ['one long path', `{{$${'.a'.repeat(32_000)}}}`],
  ])('is read in one pass, all %s of it', (_, text) => {
    // Hangs for seconds where it is not.
    for (let time = 0; time < 20; time++) compileTemplate(text)
    expect(compileTemplate(text)).toHaveProperty('ok')
  })
})
