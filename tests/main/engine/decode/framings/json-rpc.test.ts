import { JSONRPCClient, JSONRPCServer, JSONRPCServerAndClient } from 'json-rpc-2.0'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startFeed } from '../../../../support/feed-server'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

describe('JSON-RPC 2.0, between its own client and server', () => {
  it('names what is asked, answered and told', async () => {
    const feed = await startFeed()
    const { url, untilLines, decode } = await tap(feed.url)
    const socket = new WebSocket(url)
    atEnd(() => socket.terminate())
    const server = new JSONRPCServer()
    server.addMethod('getUser', ({ id }: { id: number }) => ({ id, name: 'Ann' }))
    const far = await feed.socket()
    far.on('message', async (data: Buffer) => {
      const answer = await server.receiveJSON(data.toString())
      if (answer !== null) far.send(JSON.stringify(answer))
    })
    await new Promise((resolve) => socket.once('open', resolve))
    const near = new JSONRPCServerAndClient(
      new JSONRPCServer(),
      new JSONRPCClient((request) => socket.send(JSON.stringify(request))),
    )
    socket.on('message', (data: Buffer) => void near.receiveAndSend(JSON.parse(data.toString())))
    expect(await near.request('getUser', { id: 7 })).toEqual({ id: 7, name: 'Ann' })
    await expect(near.request('nothing', {})).rejects.toThrow('Method not found')
    near.notify('seen', { id: 7 })
    await untilLines('> → getUser #1', '< ← #1', '> → nothing #2', '< ← #2 error -32601 Method not found', '> → seen')
    expect(await decode('< ← #1')).toMatchObject({
      layers: ['JSON-RPC'],
      isJson: true,
      text: '{"jsonrpc":"2.0","id":1,"result":{"id":7,"name":"Ann"}}',
    })
  })
})

describe('JSON-RPC 2.0, message by message', () => {
  const { read } = decoding()

  it('reads batches, and ids of every kind', () => {
    expect(read('[{"jsonrpc":"2.0","method":"a","id":"x"},{"jsonrpc":"2.0","method":"b"}]')?.label).toBe(
      'batch: → a #x, → b',
    )
    expect(read('{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}')?.label).toBe(
      '← #null error -32700 Parse error',
    )
  })

  it('takes nothing else for one', () => {
    const others = ['{"jsonrpc":"1.0","method":"a"}', '{"text":"jsonrpc"}', '[]', '[{"jsonrpc":"2.0","method":"a"},1]']
    for (const text of [...others, '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0"', '{"price":1}']) {
      expect([text, read(text)]).toEqual([text, undefined])
    }
  })
})
