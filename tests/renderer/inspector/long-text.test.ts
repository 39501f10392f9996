import { describe, expect, it } from 'vitest'
import {
  TEXT_PART_LENGTH,
  textPart,
  textPartAt,
  textPartCount,
} from '../../../src/renderer/src/features/inspector/long-text'

const partsOf = (text: string) => Array.from({ length: textPartCount(text) }, (_, part) => textPart(text, part))

describe('a long text', () => {
  it('is all there in its parts, none of them too long', () => {
    const text = 'abcdefg'.repeat(100_000)
    expect(partsOf(text).join('')).toBe(text)
    expect(textPartCount(text)).toBe(4)
    for (const part of partsOf(text)) expect(part.length).toBeLessThanOrEqual(TEXT_PART_LENGTH + 1)
  })

  it('is one part while it is short, and where it is empty', () => {
    expect(partsOf('short')).toEqual(['short'])
    expect(partsOf('')).toEqual([''])
    expect(textPartCount('x'.repeat(TEXT_PART_LENGTH))).toBe(1)
  })

  it('is never cut within a character', () => {
    const text = `${'x'.repeat(TEXT_PART_LENGTH - 1)}😀${'y'.repeat(TEXT_PART_LENGTH)}`
    const [first, second] = partsOf(text)
    expect(first?.endsWith('x')).toBe(true)
    expect(second?.startsWith('😀')).toBe(true)
    expect(partsOf(text).join('')).toBe(text)
  })

  it('knows the part that a place is in', () => {
    const text = `${'x'.repeat(TEXT_PART_LENGTH - 1)}😀${'y'.repeat(TEXT_PART_LENGTH)}`
    for (const at of [0, TEXT_PART_LENGTH - 2, TEXT_PART_LENGTH - 1, TEXT_PART_LENGTH + 5, text.length - 1]) {
      const before = partsOf(text).slice(0, textPartAt(text, at)).join('').length
      expect(at, `place ${at}`).toBeGreaterThanOrEqual(before)
      expect(at, `place ${at}`).toBeLessThan(before + textPart(text, textPartAt(text, at)).length)
    }
  })
})
