import { describe, expect, it } from 'vitest'
import { compileTextMatch } from '../../../../src/main/engine/match/text-match'
import { matchesPayload } from '../../../support/payloads'

const matches = (needle: string, payload: string | Uint8Array) => matchesPayload(compileTextMatch(needle), payload)

describe('finding text in a payload', () => {
  it.each([
    ['price', '{"price":1}'],
    ['PRICE', '{"price":1}'],
    ['price', '{"PRICE":1}'],
    ['{"a":1}', '{"a":1}'],
    ['1', '{"a":1}'],
    ['\t\n', 'tab\t\nline'],
  ])('finds %j in %j: letters match in either case', (needle, payload) => {
    expect(matches(needle, payload)).toBe(true)
  })

  it.each([
    ['prices', '{"price":1}'],
    ['a b', 'ab'],
    ['.*', 'anything'],
    ['x', ''],
  ])('does not find %j in %j', (needle, payload) => {
    expect(matches(needle, payload)).toBe(false)
  })

  it.each([
    ['zürich', 'Grüezi aus ZÜRICH'],
    ['ZÜRICH', 'grüezi aus zürich'],
    ['日本', 'こんにちは日本'],
    ['🛰', 'up: 🛰️'],
    ['é', 'É'],
  ])('finds %j in %j: text beyond ASCII is UTF-8', (needle, payload) => {
    expect(matches(needle, payload)).toBe(true)
  })

  it('does not take the bytes of UTF-8 for other letters', () => {
    expect(matches('ü', 'Ã¼')).toBe(false)
    // 0xC3 0xBC read as Latin-1 would be these two.
    expect(matches('Ã¼', 'ü')).toBe(false)
  })

  it('does not find ASCII where only bytes beyond it are, nor the other way round', () => {
    expect(matches('a', new Uint8Array([0xe1, 0xc1, 0xff]))).toBe(false)
    // The sign of kelvin, whose small letter is k.
    expect(matches('k', '\u212a')).toBe(false)
  })

  it('finds text between bytes that are no text', () => {
    const payload = Buffer.concat([Buffer.from([0x00, 0xff, 0xfe]), Buffer.from('Needle'), Buffer.from([0x80])])
    expect(matches('needle', payload)).toBe(true)
    expect(matches('nadel', payload)).toBe(false)
  })

  it('does not find a needle longer than the payload, by a letter or by much', () => {
    expect(matches('needle', 'needl')).toBe(false)
    expect(matches('n'.repeat(1_000), 'n')).toBe(false)
    expect(matches('ü'.repeat(1_000), 'ü')).toBe(false)
  })

  it('finds a needle at either end and one that is all of the payload', () => {
    for (const payload of ['needle in', 'in needle', 'needle']) expect(matches('needle', payload)).toBe(true)
  })
})
