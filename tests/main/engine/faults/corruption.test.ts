import { isUtf8 } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { corrupt } from '../../../../src/main/engine/faults/corruption'
import { diceFor } from '../../../../src/main/engine/faults/dice'

const TEXTS = ['', 'a', 'é', '😀', '{"price":1}', '{"wort":"Grüße, 世界 😀😀","list":[1,2,3]}', 'ы'.repeat(500)]
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed)

describe('corrupt', () => {
  it.each(TEXTS)('makes text that is no UTF-8 of %j, whatever the dice say, and loses none of it', (text) => {
    const payload = Buffer.from(text)
    for (const seed of SEEDS) {
      const bytes = corrupt('utf-8', payload, true, diceFor(seed, 0, 'sent'), 0)
      expect(isUtf8(bytes)).toBe(false)
      expect(bytes.length).toBeGreaterThan(payload.length)
    }
  })

  it('makes no UTF-8 of what was none before, either', () => {
    for (const seed of SEEDS) {
      const bytes = corrupt('utf-8', Buffer.from([0xc3]), true, diceFor(seed, 0, 'sent'), 0)
      expect(isUtf8(bytes)).toBe(false)
    }
  })

  it.each([1, 2, 100])('changes one byte of %d binary ones', (byteLength) => {
    const payload = Buffer.alloc(byteLength, 7)
    // Enough that every value is thrown that a byte can be changed by.
    for (let seed = 0; seed < 2_000; seed++) {
      const bytes = corrupt('utf-8', payload, false, diceFor(seed, 0, 'sent'), 0)
      expect(bytes.length).toBe(byteLength)
      expect(bytes.filter((byte) => byte !== 7).length).toBe(1)
    }
  })

  it.each(TEXTS.slice(1))('cuts %j short between two characters', (text) => {
    const lengths = new Set<number>()
    for (const seed of SEEDS) {
      const bytes = corrupt('truncated', Buffer.from(text), true, diceFor(seed, 0, 'sent'), 0)
      expect(isUtf8(bytes)).toBe(true)
      expect(bytes.length).toBeLessThan(Buffer.byteLength(text))
      expect(text.startsWith(bytes.toString())).toBe(true)
      lengths.add(bytes.length)
    }
    if (text.length > 10) expect(lengths.size).toBeGreaterThan(5)
  })

  it('breaks the JSON of an object wherever it cuts', () => {
    for (const seed of SEEDS) {
      const bytes = corrupt('truncated', Buffer.from('{"a":[1,2],"ü":"ß"}'), true, diceFor(seed, 0, 'sent'), 0)
      expect(() => JSON.parse(bytes.toString())).toThrow()
    }
  })

  it('cuts binary anywhere, also in what would be a character', () => {
    const payload = Buffer.from('ы'.repeat(50))
    const cut = SEEDS.map((seed) => corrupt('truncated', payload, false, diceFor(seed, 0, 'sent'), 0))
    expect(cut.some((bytes) => bytes.length % 2 === 1)).toBe(true)
    expect(cut.every((bytes) => bytes.length < 100 && payload.subarray(0, bytes.length).equals(bytes))).toBe(true)
  })

  it('grows a message to exactly the bytes, and its JSON says the same', () => {
    const text = corrupt('oversize', Buffer.from('{"a":"é"}'), true, diceFor(1, 0, 'sent'), 70_000)
    expect(text.length).toBe(70_000)
    expect(JSON.parse(text.toString())).toEqual({ a: 'é' })
    const binary = corrupt('oversize', Buffer.from([1, 2]), false, diceFor(1, 0, 'sent'), 5)
    expect([...binary]).toEqual([1, 2, 0, 0, 0])
  })

  it('gives back what it cannot spoil: nothing to cut or to flip, or as large already', () => {
    const none = Buffer.alloc(0)
    const large = Buffer.alloc(10)
    const dice = diceFor(1, 0, 'sent')
    expect(corrupt('truncated', none, true, dice, 0)).toBe(none)
    expect(corrupt('truncated', none, false, dice, 0)).toBe(none)
    expect(corrupt('utf-8', none, false, dice, 0)).toBe(none)
    expect(corrupt('oversize', large, true, dice, 10)).toBe(large)
    expect(corrupt('oversize', large, true, dice, 9)).toBe(large)
  })

  it('leaves the bytes it was given as they were, and shares none with them', () => {
    for (const kind of ['utf-8', 'truncated', 'oversize'] as const) {
      for (const isText of [true, false]) {
        const payload = Buffer.from('{"a":"Grüße"}')
        const bytes = corrupt(kind, payload, isText, diceFor(3, 0, 'sent'), 100)
        expect(payload.toString()).toBe('{"a":"Grüße"}')
        const before = bytes.toString('hex')
        payload.fill(0x2a)
        expect(bytes.toString('hex')).toBe(before)
      }
    }
  })
})
