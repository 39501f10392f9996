import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { decoding } from './decoding'

const MIB = 1024 * 1024
const json = '{"price":101.5}'

describe('what is around a message', () => {
  it('is taken off as it was told, outermost first', () => {
    const packed = Buffer.from(gzipSync(json)).toString('base64')
    const { decode, jsonOf } = decoding({ unpacks: ['base64', 'gzip'] })
    expect(decode(packed)).toEqual({ layers: ['base64', 'gzip', 'JSON'], label: '', isJson: true, text: json })
    expect(jsonOf(packed)).toEqual({ price: 101.5 })
  })

  it('is each of the compressions there are', () => {
    const cases = [
      ['gzip', gzipSync(json)],
      ['zlib', deflateSync(json)],
      ['deflate', deflateRawSync(json)],
      ['brotli', brotliCompressSync(json)],
    ] as const
    for (const [packing, bytes] of cases) expect(decoding({ unpacks: [packing] }).decode(bytes).text).toBe(json)
  })

  it('is gzip or zlib where the first bytes say so and it inflates', () => {
    const { read, decode } = decoding()
    expect(read(gzipSync(json))).toEqual({ label: '', preview: json })
    expect(decode(deflateSync(json)).layers).toEqual(['zlib', 'JSON'])
    // Begins like zlib, and is none.
    expect(decode(Uint8Array.of(0x78, 0x9c, 1, 2, 3, 4, 5)).layers).toEqual([])
    expect(decode(Uint8Array.of(0x78, 0x9c, 1, 2, 3, 4, 5)).problem).toBeUndefined()
  })

  it('is not looked for in text that came between', () => {
    expect(decoding({ unpacks: ['gzip'] }).decode('{"subscribed":true}')).toMatchObject({
      layers: ['JSON'],
      isJson: true,
    })
  })

  it('is base64 of both alphabets, with padding and without', () => {
    const bytes = Buffer.from('{"a":"~~~???>>>"}')
    const { decode } = decoding({ unpacks: ['base64'] })
    for (const text of [bytes.toString('base64'), bytes.toString('base64url')]) {
      expect(decode(text).text).toBe(bytes.toString())
    }
    expect(decode('{"no":1}').problem).toEqual({
      code: 'ERR_DECODE_FAILED',
      message: expect.stringContaining('is not base64'),
    })
  })

  it('keeps the layers until the one that failed, and says why', () => {
    const packed = Buffer.from('not gzip at all').toString('base64')
    expect(decoding({ unpacks: ['base64', 'gzip'] }).decode(packed)).toEqual({
      layers: ['base64'],
      label: '',
      isJson: false,
      problem: { code: 'ERR_DECODE_FAILED', message: expect.stringMatching(/^This message is not gzip: .* none\.$/) },
    })
  })

  it('stops a bomb at its cap, whatever it is made of', () => {
    const zeros = Buffer.alloc(17 * MIB)
    const bombs = [
      ['gzip', gzipSync(zeros)],
      ['zlib', deflateSync(zeros)],
      ['deflate', deflateRawSync(zeros)],
      ['brotli', brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ] as const
    for (const [packing, bytes] of bombs) {
      const { decode, read } = decoding({ unpacks: [packing] })
      expect(decode(bytes).problem?.message).toContain('unpacks to more than 16 MiB')
      // A row has a lower cap, and stays silent where only that stopped it.
      expect(read(bytes)).toBeUndefined()
    }
    expect(decoding().decode(gzipSync(zeros)).problem?.message).toContain('unpacks to more than 16 MiB')
  })

  it('is cut short without harm', () => {
    const whole = gzipSync(json)
    for (let end = 1; end < whole.length; end++) {
      expect(decoding({ unpacks: ['gzip'] }).decode(whole.subarray(0, end)).problem?.code).toBe('ERR_DECODE_FAILED')
    }
  })
})
