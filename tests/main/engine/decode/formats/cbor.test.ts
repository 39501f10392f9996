import { Encoder, Tag } from 'cbor-x'
import { describe, expect, it } from 'vitest'
import { decoding } from '../decoding'

const chosen = decoding({ format: 'cbor' })
const value = chosen.value.bind(chosen)
const { decode, jsonOf } = chosen
const encoder = new Encoder({ useRecords: false, mapsAsObjects: true })
const encode = (message: unknown) => encoder.encode(message)
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')

describe('CBOR', () => {
  it('reads what the library writes', () => {
    const message = {
      nil: null,
      yes: true,
      no: false,
      integers: [0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, -1, -24, -25, -256, -65_537],
      floats: [0.5, 0.1, -1e300],
      text: 'héllo ☃',
      long: 'x'.repeat(70_000),
      nested: { a: [{ b: { c: 1 } }] },
      empty: [{}, [], ''],
    }
    expect(value(encode(message))).toEqual(message)
  })

  it('shows bytes, dates, large integers, sets and tags', () => {
    expect(value(encode({ bytes: Buffer.of(1, 255), at: new Date('2026-02-03T04:05:06.000Z') }))).toEqual({
      bytes: '0x01ff',
      at: '2026-02-03T04:05:06Z',
    })
    expect(value(encode({ id: 1_234_567_890_123_456_789n, huge: 2n ** 80n, minus: -(2n ** 80n) }))).toEqual({
      id: '1234567890123456789',
      huge: '1208925819614629174706176',
      minus: '-1208925819614629174706176',
    })
    expect(value(encode({ set: new Set(['a', 'b']) }))).toEqual({ set: ['a', 'b'] })
    expect(value(encode({ tagged: new Tag('x', 1_000) }))).toEqual({ tagged: { tag: 1_000, value: 'x' } })
  })

  it('reads the examples of RFC 8949, appendix A', () => {
    const examples: [string, unknown][] = [
      ['f9 3c00', 1],
      ['f9 7bff', 65_504],
      ['f9 0001', 2 ** -24],
      ['f9 7c00', 'Infinity'],
      ['fa 47c35000', 100_000],
      ['fb c010666666666666', -4.1],
      ['1b ffffffffffffffff', '18446744073709551615'],
      ['c2 49 010000000000000000', '18446744073709551616'],
      ['c3 49 010000000000000000', '-18446744073709551617'],
      ['f0', { simple: 16 }],
      ['c0 74 323031332d30332d32315432303a30343a30305a', '2013-03-21T20:04:00Z'],
      ['c1 1a 514b67b0', '2013-03-21T20:04:00Z'],
      ['c1 fb 41d452d9ec200000', '2013-03-21T20:04:00.5Z'],
      ['5f 42 0102 43 030405 ff', '0x0102030405'],
      ['7f 65 7374726561 64 6d696e67 ff', 'streaming'],
      ['9f 01 82 02 03 9f 04 05 ff ff', [1, [2, 3], [4, 5]]],
      ['bf 61 61 01 61 62 9f 02 03 ff ff', { a: 1, b: [2, 3] }],
      ['a2 01 02 03 04', { 1: 2, 3: 4 }],
      ['d9d9f7 81 01', [1]],
    ]
    for (const [bytes, read] of examples) expect([bytes, value(hex(bytes))]).toEqual([bytes, read])
  })

  it('is recognised without being chosen', () => {
    expect(decoding().decode(encode({ price: 101.5, symbol: 'ACME' }))).toEqual({
      layers: ['CBOR'],
      label: '',
      isJson: true,
      text: JSON.stringify({ price: 101.5, symbol: 'ACME' }, undefined, 2),
    })
  })

  it('keeps a key of __proto__ as a key like others', () => {
    const parsed = jsonOf(hex('a1 69 5f5f70726f746f5f5f a1 67 697341646d696e f5')) as Record<string, unknown>
    expect(Object.keys(parsed)).toEqual(['__proto__'])
    expect(parsed.isAdmin).toBeUndefined()
  })

  it('says what is wrong of a message that is cut anywhere', () => {
    const whole = encode({ price: 101.5, symbol: 'ACME', list: [1, { a: 'b' }], big: 2n ** 80n })
    for (let end = 1; end < whole.length; end++) {
      expect([end, decode(whole.subarray(0, end)).problem?.code]).toEqual([end, 'ERR_DECODE_FAILED'])
    }
  })

  it('follows no nesting without end, believes no length, and makes no rings of references', () => {
    for (const head of [0x81, 0xa1, 0x9f, 0xbf, 0xd8, 0xc6]) {
      expect(decode(Buffer.alloc(100_000, head)).problem?.code).toBe('ERR_DECODE_FAILED')
    }
    expect(decode(Buffer.alloc(100_000, 0x81)).problem?.message).toContain('nested more than 200 deep')
    expect(decode(hex('9b 00ffffffffffffff')).problem?.message).toContain('cannot be in 0 bytes')
    expect(decode(hex('5b 00ffffffffffffff 01')).problem?.message).toContain('ends in the middle')
    // Tags 28 and 29: a list that holds itself.
    expect(value(hex('d8 1c 81 d8 1d 00'))).toEqual({ tag: 28, value: [{ tag: 29, value: 0 }] })
    expect(decode(hex('ff')).problem?.message).toContain('something ends that had not begun')
    expect(decode(hex('1f')).problem?.code).toBe('ERR_DECODE_FAILED')
    // A whole number of a million digits is bytes: to write it out would take minutes.
    const long = Buffer.concat([hex('c2 5a 0000ffff'), Buffer.alloc(65_535, 0xff)])
    expect(decode(long).text).toMatch(/^"base64:/)
  })
})
