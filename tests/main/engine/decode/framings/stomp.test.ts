import { Client } from '@stomp/stompjs'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startFeed } from '../../../../support/feed-server'
import { until } from '../../../../support/until'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

/** A broker that answers each command with what the client waits for. */
async function startBroker() {
  const feed = await startFeed({ handleProtocols: () => 'v12.stomp' })
  const serve = async () => {
    const socket = await feed.socket()
    socket.on('message', (data: Buffer) => {
      const text = data.toString()
      const header = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(text)?.[1] ?? ''
      if (text === '\n') socket.send('\n')
      else if (text.startsWith('CONNECT\n')) {
        socket.send('CONNECTED\nversion:1.2\nheart-beat:20,20\n\n\0')
      } else if (text.startsWith('SUBSCRIBE\n')) {
        const body = '{"price":101.5}'
        socket.send(
          `MESSAGE\nsubscription:${header('id')}\nmessage-id:1\ndestination:${header('destination')}\n` +
            `note:a\\cb\ncontent-length:${body.length}\n\n${body}\0\n`,
        )
      } else if (header('receipt') !== '') socket.send(`RECEIPT\nreceipt-id:${header('receipt')}\n\n\0`)
    })
  }
  void serve()
  return feed
}

describe('STOMP, from its own client', () => {
  it('names commands and what they are about', async () => {
    const broker = await startBroker()
    const { url, untilLines, decode } = await tap(broker.url)
    const client = new Client({
      webSocketFactory: () => new WebSocket(url, ['v12.stomp']),
      reconnectDelay: 0,
      heartbeatIncoming: 0,
      heartbeatOutgoing: 20,
    })
    atEnd(() => client.deactivate({ force: true }))
    const prices: string[] = []
    client.onConnect = () => client.subscribe('/topic/prices', ({ body }) => prices.push(body), { id: 'mine' })
    client.activate()
    await until(() => prices.length === 1, 'a price has come')
    client.publish({ destination: '/queue/orders', body: 'buy ☃', headers: { receipt: 'r1' } })
    await untilLines(
      '> CONNECT',
      '< CONNECTED',
      '> SUBSCRIBE /topic/prices',
      '< MESSAGE /topic/prices',
      '> SEND /queue/orders',
      '< RECEIPT r1',
      '> heart-beat',
      '< heart-beat',
    )
    expect(await decode('< MESSAGE /topic/prices')).toEqual({
      layers: ['STOMP', 'JSON'],
      label: 'MESSAGE /topic/prices',
      details: [
        ['subscription', 'mine'],
        ['message-id', '1'],
        ['destination', '/topic/prices'],
        ['note', 'a:b'],
        ['content-length', '15'],
      ],
      isJson: true,
      text: '{"price":101.5}',
    })
    expect(await decode('> SEND /queue/orders')).toMatchObject({ isJson: false, text: 'buy ☃' })
  })
})

describe('STOMP, frame by frame', () => {
  const { read, decode, jsonOf } = decoding()

  it('is recognised by its command and its NUL, without a subprotocol', () => {
    expect(read('CONNECTED\r\nversion:1.2\r\n\r\n\0')).toEqual({ label: 'CONNECTED', preview: '' })
    expect(jsonOf('MESSAGE\ndestination:/a\n\n{"price":2}\0')).toEqual({ price: 2 })
    for (const text of [
      'CONNECTED',
      'CONNECTED to the server\n',
      'HELLO\n\n\0',
      'SEND\nno colon\n\n\0',
      '\n',
      'SEND me\n\0',
    ]) {
      expect([text, read(text)]).toEqual([text, undefined])
    }
  })

  it('has a body with NULs where its length says so, and of bytes', () => {
    expect(decode('SEND\ndestination:/a\ncontent-length:3\n\na\0b\0')).toMatchObject({
      label: 'SEND /a',
      layers: ['STOMP'],
    })
    expect(decode('SEND\ndestination:/a\ncontent-length:3\n\nabc\0').text).toBe('abc')
  })

  it('says that a frame has no end, or that more follow', () => {
    expect(decode('SEND\ndestination:/a\ncontent-length:99\n\nabc\0').problem?.message).toContain('has no end')
    expect(decode('SEND\ndestination:/a\n\nabc\0SEND\n\n\0').problem?.message).toContain('7 more bytes')
    expect(decode('SEND\ncontent-length:-1\n\nabc\0').text).toBe('abc')
  })

  it('says of a chosen framing that a message is none of it', () => {
    const chosen = decoding({ framing: 'stomp' })
    expect(chosen.decode('hello')).toEqual({
      layers: [],
      label: '',
      isJson: false,
      text: 'hello',
      problem: { code: 'ERR_DECODE_FAILED', message: expect.stringContaining('is not a STOMP frame') },
    })
  })
})
