import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createClient } from 'graphql-ws'
import { useServer as serveGraphql } from 'graphql-ws/use/ws'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

// The same copy that graphql-ws uses: two of them do not know each other's schemas.
const { buildSchema, execute, subscribe } = createRequire(import.meta.url)('graphql') as typeof import('graphql')

const schema = buildSchema('type Query { hello: String } type Subscription { price: Float }')

async function startGraphql() {
  const http = createServer()
  const acceptor = new WebSocketServer({ server: http })
  const roots = {
    hello: () => 'world',
    price: async function* () {
      yield { price: 101.5 }
      yield { price: 102.5 }
    },
  }
  const server = serveGraphql({ schema, execute, subscribe, roots: { query: roots, subscription: roots } }, acceptor)
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  atEnd(async () => {
    await server.dispose()
    await new Promise((resolve) => http.close(resolve))
  })
  const tapped = await tap(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const client = createClient({ url: tapped.url, webSocketImpl: WebSocket, retryAttempts: 0, generateID: () => 'one' })
  atEnd(() => client.dispose())
  return { client, ...tapped }
}

describe('GraphQL over WebSocket, between its own client and server', () => {
  it('names each message by its type, a subscription by its name', async () => {
    const { client, untilLines, decode } = await startGraphql()
    const prices: unknown[] = []
    await new Promise<void>((complete, error) =>
      client.subscribe(
        { query: 'subscription Prices { price }' },
        { next: (each) => prices.push(each.data), complete, error },
      ),
    )
    expect(prices).toEqual([{ price: 101.5 }, { price: 102.5 }])
    await untilLines('> connection_init', '< connection_ack', '> subscribe Prices', '< next', '< complete')
    expect(await decode('< next')).toEqual({
      layers: ['graphql-transport-ws'],
      label: 'next',
      isJson: true,
      text: '{"id":"one","type":"next","payload":{"data":{"price":101.5}}}',
    })
    client.subscribe({ query: '{ nothing }' }, { next() {}, complete() {}, error() {} })
    await untilLines('< error')
  })
})

describe('GraphQL over WebSocket, message by message', () => {
  it('reads the older protocol, whose subprotocol has the newer one’s name', () => {
    const { decode, read } = decoding({}, { subprotocol: 'graphql-ws' })
    const start =
      '{"id":"1","type":"start","payload":{"operationName":"Prices","query":"subscription Prices { price }"}}'
    expect(decode(start)).toMatchObject({ layers: ['graphql-ws'], label: 'start Prices', text: start })
    const types = [
      'connection_init',
      'connection_ack',
      'ka',
      'data',
      'error',
      'complete',
      'stop',
      'connection_terminate',
    ]
    expect(types.map((type) => read(JSON.stringify({ type }))?.label)).toEqual(types)
  })

  it('takes nothing else for one, and nothing at all where it was not negotiated', () => {
    const { read } = decoding({}, { subprotocol: 'graphql-transport-ws' })
    expect(read('{"type":"price"}')).toBeUndefined()
    expect(read('[1]')).toBeUndefined()
    expect(decoding().read('{"id":"1","type":"next","payload":{}}')).toBeUndefined()
  })
})
