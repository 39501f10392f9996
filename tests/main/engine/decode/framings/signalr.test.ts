import {
  HttpTransportType,
  HubConnectionBuilder,
  type IHubProtocol,
  JsonHubProtocol,
  LogLevel,
  MessageType,
  NullLogger,
} from '@microsoft/signalr'
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack'
import { describe, expect, it } from 'vitest'
import { startFeed } from '../../../../support/feed-server'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

/** A hub of one method, which talks through the library's own protocol. */
async function startHub(protocol: IHubProtocol) {
  const feed = await startFeed()
  const answer = async () => {
    const socket = await feed.socket()
    const write = (message: Parameters<IHubProtocol['writeMessage']>[0]) =>
      socket.send(protocol.writeMessage(message) as string)
    let isGreeted = false
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isGreeted) {
        isGreeted = true
        // Binary where the protocol is.
        socket.send(protocol.name === 'json' ? '{}\u001e' : Buffer.from('{}\u001e'))
        write({ type: MessageType.Invocation, target: 'price', arguments: [{ symbol: 'ACME', price: 101.5 }] })
        return
      }
      const bytes = data.buffer.slice(data.byteOffset, data.byteOffset + data.length) as ArrayBuffer
      const messages = protocol.parseMessages(isBinary ? bytes : data.toString(), NullLogger.instance)
      // The library's own reader is a client's, which knows no calls of a stream: the one there is is the third call.
      if (messages.length === 0) {
        write({ type: MessageType.StreamItem, invocationId: '2', item: 1 })
        write({ type: MessageType.Completion, invocationId: '2' })
      }
      for (const message of messages) {
        if (message.type !== MessageType.Invocation || message.invocationId === undefined) continue
        const { invocationId, target, arguments: given } = message
        write({
          type: MessageType.Completion,
          invocationId,
          ...(target === 'fail' ? { error: 'No' } : { result: given[0] }),
        })
      }
    })
  }
  void answer()
  const tapped = await tap(feed.url)
  const client = new HubConnectionBuilder()
    .withUrl(`${tapped.url.replace('ws:', 'http:')}/hub`, {
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
    })
    .withHubProtocol(protocol)
    .configureLogging(LogLevel.None)
    .build()
  atEnd(() => client.stop())
  const prices: unknown[] = []
  client.on('price', (price) => prices.push(price))
  await client.start()
  return { client, ...tapped }
}

describe.each([
  ['JSON', new JsonHubProtocol(), 'SignalR'],
  ['MessagePack', new MessagePackHubProtocol(), 'SignalR (MessagePack)'],
] as const)('SignalR over %s, between its own client and protocol', (_, protocol, layer) => {
  it('names what a hub is asked, answers and tells', async () => {
    const { client, untilLines, decode } = await startHub(protocol)
    expect(await client.invoke('echo', { a: 'b' })).toEqual({ a: 'b' })
    await client.send('tell', 'hello')
    await expect(client.invoke('fail')).rejects.toThrow('No')
    client.stream('numbers').subscribe({ next() {}, complete() {}, error() {} })
    await untilLines(
      `> Handshake ${protocol.name}`,
      '< Handshake accepted',
      '< Invocation price',
      '> Invocation echo #0',
      '< Completion #0',
      '> Invocation tell',
      '< Completion #1 error',
      '> StreamInvocation numbers #2',
      '< StreamItem #2',
      '< Completion #2',
    )
    const price = await decode('< Invocation price')
    expect(price).toMatchObject({ layers: [layer], isJson: true })
    expect(JSON.parse(price.text as string)).toEqual({
      type: 1,
      target: 'price',
      arguments: [{ symbol: 'ACME', price: 101.5 }],
    })
    expect(JSON.parse((await decode('< Completion #0')).text as string)).toEqual({
      type: 3,
      invocationId: '0',
      result: { a: 'b' },
    })
    expect(JSON.parse((await decode('< Completion #1 error')).text as string)).toMatchObject({ error: 'No' })
  })
})

describe('SignalR, message by message', () => {
  it('reads several records of one message, and fields of the first with an index', () => {
    const { read, jsonOf } = decoding()
    const records = '{"type":6}\u001e{"type":1,"target":"price","arguments":[1.50]}\u001e'
    expect(read(records)).toEqual({
      label: 'Ping, Invocation price',
      preview: '[{"type":6},{"type":1,"target":"price","arguments":[1.50]}]',
    })
    expect(jsonOf(records)).toEqual([{ type: 6 }, { type: 1, target: 'price', arguments: [1.5] }])
  })

  it('takes nothing else for one', () => {
    const { read } = decoding()
    for (const text of [
      '{"a":1}\u001e',
      '{"type":"x"}\u001e',
      '{"type":99}\u001e',
      'x\u001e',
      '\u001e',
      '{"type":1}',
    ]) {
      expect([text, read(text)]).toEqual([text, undefined])
    }
    expect(read(Uint8Array.of(3, 0x92, 1, 2))).toBeUndefined()
    expect(read(Uint8Array.of(2, 0x91, 6))).toEqual({ label: 'Ping', preview: '{"type":6}' })
    expect(read(Uint8Array.of(9, 0x91, 6))).toBeUndefined()
  })
})
