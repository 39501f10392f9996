import { describe, expect, it } from 'vitest'
import { monotonicClock } from '../../../../src/main/engine/clock'
import { markOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { expectBalancedBooks } from '../../../support/books'
import { takeSeat } from '../../../support/seat'
import { dialTestClient } from '../../../support/test-client'

type Settings = NonNullable<Parameters<typeof plainServer>[0]>

const SCHEMA = JSON.stringify({
  type: 'object',
  required: ['price'],
  properties: { price: { type: 'number' }, symbol: { type: 'string' } },
})
const OTHER_SCHEMA = JSON.stringify({ type: 'string' })
const NOTHING = "The message does not fit the server's schema: $ must have the property “price”."
const FLOOD = 5_000

/** The clock runs, and jumps when the test says so. */
async function serve(validation: Settings['validation'], more: Settings = {}) {
  const clock = { aheadMs: 0 }
  const seat = takeSeat({ now: () => monotonicClock() + clock.aheadMs })
  const server = await seat.serve('hello', { validation: { schema: SCHEMA, ...validation }, ...more })
  const scope = { kind: 'server', id: server.id } as const
  const log = await seat.watch(scope)
  const marked = await seat.watch(scope, { markedOnly: true })
  return { seat, server, scope, log, marked, clock }
}

const validation = (given: Settings['validation']) => plainServer({ validation: given }).validation

describe('a message that does not fit', () => {
  it('is answered with what is wrong, marked, told of, and kept from the behaviour', async () => {
    const { seat, server, log, marked } = await serve({ whenInvalid: 'answer' })
    const client = await dialTestClient(server.url)
    client.send('{"price": 1}')
    await client.untilText('Hello Client!')
    client.send('{"price": "1", "symbol": 2}')
    client.send('no JSON')
    client.send(Buffer.from([0x22, 0xff, 0x22]))
    client.send('{"price": 2}')
    await client.untilCount(5)
    expect(client.texts[0]).toBe('Hello Client!')
    expect(client.texts[4]).toBe('Hello Client!')
    expect(client.texts.slice(1, 4).map((text) => JSON.parse(text))).toEqual([
      {
        type: 'error',
        message: "The message does not fit the server's schema: $.price must be number (and 1 more).",
        errors: [
          { path: '$.price', message: 'must be number' },
          { path: '$.symbol', message: 'must be string' },
        ],
      },
      { type: 'error', message: expect.stringMatching(/^The message is no JSON/), errors: [] },
      { type: 'error', message: 'The message is not UTF-8, so it is no JSON.', errors: [] },
    ])
    await log.untilLine('received: {"price": 2}')
    await marked.until((rows) => rows.length === 6, 'three messages and three reasons are marked')
    expect(marked.rows.map(({ type, text, kind }) => [markOf(kind), type, text])).toEqual([
      ['invalid', 'text', '{"price": "1", "symbol": 2}'],
      ['noted', 'event', expect.stringMatching(/^Invalid: .* \$\.price must be number \(and 1 more\)\.$/)],
      ['invalid', 'text', 'no JSON'],
      ['noted', 'event', expect.stringMatching(/^Invalid: The message is no JSON/)],
      ['invalid', 'binary', expect.anything()],
      ['noted', 'event', 'Invalid: The message is not UTF-8, so it is no JSON.'],
    ])
    expect(log.lines.filter((line) => line.startsWith('received: '))).toEqual([
      'received: {"price": 1}',
      'received: {"price": 2}',
    ])
    await expectBalancedBooks(seat, server.id)
  })

  it.each([
    ['no JSON', '{"price": ', 1007, /^Invalid: The message is no JSON/],
    ['unfit', '{}', 1008, /^Invalid: .* must have the property “price”\.$/],
  ] as const)('closes its sender if so set: %s', async (_, message, closeCode, reason) => {
    const { seat, server, log, marked } = await serve({ whenInvalid: 'close' })
    const other = await dialTestClient(server.url)
    const client = await dialTestClient(server.url)
    client.send(message)
    client.send('{"price": 1}')
    expect(await client.untilClosed()).toEqual({ code: closeCode, reason: 'Invalid message' })
    await marked.untilLine(reason)
    await marked.untilLine(`received text: ${message}`)
    expect(markOf(marked.rows[0]?.kind ?? 0)).toBe('invalid')
    expect(log.lines.filter((line) => line.startsWith('received: '))).toEqual([])
    other.send('{"price": 2}')
    await other.untilText('Hello Client!')
    expect(client.texts).toEqual([])
    await expectBalancedBooks(seat, server.id)
  })

  it('is only marked and passed on if so set', async () => {
    const { seat, server, log, marked } = await serve({ whenInvalid: 'flag' })
    const client = await dialTestClient(server.url)
    client.send('{}')
    client.send('{"price": 1}')
    await client.untilCount(2)
    expect(client.texts).toEqual(['Hello Client!', 'Hello Client!'])
    await log.untilLine('received: {"price": 1}')
    expect(log.lines).toContain('received: {}')
    expect(marked.lines).toEqual(['received text: {}', `Invalid: ${NOTHING}`])
    await expectBalancedBooks(seat, server.id)
  })

  it('does not reach a rule either', async () => {
    const { server } = await serve(
      {},
      {
        rules: [{ when: { on: 'message', matches: '' }, do: [{ do: 'reply', template: 'a rule: {{message}}' }] }],
      },
    )
    const client = await dialTestClient(server.url)
    client.send('{}')
    client.send('{"price": 1}')
    await client.untilText('a rule: {"price": 1}')
    expect(client.texts.filter((text) => text.startsWith('a rule'))).toHaveLength(1)
  })

  it('is found by asking the log for what is marked, and only that is', async () => {
    const { seat, server, scope, log } = await serve({ whenInvalid: 'flag' })
    const client = await dialTestClient(server.url)
    const isFit = (at: number) => at % 3 !== 0
    for (let at = 0; at < 15; at++) client.send(JSON.stringify(isFit(at) ? { price: at } : { at }))
    await client.untilCount(15)
    await log.untilLine('received text: {"price":14}')
    const messages = await seat.watch(scope, { markedOnly: true, types: ['text'] })
    await messages.until((rows) => rows.length > 0, 'the log has told')
    expect(messages.lines).toEqual([0, 3, 6, 9, 12].map((at) => `received text: {"at":${at}}`))
    const some = await seat.watch(scope, { markedOnly: true, types: ['text'], text: '$.at > 5' })
    await some.until((rows) => rows.length > 0, 'the log has told')
    expect(some.lines).toEqual([6, 9, 12].map((at) => `received text: {"at":${at}}`))
  })
})

describe('a schema that cannot be used', () => {
  it.each([
    ['no JSON', '{', /^The schema is no JSON/],
    ['no schema', '{"type": "nonsense"}', /^The schema is not valid at/],
    ['that refers to what is not there', '{"$ref": "#/definitions/gone"}', /^The schema /],
  ])('(%s) is ERR_SCHEMA_INVALID at the start, and nothing listens', async (_, schema, reason) => {
    const seat = takeSeat()
    const refused = await seat.refusal('server.start', plainServer({ port: 0, validation: { schema } }))
    expect([refused.code, refused.message]).toEqual(['ERR_SCHEMA_INVALID', expect.stringMatching(reason)])
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
    expect((await seat.refusal('server.check', { schema })).message).toBe(refused.message)
  })

  it('is refused while the server runs: the old one holds, and so does all else', async () => {
    const { seat, server } = await serve({})
    const change = { validation: validation({ schema: '{' }), allowedOrigins: ['https://app.example'] }
    expect((await seat.refusal('server.configure', { id: server.id, ...change })).code).toBe('ERR_SCHEMA_INVALID')
    const client = await dialTestClient(server.url)
    client.send('{}')
    await client.untilText(/must have the property/)
    const { servers } = await seat.call('workspace.read', {})
    expect(servers).toMatchObject([{ validation: { schema: SCHEMA }, allowedOrigins: [] }])
  })

  it('is refused for a server that is stopped, too', async () => {
    const { seat, server } = await serve({})
    await seat.call('server.stop', { id: server.id })
    const change = { id: server.id, validation: validation({ schema: '{' }) }
    expect((await seat.refusal('server.configure', change)).code).toBe('ERR_SCHEMA_INVALID')
    expect((await seat.call('workspace.read', {})).servers).toMatchObject([{ validation: { schema: SCHEMA } }])
  })
})

describe('a schema that is changed while the server runs', () => {
  it('holds for the next message of whoever is in; an empty one lets everything pass', async () => {
    const { seat, server } = await serve({})
    const client = await dialTestClient(server.url)
    client.send('"text"')
    await client.untilText(/must be object/)
    await seat.call('server.configure', { id: server.id, validation: validation({ schema: OTHER_SCHEMA }) })
    client.send('"text"')
    await client.untilText('Hello Client!')
    client.send('{"price": 1}')
    await client.untilText(/must be string/)
    await seat.call('server.configure', { id: server.id, validation: validation({ schema: '' }) })
    client.send('anything')
    await client.untilCount(4)
    expect(client.texts.at(-1)).toBe('Hello Client!')
  })

  it('stays when something else is changed', async () => {
    const { seat, server } = await serve({})
    await seat.call('server.configure', { id: server.id, limits: plainServer().limits })
    const client = await dialTestClient(server.url)
    client.send('{}')
    await client.untilText(/must have the property/)
  })
})

describe('a flood of messages that do not fit', () => {
  it('has each marked and answered; the reasons are fewer, and say how many were not told', async () => {
    const { seat, server, scope, log, clock } = await serve({})
    const client = await dialTestClient(server.url)
    for (let at = 0; at < FLOOD; at++) client.send('{}')
    await client.untilCount(FLOOD)
    expect(new Set(client.texts).size).toBe(1)
    const messages = await seat.watch(scope, { markedOnly: true, types: ['text'] })
    const foundCount = () => messages.window.availableTo - messages.window.availableFrom
    await messages.until(
      () => foundCount() === FLOOD,
      () => `each is marked; ${foundCount()} are`,
    )

    // Long enough for one more to be told.
    clock.aheadMs = 1_000
    client.send('{}')
    await client.untilCount(FLOOD + 1)
    const reasons = await seat.watch(scope, { markedOnly: true, types: ['event'] })
    await reasons.until((rows) => rows.at(-1)?.text.includes('more like it'), 'the last says how many there were')
    const untold = reasons.lines.map((line) => Number(/\((\d+) more like it were not told\)$/.exec(line)?.[1] ?? 0))
    expect(reasons.lines.length).toBeLessThan(FLOOD / 10)
    expect(reasons.lines.length + untold.reduce((sum, count) => sum + count, 0)).toBe(FLOOD + 1)
    expect(reasons.lines[0]).toBe(`Invalid: ${NOTHING}`)
    expect(log.lines.filter((line) => line.startsWith('received: '))).toEqual([])
    await expectBalancedBooks(seat, server.id)
  })
})
