import { describe, expect, it } from 'vitest'
import { compressionRatio, frameOverhead, wireSentence } from '../../../src/renderer/src/features/inspector/wire-words'

const none = { wireBytes: 0, payloadBytes: 0 }
const plain = { wireBytes: 1_020, payloadBytes: 1_000 }
const small = { wireBytes: 250, payloadBytes: 1_000 }

describe('the wire in words', () => {
  it('has no numbers before anything went over it', () => {
    expect([compressionRatio(none), frameOverhead(none)]).toEqual([undefined, undefined])
    expect(wireSentence(none, false)).toBe('Nothing has come over this opening yet.')
  })

  it('says what headers add where nothing is compressed', () => {
    expect(frameOverhead(plain)).toBe('20 B · 2.0 %')
    expect(frameOverhead({ wireBytes: 600, payloadBytes: 0 })).toBe('600 B')
    expect(wireSentence(plain, false)).toBe('Frame headers add 2.0 % to what is received. Nothing is compressed.')
  })

  it('says what compression saves, and where it does not pay', () => {
    expect(compressionRatio(small)).toBe('4.00 : 1')
    expect(compressionRatio({ wireBytes: 10, payloadBytes: 1_000 })).toBe('100 : 1')
    expect(wireSentence(small, true)).toBe('Compression saves 75 % of what is received, frame headers included.')
    expect(wireSentence(plain, true)).toMatch(/^Compression does not pay here: the wire carries 2\.0 % more/)
  })
})
