import { describe, expect, it } from 'vitest'
import { compileTextMatch } from '../../../../src/main/engine/match/text-match'
import { blockOf, matchesPayload, selectFrom } from '../../../support/payloads'
import { seededRandom } from '../../../support/seeded-random'

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

describe('text of other scripts', () => {
  it('is found in the middle of a word that writes its letter otherwise at the end', () => {
    expect(matches('ΟΔΟΣ', 'ΟΔΟΣΑ')).toBe(true)
    expect(matches('οδος', 'ΟΔΟΣΑ')).toBe(true)
  })

  it('is not found in bytes that are no UTF-8, and found between them', () => {
    expect(matches('é', new Uint8Array([0xe9, 0xc3, 0x28]))).toBe(false)
    expect(matches('é', Buffer.concat([Buffer.of(0xff, 0xc3), Buffer.from('É'), Buffer.of(0xc3)]))).toBe(true)
  })
})

describe('a payload of many pieces', () => {
  const PIECE = 64 * 1024

  it.each(['needle', 'nädel', '日本🛰'])('has %j wherever it stands, across the border of two pieces too', (needle) => {
    const match = compileTextMatch(needle)
    const size = Buffer.byteLength(needle)
    for (let at = PIECE - size - 1; at <= PIECE + 1; at++) {
      const payload = Buffer.alloc(2 * PIECE + 10, '.')
      expect(matchesPayload(match, payload)).toBe(false)
      payload.write(needle.toUpperCase(), at)
      expect(matchesPayload(match, payload), `at ${at}`).toBe(true)
    }
    expect(matchesPayload(match, `${'.'.repeat(3 * PIECE)}${needle}`)).toBe(true)
  })
})

describe('text in many payloads at once', () => {
  it('is never found across two of them', () => {
    expect(selectFrom(compileTextMatch('ab'), blockOf(['xa', 'bx', 'ab', 'a', 'b']))).toEqual([2])
    // The occurrence across the border overlaps the one within.
    expect(selectFrom(compileTextMatch('aa'), blockOf(['a', 'aa', 'a', 'aaa']))).toEqual([1, 3])
  })

  it('is not found where there is no payload, or none was asked for', () => {
    const block = blockOf(['needle', undefined, '', 'needle', undefined, 'hay', 'needle', undefined])
    expect(selectFrom(compileTextMatch('needle'), block)).toEqual([0, 3, 6])
    expect(selectFrom(compileTextMatch('needle'), block, [1, 2, 3, 4, 5, 7])).toEqual([3])
    expect(selectFrom(compileTextMatch('needle'), block, [])).toEqual([])
    expect(selectFrom(compileTextMatch(''), block)).toEqual([0, 2, 3, 5, 6])
  })

  it('is found as it is in one alone, whatever the payloads, the text and the rows asked for', () => {
    const random = seededRandom(20)
    const below = (limit: number) => Math.floor(random() * limit)
    const alphabet = ['a', 'A', 'b', '.', 'é', 'É', '"', '\n']
    const word = (length: number) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join('')
    let found = 0
    for (let round = 0; round < 400; round++) {
      const payloads = Array.from({ length: below(80) }, () => {
        const kind = random()
        if (kind < 0.05) return undefined
        if (kind < 0.08) return word(below(3)) + 'x'.repeat(below(70_000)) + word(below(6))
        return kind < 0.15 ? Buffer.from(Array.from({ length: below(8) }, () => below(256))) : word(below(12))
      })
      const needle = word(1 + below(3))
      const match = compileTextMatch(needle)
      const rows = [...payloads.keys()].filter(() => random() < 0.8)
      const naive = rows.filter((row) => {
        const payload = payloads[row]
        if (payload === undefined) return false
        return Buffer.from(payload as Uint8Array)
          .toString()
          .toLowerCase()
          .includes(needle.toLowerCase())
      })
      expect(selectFrom(match, blockOf(payloads), rows), `round ${round}: ${needle}`).toEqual(naive)
      found += naive.length
    }
    expect(found).toBeGreaterThan(1_000)
  })
})
