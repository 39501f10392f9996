import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { io } from 'socket.io-client'
import { describe, expect, it } from 'vitest'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

async function startSocketIo() {
  const http = createServer()
  const server = new Server(http, { transports: ['websocket'], serveClient: false })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  atEnd(() => server.close())
  const tapped = await tap(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const dial = (path = '/') => {
    const client = io(tapped.url.replace('ws:', 'http:') + path, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
    })
    atEnd(() => client.disconnect())
    return client
  }
  return { server, dial, ...tapped }
}

describe('Socket.IO, between its own client and server', () => {
  it('names events, acknowledgements and what connects them', async () => {
    const { server, dial, untilLines, decode } = await startSocketIo()
    server.on('connection', (socket) => {
      socket.on('order', (_order, answer: (text: string) => void) => answer('done'))
      socket.emit('price', { symbol: 'ACME', price: 101.5 })
      socket.emit('two', 1, 'b')
      socket.emit('none')
    })
    const client = dial()
    client.emit('order', { id: 7 }, () => {})
    await untilLines(
      '< open',
      '> CONNECT',
      '< CONNECT',
      '> EVENT order #0',
      '< ACK #0',
      '< EVENT price',
      '< EVENT two',
      '< EVENT none',
    )
    expect(await decode('< EVENT price')).toEqual({
      layers: ['Socket.IO'],
      label: 'EVENT price',
      isJson: true,
      text: '{"symbol":"ACME","price":101.5}',
    })
    expect((await decode('< EVENT two')).text).toBe('[1,"b"]')
    expect((await decode('< ACK #0')).text).toBe('"done"')
    expect(await decode('> EVENT order #0')).toMatchObject({ text: '{"id":7}', details: [['acknowledgement', '0']] })
    expect(JSON.parse((await decode('< open')).text as string)).toMatchObject({ pingTimeout: expect.any(Number) })
  })

  it('names namespaces, refusals and attachments', async () => {
    const { server, dial, untilLines, decode } = await startSocketIo()
    server.of('/closed').use((_socket, next) => next(new Error('Not you')))
    server.of('/admin').on('connection', (socket) => {
      socket.emit('file', { name: 'a.bin', bytes: Buffer.from('{"a":1}') })
    })
    const admin = dial('/admin')
    await untilLines('> CONNECT /admin', '< CONNECT /admin', '< EVENT file /admin', '< attachment')
    expect(await decode('< attachment')).toMatchObject({ layers: ['Socket.IO', 'JSON'], text: '{"a":1}' })
    expect((await decode('< EVENT file /admin')).details).toEqual([
      ['namespace', '/admin'],
      ['attachments', '1'],
    ])
    admin.disconnect()
    await untilLines('> DISCONNECT /admin')
  })
})

describe('Socket.IO, frame by frame', () => {
  const { read, decode, jsonOf } = decoding({}, { path: '/socket.io/?EIO=4&transport=websocket' })

  it('reads the examples of its protocol', () => {
    const examples: [string, string][] = [
      ['2', 'ping'],
      ['3', 'pong'],
      ['2probe', 'ping probe'],
      ['6', 'noop'],
      ['42["project:delete",123]', 'EVENT project:delete'],
      ['42/admin,456["project:delete",123]', 'EVENT project:delete #456 /admin'],
      ['43/admin,456[]', 'ACK #456 /admin'],
      ['44{"message":"Not authorized"}', 'CONNECT_ERROR'],
      ['451-["hello",{"_placeholder":true,"num":0}]', 'EVENT hello'],
      ['461-/admin,456[{"_placeholder":true,"num":0}]', 'ACK #456 /admin'],
      ['41', 'DISCONNECT'],
      ['41/admin,', 'DISCONNECT /admin'],
    ]
    expect(examples.map(([packet]) => [packet, read(packet)?.label])).toEqual(examples)
  })

  it('leaves digits as they were sent', () => {
    expect(decode('42["id", 12345678901234567890 ]').text).toBe('12345678901234567890')
    expect(jsonOf('42["p",{"price":1.50}]')).toEqual({ price: 1.5 })
  })

  it('says of what is no packet that it is text', () => {
    for (const packet of ['9', '42[1', '42{"a":1}', '47[]', 'hello', '4', '2hello', '0{', '42[]']) {
      expect([packet, read(packet)]).toEqual([packet, undefined])
    }
  })

  it('reads attachments of revision 3, which has a byte before them', () => {
    const third = decoding({}, { path: '/socket.io/?EIO=3&transport=websocket' })
    expect(third.decode(Buffer.from('\u0004{"a":1}'))).toMatchObject({ label: 'attachment', text: '{"a":1}' })
  })
})
