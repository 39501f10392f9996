import { expect, test } from 'vitest'
import { compileSchema } from '../../../src/main/engine/guards/validation'
import type { Imported } from '../../../src/renderer/src/features/imports/imported'
import { readImport } from '../../../src/renderer/src/features/imports/read-import'

async function read(text: string): Promise<Imported> {
  const result = await readImport(text)
  if (!result.ok) throw new Error(result.problem)
  return result.value
}

/** Whether a message fits, as the engine judges it. */
function fits(schema: string | undefined, message: unknown): boolean {
  const compiled = compileSchema(schema ?? '')
  if (!compiled.ok || compiled.value === undefined) throw new Error(compiled.ok ? 'no schema' : compiled.error.message)
  return compiled.value({ bytes: Buffer.from(JSON.stringify(message)), isBinary: false }) === undefined
}

const VERSION_2 = `
asyncapi: 2.6.0
info: { title: Market feed, version: '1' }
servers:
  production:
    url: '{region}.example.com:{port}/v1'
    protocol: wss
    variables:
      region: { enum: [eu, us] }
      port: { default: '8443' }
    security: [{ key: [] }]
  staging:
    url: wss://staging.example.com:{port}
    protocol: wss
    variables: { port: { default: '9443' } }
  queue: { url: 'kafka:9092', protocol: kafka }
channels:
  /ticks/{symbol}:
    parameters:
      symbol: { schema: { type: string, default: ACME } }
    bindings:
      ws:
        method: GET
        query:
          type: object
          required: [depth, session]
          properties:
            depth: { type: integer, default: 5 }
            session: { type: string }
            extra: { type: string }
        headers:
          type: object
          required: [X-Client]
          properties: { X-Client: { const: feedscope } }
    subscribe:
      message:
        oneOf:
          - $ref: '#/components/messages/tick'
          - payload: { type: object, required: [halt], properties: { halt: { type: boolean } } }
    publish:
      message: { payload: { type: object, required: [subscribe] } }
  only-staging:
    servers: [staging]
components:
  securitySchemes:
    key: { type: httpApiKey, in: query, name: apikey }
  messages:
    tick:
      payload: { $ref: '#/components/schemas/tick' }
  schemas:
    tick:
      type: object
      required: [price]
      properties:
        price: { type: number }
        next: { $ref: '#/components/schemas/tick' }
`

test('version 2: each WebSocket server with each of its channels, from the client’s side', async () => {
  const { connections, variables, notes, what } = await read(VERSION_2)
  expect(what).toBe('an AsyncAPI 2.6.0 document')
  expect(connections.map(({ name, folder, url }) => [folder, name, url])).toEqual([
    ['Market feed', 'production /ticks/{symbol}', 'wss://{{region}}.example.com:{{port}}/v1/ticks/{{symbol}}'],
    ['Market feed', 'staging /ticks/{symbol}', 'wss://staging.example.com:{{staging.port}}/ticks/{{symbol}}'],
    ['Market feed', 'staging only-staging', 'wss://staging.example.com:{{staging.port}}/only-staging'],
  ])
  expect(variables.map(({ name, value }) => [name, value])).toEqual([
    ['region', 'eu'],
    ['port', '8443'],
    ['symbol', 'ACME'],
    ['session', ''],
    ['staging.port', '9443'],
  ])
  expect(connections[0]).toMatchObject({
    auth: { kind: 'api-key', in: 'query', name: 'apikey', value: '' },
    query: [
      ['depth', '5'],
      ['session', '{{session}}'],
    ],
    headers: [['X-Client', 'feedscope']],
  })
  expect(notes.join('\n')).toMatch(/The server queue speaks kafka/)
  expect(notes.join('\n')).toMatch(/the query extra: it is not/)
  expect(notes.join('\n')).toMatch(/asks for a key \(apikey\)/)
})

test('version 2: schemas of messages stand alone, circles included, and hold messages as they should', async () => {
  const { connections } = await read(VERSION_2)
  const { received, sent } = connections[0]?.validation ?? {}
  expect(fits(received, { price: 1, next: { price: 2 } })).toBe(true)
  expect(fits(received, { halt: true })).toBe(true)
  expect(fits(received, { price: 1, next: { price: 'two' } })).toBe(false)
  expect(fits(received, {})).toBe(false)
  expect(fits(sent, { subscribe: 'ACME' })).toBe(true)
  expect(fits(sent, { price: 1 })).toBe(false)
})

const VERSION_3 = {
  asyncapi: '3.0.0',
  info: { title: 'Chat/rooms', version: '1' },
  servers: {
    main: {
      host: '127.0.0.1:9000',
      pathname: '/api',
      protocol: 'ws',
      security: [{ $ref: '#/components/securitySchemes/token' }],
    },
  },
  channels: {
    room: {
      address: 'rooms/{id}',
      servers: [{ $ref: '#/servers/main' }],
      parameters: { id: { default: 'lobby' } },
      messages: {
        said: {
          payload: {
            schemaFormat: 'application/schema+json;version=draft-07',
            schema: { type: 'object', required: ['who'] },
          },
        },
        say: { payload: { type: 'object', required: ['text'] } },
        ack: { payload: { type: 'object', required: ['ok'] } },
        elsewhere: { payload: { $ref: './other.yaml#/thing' } },
      },
    },
    later: { address: null },
  },
  operations: {
    tell: {
      action: 'send',
      channel: { $ref: '#/channels/room' },
      messages: [{ $ref: '#/channels/room/messages/said' }],
    },
    hear: {
      action: 'receive',
      channel: { $ref: '#/channels/room' },
      messages: [{ $ref: '#/channels/room/messages/say' }],
      reply: { messages: [{ $ref: '#/channels/room/messages/ack' }] },
    },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
}

test('version 3: what the application sends is received, what it receives is sent, a reply goes back', async () => {
  const { connections, variables } = await read(JSON.stringify(VERSION_3))
  expect(connections).toMatchObject([
    { url: 'ws://127.0.0.1:9000/api/rooms/{{id}}', folder: 'Chat rooms', auth: { kind: 'bearer', token: '' } },
  ])
  expect(variables).toMatchObject([{ name: 'id', value: 'lobby' }])
  const { received, sent } = connections[0]?.validation ?? {}
  expect(fits(received, { who: 'anna' })).toBe(true)
  expect(fits(received, { ok: 1 })).toBe(true)
  expect(fits(received, { text: 'x' })).toBe(false)
  expect(fits(sent, { text: 'x' })).toBe(true)
  expect(fits(sent, { who: 'anna' })).toBe(false)
})

test('a schema of another document is anything, and is said; so is one of another language', async () => {
  const document = structuredClone(VERSION_3)
  Object.assign(document.operations.tell, { messages: [{ $ref: '#/channels/room/messages/elsewhere' }] })
  const { connections, notes } = await read(JSON.stringify(document))
  expect(fits(connections[0]?.validation.received, { anything: true })).toBe(true)
  expect(notes.join('\n')).toMatch(/other\.yaml#\/thing stands in another document/)
  const avro = VERSION_2.replace(
    "payload: { $ref: '#/components/schemas/tick' }",
    'schemaFormat: application/vnd.apache.avro\n      payload: {}',
  )
  const read2 = await read(avro)
  expect(read2.connections[0]?.validation.received).toBe('')
  expect(read2.notes.join('\n')).toMatch(/avro, which is not read/)
})

test('what is no such document is refused with a sentence', async () => {
  const problem = async (text: string) => {
    const result = await readImport(text)
    return result.ok ? undefined : result.problem
  }
  expect(await problem('openapi: 3.0.0')).toMatch(/no AsyncAPI document/)
  expect(await problem('asyncapi: 1.2.0')).toMatch(/2 and 3 are read/)
  expect(await problem('asyncapi: 2.0.0\nservers: { a: { url: x, protocol: mqtt } }')).toMatch(/speaks ws or wss/)
  expect(await problem('a: [')).toMatch(/no YAML or JSON/)
  expect(await problem('hello there')).toMatch(/no AsyncAPI document/)
  expect(await problem('')).toBe('')
})

test('references in circles and aliases that multiply end', async () => {
  const circle = {
    asyncapi: '3.0.0',
    servers: { a: { host: 'x', protocol: 'ws' } },
    channels: { a: { $ref: '#/channels/b' }, b: { $ref: '#/channels/a' } },
  }
  expect((await read(JSON.stringify(circle))).connections).toMatchObject([{ url: 'ws://x/' }])
  const lines = Array.from(
    { length: 30 },
    (_, level) => `a${level}: &a${level} [${level === 0 ? 'x' : `*a${level - 1},*a${level - 1}`}]`,
  )
  expect(await readImport(['asyncapi: 3.0.0', ...lines].join('\n'))).toMatchObject({ ok: false })
})

test('a prompt before a command and a bare URL are read too', async () => {
  expect((await read('$ curl a.example')).connections).toMatchObject([{ url: 'ws://a.example' }])
  expect((await read(' https://a.example/x ')).connections).toMatchObject([{ url: 'wss://a.example/x' }])
})
