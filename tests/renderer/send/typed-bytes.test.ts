import { describe, expect, it } from 'vitest'
import { formatBase64, formatHex, parseBase64, parseHex } from '../../../src/renderer/src/features/send/typed-bytes'

const hello = new TextEncoder().encode('Hello')

describe('typed hex', () => {
  it.each([
    '48656c6c6f',
    '48 65 6C 6C 6F',
    '0x48,0x65,0x6c,0x6c,0x6f',
    '48:65:6c:6c:6f',
    '\\x48\\x65\\x6c\\x6c\\x6f',
    ' 48-65\n6c 6c\t6f ',
  ])('may be written as %j', (text) => {
    expect(parseHex(text)).toEqual({ ok: true, bytes: hello })
  })

  it('is no bytes when empty', () => {
    expect(parseHex('')).toEqual({ ok: true, bytes: new Uint8Array(0) })
  })

  it('names the letter that is no digit', () => {
    expect(parseHex('48 6g')).toMatchObject({ ok: false, problem: expect.stringContaining('“g”') })
  })

  it('wants two digits a byte', () => {
    expect(parseHex('48 6')).toMatchObject({ ok: false, problem: expect.stringContaining('left over') })
  })

  it('is written back in pairs', () => {
    expect(formatHex(hello)).toBe('48 65 6c 6c 6f')
  })
})

describe('typed base64', () => {
  it.each(['SGVsbG8=', 'SGVsbG8', ' SGVs\nbG8= '])('may be written as %j', (text) => {
    expect(parseBase64(text)).toEqual({ ok: true, bytes: hello })
  })

  it('may use the alphabet of URLs', () => {
    expect(parseBase64('-_8')).toEqual({ ok: true, bytes: Uint8Array.of(0xfb, 0xff) })
  })

  it('names the character that is no digit', () => {
    expect(parseBase64('SG!s')).toMatchObject({ ok: false, problem: expect.stringContaining('“!”') })
  })

  it('notices that it was cut off', () => {
    expect(parseBase64('SGVsb')).toMatchObject({ ok: false, problem: expect.stringContaining('cut off') })
  })

  it('is written back with its padding', () => {
    expect(formatBase64(hello)).toBe('SGVsbG8=')
  })
})
