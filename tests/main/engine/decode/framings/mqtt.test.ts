import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import { generate } from 'mqtt-packet'
import { describe, expect, it } from 'vitest'
import { createWebSocketStream, WebSocketServer } from 'ws'
import { decoding } from '../decoding'
import { atEnd, tap } from './tapped'

async function startAedes() {
  const http = createServer()
  const broker = await Aedes.createBroker()
  const acceptor = new WebSocketServer({ server: http, handleProtocols: () => 'mqtt' })
  acceptor.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket)
    stream.on('error', () => {})
    if (stream instanceof Duplex) broker.handle(stream, request)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  atEnd(async () => {
    await new Promise<void>((resolve) => broker.close(() => resolve()))
    acceptor.close()
    await new Promise((resolve) => http.close(resolve))
  })
  return tap(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
}

describe('MQTT over WebSocket, between mqtt and aedes', () => {
  it('names packets, topics, and reads what is published', async () => {
    const { url, untilLines, decode } = await startAedes()
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, clientId: 'me', keepalive: 0 })
    atEnd(() => client.endAsync(true))
    await client.subscribeAsync('prices/#', { qos: 1 })
    await client.publishAsync('prices/ACME', '{"price":101.5}', { qos: 1, retain: true })
    await client.publishAsync('prices/none', '')
    await client.unsubscribeAsync('prices/#')
    const lines = await untilLines(
      '> CONNECT me',
      '< CONNACK 0',
      '> SUBSCRIBE prices/#',
      '> PUBLISH prices/ACME',
      '< PUBLISH prices/ACME',
      '> PUBLISH prices/none',
      '> UNSUBSCRIBE prices/#',
    )
    expect(lines.some((line) => line.startsWith('< SUBACK'))).toBe(true)
    const published = await decode('> PUBLISH prices/ACME')
    expect(published).toMatchObject({ layers: ['MQTT', 'JSON'], isJson: true, text: '{"price":101.5}' })
    // Both write a field a message.
    expect(published.details?.at(-1)).toEqual(['messages', expect.stringMatching(/^\d+$/)])
    expect(published.details).toContainEqual(['qos', '1'])
    expect(published.details).toContainEqual(['retain', 'true'])
    expect(JSON.parse((await decode('> CONNECT me')).text as string)).toMatchObject({ clientId: 'me', clean: true })
  })
})

describe('MQTT, packet by packet', () => {
  const hints = { subprotocol: 'mqtt' }

  it('reads version 5 with its properties, though CONNECT was never looked at', () => {
    const { decode, jsonOf } = decoding({}, hints)
    const packet = generate(
      {
        cmd: 'publish',
        topic: 'prices/ACME',
        payload: '{"price":1}',
        qos: 0,
        dup: false,
        retain: false,
        properties: { contentType: 'application/json', userProperties: { a: 'b' } },
      },
      { protocolVersion: 5 },
    )
    expect(decode(packet)).toMatchObject({
      label: 'PUBLISH prices/ACME',
      text: '{"price":1}',
      layers: ['MQTT 5', 'JSON'],
    })
    expect(decode(packet).details).toContainEqual([
      'properties',
      '{"contentType":"application/json","userProperties":{"a":"b"}}',
    ])
    expect(jsonOf(packet)).toEqual({ price: 1 })
  })

  it('does not take 3.1.1 for 5', () => {
    for (const payload of ['21.5', '{"price":1}', `{"price":"${'x'.repeat(300)}"}`, 'on', '-1', '\u0001']) {
      const { decode } = decoding({}, hints)
      const packet = generate({ cmd: 'publish', topic: 'a', payload, qos: 0, dup: false, retain: false })
      expect(decode(packet).layers[0]).toBe('MQTT')
    }
  })

  it('remembers what CONNECT said', () => {
    const { decode } = decoding({}, hints)
    decode(
      generate({ cmd: 'connect', clientId: 'me', protocolId: 'MQTT', protocolVersion: 4, keepalive: 0, clean: true }),
    )
    // In version 5 its first byte would be an empty list of properties.
    const packet = generate({ cmd: 'publish', topic: 'a', payload: '\0b', qos: 0, dup: false, retain: false })
    expect(decode(packet).layers).toEqual(['MQTT'])
  })

  it('reads several packets of one message', () => {
    const { read, jsonOf } = decoding({}, hints)
    const publish = (topic: string) =>
      generate({ cmd: 'publish', topic, payload: '{"price":1}', qos: 0, dup: false, retain: false })
    const message = Buffer.concat([generate({ cmd: 'pingresp' }), publish('a'), publish('b'), publish('c')])
    expect(read(message)?.label).toBe('PINGRESP, PUBLISH a, PUBLISH b, and 1 more')
    expect((jsonOf(message) as { payload: unknown }[])[1]?.payload).toEqual({ price: 1 })
  })

  it('says that a packet goes on in the next message', () => {
    const { decode } = decoding({}, hints)
    const packet = generate({ cmd: 'publish', topic: 'a', payload: 'hello', qos: 0, dup: false, retain: false })
    const { label, problem } = decode(Buffer.concat([packet, packet.subarray(0, 4)]))
    expect(label).toBe('PUBLISH a')
    expect(problem?.message).toContain('goes on in the next message')
  })

  it('is recognised by its CONNECT alone where nothing was negotiated, and shows no password', () => {
    const { read, decode } = decoding()
    const connect = generate({
      cmd: 'connect',
      clientId: 'me',
      protocolId: 'MQTT',
      protocolVersion: 5,
      keepalive: 1,
      clean: true,
      username: 'ann',
      password: Buffer.from('canary-password'),
    })
    expect(read(connect)?.label).toBe('CONNECT me')
    expect(decode(connect).layers).toEqual(['MQTT 5'])
    expect(JSON.stringify(decode(connect))).not.toMatch(/canary|63616e617279/)
    const publish = generate({ cmd: 'publish', topic: 'a', payload: 'hello', qos: 0, dup: false, retain: false })
    expect(read(publish)).toBeUndefined()
  })

  it('is not led astray by lengths that are not true', () => {
    const { decode } = decoding({}, hints)
    const whole = generate({
      cmd: 'publish',
      topic: 'prices',
      payload: 'hello',
      qos: 1,
      messageId: 1,
      dup: false,
      retain: false,
    })
    for (let end = 1; end < whole.length; end++) expect(decode(whole.subarray(0, end)).label).toBe('part of a packet')
    for (const bytes of [
      [0x30, 0x02, 0xff, 0xff],
      [0x30, 0xff, 0xff, 0xff, 0xff, 0x01],
      [0x82, 0x03, 0, 1, 0xff],
      [0xf0, 0],
    ]) {
      expect(() => decode(Uint8Array.from(bytes))).not.toThrow()
    }
  })
})
