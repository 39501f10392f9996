import { ExtensionCodec, encode } from '@msgpack/msgpack'
import { describe, expect, it } from 'vitest'
import { decoding } from '../decoding'

const { value, decode, read, jsonOf } = bound(decoding({ format: 'msgpack' }))

function bound(of: ReturnType<typeof decoding>) {
  return { ...of, value: of.value.bind(of) }
}

describe('MessagePack', () => {
  it('reads what the library writes, every type of it', () => {
    const message = {
      nil: null,
      yes: true,
      no: false,
      integers: [
        0, 127, 128, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, -1, -32, -33, -128, -129, -32_769,
      ],
      more: [-2_147_483_648, -2_147_483_649, Number.MAX_SAFE_INTEGER],
      floats: [0.1, -1.5, 1e300],
      text: 'héllo ☃',
      long: 'x'.repeat(70_000),
      list: Array.from({ length: 20 }, (_, index) => index),
      nested: { a: [{ b: { c: 1 } }] },
      empty: [{}, [], ''],
    }
    expect(value(encode(message))).toEqual(message)
  })

  it('shows what JSON has no word for as text: bytes, timestamps, large integers, numbers that are none', () => {
    const message = {
      few: Uint8Array.of(0, 255),
      many: new Uint8Array(65),
      at: new Date('2026-02-03T04:05:06.789Z'),
      id: 1_234_567_890_123_456_789n,
      negative: -1_234_567_890_123_456_789n,
      nan: Number.NaN,
    }
    expect(value(encode(message, { useBigInt64: true }))).toEqual({
      few: '0x00ff',
      many: `base64:${Buffer.alloc(65).toString('base64')}`,
      at: '2026-02-03T04:05:06.789Z',
      id: '1234567890123456789',
      negative: '-1234567890123456789',
      nan: 'NaN',
    })
  })

  it('shows an extension with its type and its bytes', () => {
    const extensionCodec = new ExtensionCodec()
    extensionCodec.register({
      type: 7,
      encode: (each) => (each instanceof URL ? Uint8Array.of(1, 2) : null),
      decode: () => null,
    })
    expect(value(encode({ at: new URL('ws://here') }, { extensionCodec }))).toEqual({ at: { ext: 7, data: '0x0102' } })
  })

  it('writes a 32-bit float with the digits it was meant with', () => {
    expect(value(encode([0.1, 7.25, 9.81], { forceFloat32: true }))).toEqual([0.1, 7.25, 9.81])
  })

  it('is recognised without being chosen, and only where it can be nothing else', () => {
    const automatic = decoding()
    expect(automatic.read(encode({ price: 101.5, symbol: 'ACME' }))).toEqual({
      label: '',
      preview: '{"price":101.5,"symbol":"ACME"}',
    })
    expect(automatic.decode(encode({ price: 1 })).layers).toEqual(['MessagePack'])
    for (const bytes of [
      [0x81, 1, 2, 3],
      [0x93, 1, 2, 3],
      [1, 2, 3, 4, 5],
      [0xff, 0xfe, 0, 1],
      [0x80, 0, 0, 0],
    ]) {
      expect(automatic.read(Uint8Array.from(bytes))).toBeUndefined()
      expect(automatic.decode(Uint8Array.from(bytes)).layers).toEqual([])
    }
  })

  it('gives filters and charts the fields', () => {
    expect(jsonOf(encode({ price: 101.5 }))).toEqual({ price: 101.5 })
  })

  it('keeps a key of __proto__ as a key like others', () => {
    // {"__proto__": {"isAdmin": true}, "a": 1}
    const bytes = Buffer.concat([encode('__proto__'), encode({ isAdmin: true }), encode('a'), encode(1)])
    const { text } = decode(Buffer.concat([Uint8Array.of(0x82), bytes]))
    expect(text).toContain('"__proto__"')
    const parsed = jsonOf(Buffer.concat([Uint8Array.of(0x82), bytes])) as Record<string, unknown>
    expect(parsed.isAdmin).toBeUndefined()
    expect(Object.keys(parsed)).toEqual(['__proto__', 'a'])
    expect(({} as Record<string, unknown>).isAdmin).toBeUndefined()
  })

  it('says what is wrong, and where, of a message that is cut anywhere', () => {
    const whole = Buffer.from(encode({ price: 101.5, symbol: 'ACME', list: [1, 2, { a: 'b' }], at: new Date(0) }))
    for (let end = 1; end < whole.length; end++) {
      const { problem, text } = decode(whole.subarray(0, end))
      expect([end, problem?.code, text]).toEqual([end, 'ERR_DECODE_FAILED', undefined])
    }
    expect(decode(whole.subarray(0, 5)).problem?.message).toMatch(
      /^This is not MessagePack .* at byte 1, a map of 4 entries cannot/,
    )
    expect(read(whole.subarray(0, 5))).toEqual({ label: '', problem: decode(whole.subarray(0, 5)).problem?.message })
  })

  it('believes no length beyond the message: nested arrays of four billion cost nothing', () => {
    const head = Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff)
    expect(decode(head).problem?.message).toContain('an array of 4294967295 values')
    const claims = Buffer.alloc(5 * 50_000)
    // Each says it has as many values as there are bytes behind it.
    for (let at = 0; at < claims.length; at += 5) {
      claims[at] = 0xdd
      claims.writeUInt32BE(claims.length - at - 5, at + 1)
    }
    expect(decode(claims).problem?.message).toContain('nested more than 200 deep')
  })

  it('does not follow a nesting without end', () => {
    expect(decode(Buffer.alloc(100_000, 0x91)).problem?.message).toContain('nested more than 200 deep')
    expect(decode(Buffer.alloc(100_000, 0x81)).problem?.message).toContain('nested more than 200 deep')
  })

  it('reads no more values than a window can show', () => {
    const many = Buffer.alloc(600_005, 1)
    many[0] = 0xdd
    many.writeUInt32BE(600_000, 1)
    expect(decode(many).problem?.message).toContain('more than 500,000 values')
  })
})
