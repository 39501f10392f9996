import { encode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import { Decoders, READ_MAX_BYTES } from '../../../../src/main/engine/decode/decoders'
import { formatNames, framingNames, plainConnection } from '../../../../src/shared/protocol/connection-settings'
import { frameKind } from '../../../../src/shared/protocol/frame'
import { seededRandom } from '../../../support/seeded-random'
import { decoding, RECEIVED_BINARY, RECEIVED_TEXT, SENT_BINARY } from './decoding'

describe('the decoders', () => {
  it('have nothing to say of JSON and text as they stand', () => {
    const { read, jsonOf } = decoding()
    for (const text of [
      '{"price":1}',
      '[1,2]',
      'hello',
      'HELLO',
      '',
      '12',
      'CONNECT',
      '{"type":1,"target":"a"}',
      '{',
      '2',
    ]) {
      expect([text, read(text), jsonOf(text)]).toEqual([text, undefined, undefined])
    }
  })

  it('have nothing to say of bytes at random', () => {
    const { read, decode } = decoding()
    const random = seededRandom(7)
    for (let round = 0; round < 500; round++) {
      const bytes = Buffer.from(Array.from({ length: 1 + (round % 64) }, () => Math.floor(random() * 256)))
      expect([bytes.toString('hex'), read(bytes)?.label ?? '']).toEqual([bytes.toString('hex'), ''])
      expect(decode(bytes).problem).toBeUndefined()
    }
  })

  it('have nothing to say of control frames and events', () => {
    const { decoders } = decoding()
    const payload = Buffer.from('{"jsonrpc":"2.0","method":"a"}')
    for (const type of ['ping', 'pong', 'close', 'event'] as const) {
      const kind = frameKind(type, 'received')
      expect(decoders.read(1, kind, payload)).toBeUndefined()
      expect(decoders.decode(1, kind, payload)).toEqual({ layers: [], label: '', isJson: false })
    }
  })

  it('read JSON and text in binary frames', () => {
    const { read, jsonOf, decode } = decoding()
    expect(read(Buffer.from('{"price":1.50}'))).toEqual({ label: '', preview: '{"price":1.50}' })
    expect(jsonOf(Buffer.from('{"price":1.50}'))).toEqual({ price: 1.5 })
    expect(decode(Buffer.from('héllo')).text).toBe('héllo')
  })

  it('read a row that is too large only when it is looked at alone', () => {
    const { read, jsonOf, decode } = decoding()
    const large = encode({ text: 'x'.repeat(READ_MAX_BYTES) })
    expect([read(large), jsonOf(large)]).toEqual([undefined, undefined])
    expect(decode(large).layers).toEqual(['MessagePack'])
  })

  it('cut previews and labels where a character ends', () => {
    const { read } = decoding({}, { path: '/?EIO=4' })
    const reading = read(`42["${'é'.repeat(500)}","${'☃'.repeat(500)}"]`)
    expect(Buffer.byteLength(reading?.preview as string)).toBeLessThanOrEqual(200)
    expect(Buffer.byteLength(reading?.label as string)).toBeLessThanOrEqual(120)
    expect(`${reading?.label}${reading?.preview}`).not.toContain('\ufffd')
  })

  it('tell the directions of a connection apart', () => {
    const { decoding: decodings } = plainConnection('', {
      decoding: { received: { format: 'msgpack' }, sent: { format: 'cbor' } },
    })
    const decoders = new Decoders(() => ({ decodings, stamp: 1, hints: () => ({ subprotocol: '', path: '' }) }))
    // {"a": 1}, in each.
    expect(decoders.decode(1, RECEIVED_BINARY, Buffer.of(0x81, 0xa1, 0x61, 1)).layers).toEqual(['MessagePack'])
    expect(decoders.decode(1, SENT_BINARY, Buffer.of(0xa1, 0x61, 0x61, 1)).layers).toEqual(['CBOR'])
  })

  it('know what a client spoke that is gone, and whose rows are looked at only then', () => {
    const decoders = new Decoders(() => undefined)
    const event = Buffer.from('42["chat",1]')
    expect(decoders.read(7, RECEIVED_TEXT, event)).toBeUndefined()
    decoders.welcome(7, () => ({ subprotocol: '', path: '/socket.io/?EIO=4&transport=websocket' }))
    expect(decoders.read(7, RECEIVED_TEXT, event)?.label).toBe('EVENT chat')
    expect(decoders.read(8, RECEIVED_TEXT, event)).toBeUndefined()
    decoders.forget(7)
    expect(decoders.read(7, RECEIVED_TEXT, event)).toBeUndefined()
  })

  it('have another way once settings or the handshake have changed, and the same until then', () => {
    let stamp = 1
    let subprotocol = ''
    const { decoding: decodings } = plainConnection('')
    const decoders = new Decoders(() => ({ decodings, stamp, hints: () => ({ subprotocol, path: '' }) }))
    const first = decoders.wayOf(1)
    expect(decoders.wayOf(1)).toBe(first)
    stamp = 2
    subprotocol = 'graphql-transport-ws'
    expect(decoders.wayOf(1)).not.toBe(first)
    expect(decoders.read(1, RECEIVED_TEXT, Buffer.from('{"type":"next"}'))?.label).toBe('next')
  })

  it('answer whatever bytes come, by every framing and format there is', () => {
    const random = seededRandom(5)
    const seeds = [
      encode({ a: [1, 'b', new Date(0)], c: { d: 1n << 40n } }, { useBigInt64: true }),
      Buffer.from('42/admin,7["chat",{"a":1}]'),
      Buffer.from('MESSAGE\ndestination:/a\ncontent-length:3\n\nabc\0'),
      Buffer.from('{"type":1,"target":"a","arguments":[]}\u001e'),
      Buffer.of(0x30, 12, 0, 1, 0x61, 0x68, 0x65, 0x6c, 0x6c, 0x6f, 0x6c, 0x6c, 0x6f, 0x6c),
      Buffer.of(0x08, 0x96, 0x01, 0x12, 0x04, 0x74, 0x65, 0x78, 0x74),
    ].map((seed) => Buffer.from(seed))
    for (const framing of framingNames) {
      for (const format of formatNames) {
        const { decoders } = decoding({ framing, format })
        for (let round = 0; round < 40; round++) {
          const bytes = Buffer.from(seeds[round % seeds.length] as Buffer)
          for (let flips = 0; flips < 3; flips++)
            bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
          const cut = bytes.subarray(0, 1 + Math.floor(random() * bytes.length))
          for (const kind of [RECEIVED_TEXT, RECEIVED_BINARY]) {
            decoders.read(1, kind, cut)
            const { text, isJson } = decoders.decode(1, kind, cut)
            if (isJson) JSON.parse(text as string)
          }
        }
      }
    }
  })
})
