import { describe, expect, it } from 'vitest'
import { markOf } from '../../../../src/shared/protocol/frame'
import { startFeed } from '../../../support/feed-server'
import { settingsFor, takeSeat } from '../../../support/seat'

const SCHEMA = JSON.stringify({ type: 'object', required: ['price'], properties: { price: { type: 'number' } } })
const OTHER_SCHEMA = JSON.stringify({ type: 'string' })
const BROKEN_SCHEMA = JSON.stringify({ type: 'objekt' })
const received = (schema: string) => ({ validation: { received: schema, sent: '' } })

async function openWith(schema: string) {
  const feed = await startFeed()
  const seat = takeSeat()
  const id = await seat.open(feed.url, received(schema))
  const socket = await feed.socket()
  const log = await seat.watchConnection(id)
  const marks = () => log.rows.map(({ kind, type, text }) => [markOf(kind), type, text])
  return { feed, seat, id, socket, log, marks }
}

describe('what a server sends', () => {
  it('is marked where it does not fit the schema, with the reason behind it, and shown all the same', async () => {
    const { socket, log, marks } = await openWith(SCHEMA)
    socket.send('{"price": 1}')
    socket.send('{"price": "1"}')
    socket.send(Buffer.from('no JSON'))
    socket.send('{"price": 2}')
    await log.untilLine('received text: {"price": 2}')
    expect(marks().slice(2)).toEqual([
      [undefined, 'text', '{"price": 1}'],
      ['invalid', 'text', '{"price": "1"}'],
      ['noted', 'event', 'Invalid: The message does not fit the schema: $.price must be number.'],
      ['invalid', 'binary', 'no JSON'],
      ['noted', 'event', expect.stringMatching(/^Invalid: The message is no JSON/)],
      [undefined, 'text', '{"price": 2}'],
    ])
  })

  it('is held to another schema from the next message on, and to none when it is taken away', async () => {
    const { seat, id, socket, log, marks } = await openWith(SCHEMA)
    await seat.call('connection.configure', { id, change: received(OTHER_SCHEMA) })
    socket.send('"first"')
    socket.send('{"price": 1}')
    await log.untilLine(/^received text: \{"price": 1\}/)
    await seat.call('connection.configure', { id, change: received('') })
    socket.send('{"price": 2}')
    await log.untilLine('received text: {"price": 2}')
    expect(marks().slice(2)).toEqual([
      [undefined, 'text', '"first"'],
      ['invalid', 'text', '{"price": 1}'],
      ['noted', 'event', 'Invalid: The message does not fit the schema: $ must be string.'],
      [undefined, 'text', '{"price": 2}'],
    ])
  })

  it('is told of twenty times at once, whatever comes, and marked each time', async () => {
    const { socket, log } = await openWith(SCHEMA)
    for (let count = 0; count < 200; count++) socket.send('{}')
    socket.send('{"price": 2}')
    await log.untilLine('received text: {"price": 2}')
    expect(log.rows.filter(({ kind }) => markOf(kind) === 'invalid')).toHaveLength(200)
    expect(log.rows.filter(({ kind }) => markOf(kind) === 'noted').length).toBeLessThan(100)
  })
})

describe('a schema that is no schema', () => {
  it('is refused and leaves the one before in use', async () => {
    const { seat, id, socket, log, marks } = await openWith(SCHEMA)
    const refused = await seat.refusal('connection.configure', { id, change: received(BROKEN_SCHEMA) })
    expect(refused.code).toBe('ERR_SCHEMA_INVALID')
    socket.send('{}')
    await log.untilLine('received text: {}')
    expect(marks()[2]?.[0]).toBe('invalid')
    const { connections } = await seat.call('workspace.read', {})
    expect(connections[0]?.settings.validation.received).toBe(SCHEMA)
  })

  it('cannot take time without end, nor can what is held to it', async () => {
    const hostile = JSON.stringify({ type: 'string', pattern: '^(a+)+$' })
    const { socket, log, marks } = await openWith(hostile)
    socket.send(JSON.stringify(`${'a'.repeat(50_000)}!`))
    socket.send('"aa"')
    await log.untilLine('received text: "aa"')
    expect(marks().slice(2)).toEqual([
      ['invalid', 'text', expect.any(String)],
      ['noted', 'event', expect.stringMatching(/^Invalid: /)],
      [undefined, 'text', '"aa"'],
    ])
    const definitions: Record<string, unknown> = { d40: {} }
    for (let at = 0; at < 40; at++) {
      const next = { $ref: `#/definitions/d${at + 1}` }
      definitions[`d${at}`] = { allOf: [next, next] }
    }
    const fan = await openWith(JSON.stringify({ definitions, $ref: '#/definitions/d0' }))
    fan.socket.send('1')
    await fan.log.untilLine(/references/)
  })

  it('is refused before anything is dialled', async () => {
    const feed = await startFeed()
    const seat = takeSeat()
    const refused = await seat.refusal('connection.connect', {
      settings: settingsFor(feed.url, received(BROKEN_SCHEMA)),
    })
    expect(refused).toMatchObject({ code: 'ERR_SCHEMA_INVALID', message: expect.stringContaining('$.type') })
    expect(feed.sockets).toHaveLength(0)
  })
})

describe('a message that is to be sent', () => {
  it('is held to a schema, each problem a line', async () => {
    const seat = takeSeat()
    const check = (text: string, schema = SCHEMA) => seat.call('schema.check', { schema, text })
    expect(await check('{"price": 1}')).toEqual({ problems: [] })
    expect(await check('{"price": "1"}')).toEqual({ problems: ['$.price must be number'] })
    expect(await check('{')).toEqual({ problems: [expect.stringMatching(/^The message is no JSON/)] })
    expect(await check('anything', '')).toEqual({ problems: [] })
    expect((await seat.refusal('schema.check', { schema: BROKEN_SCHEMA, text: '1' })).code).toBe('ERR_SCHEMA_INVALID')
  })
})
