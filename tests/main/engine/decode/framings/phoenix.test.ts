// @ts-expect-error It has no types of its own.
import { Socket } from 'phoenix'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startFeed } from '../../../../support/feed-server'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

/** Lengths, then what they are of. */
function binary(kind: number, ...parts: string[]): Buffer {
  const names = parts.map((part) => Buffer.from(part))
  return Buffer.concat([Uint8Array.of(kind, ...names.map(({ length }) => length)), ...names, Buffer.from('{"a":1}')])
}

describe('Phoenix channels, from its own client', () => {
  it('names events by their topic, in arrays and in bytes', async () => {
    const feed = await startFeed()
    const { url, untilLines, decode } = await tap(feed.url)
    const answer = async () => {
      const far = await feed.socket()
      far.on('message', (data: Buffer, isBinary: boolean) => {
        if (isBinary) return
        const [joinRef, ref, topic] = JSON.parse(data.toString()) as [string, string, string]
        far.send(JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: 'ok', response: {} }]))
        far.send(JSON.stringify([null, null, topic, 'price', { price: 101.5 }]))
        far.send(binary(2, topic, 'picture'))
      })
    }
    void answer()
    const socket = new Socket(`${url}/socket`, { transport: WebSocket, reconnectAfterMs: () => 600_000 })
    atEnd(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
    socket.connect()
    const channel = socket.channel('room:lobby', { token: 'x' })
    await new Promise((resolve) => channel.join().receive('ok', resolve))
    channel.push('say', { text: 'hello' })
    channel.push('file', Uint8Array.of(1, 2, 3).buffer)
    await untilLines(
      '> phx_join room:lobby',
      '< phx_reply room:lobby ok',
      '< price room:lobby',
      '< picture room:lobby',
      '> say room:lobby',
    )
    expect(await decode('< price room:lobby')).toMatchObject({
      layers: ['Phoenix'],
      isJson: true,
      text: '[null,null,"room:lobby","price",{"price":101.5}]',
    })
    expect(await decode('< picture room:lobby')).toMatchObject({ layers: ['Phoenix', 'JSON'], text: '{"a":1}' })
  })
})

describe('Phoenix channels, message by message', () => {
  const hints = { path: '/socket/websocket?token=x&vsn=2.0.0' }

  it('reads the objects of version 1', () => {
    const { read } = decoding({}, { path: '/socket/websocket?vsn=1.0.0' })
    expect(read('{"topic":"room:1","event":"new_msg","payload":{"a":1},"ref":"3"}')?.label).toBe('new_msg room:1')
  })

  it('reads pushes and replies of version 2 in bytes', () => {
    const { read, decode } = decoding({}, hints)
    expect(read(binary(0, '1', 'room:1', 'file'))?.label).toBe('file room:1')
    expect(decode(binary(1, '1', '2', 'room:1', 'ok'))).toMatchObject({
      label: 'phx_reply room:1 ok',
      details: [
        ['joinRef', '1'],
        ['ref', '2'],
      ],
    })
  })

  it('takes nothing else for one', () => {
    const { read } = decoding({}, hints)
    for (const text of ['[1,2,3]', '{"a":1}', '[1,2,3,4,5]', 'hello']) expect(read(text)).toBeUndefined()
    expect(read(Uint8Array.of(0, 255, 255, 255, 1))).toBeUndefined()
    expect(read(Uint8Array.of(9))).toBeUndefined()
    expect(decoding().read('[null,null,"room:1","price",{}]')).toBeUndefined()
  })
})
