import { describe, expect, it } from 'vitest'
import { previewText } from '../../../src/renderer/src/ui/preview'
import { frameKind } from '../../../src/shared/protocol/frame'

const TEXT = frameKind('text', 'received')
const BINARY = frameKind('binary', 'received')
const bytes = (text: string) => new TextEncoder().encode(text)

describe('what a row shows of its payload', () => {
  it('is one line, control characters as pictures', () => {
    expect(previewText(TEXT, bytes('a\nb\u0000'), 4)).toBe('a␊b␀')
  })

  it('says that there is more, and shows no half of a character', () => {
    expect(previewText(TEXT, bytes('caf\u00e9').subarray(0, 4), 100)).toBe('caf…')
    expect(previewText(BINARY, Uint8Array.of(1, 255), 3)).toBe('01 ff …')
  })

  it('is empty for an empty message, and a sentence for one whose bytes were dropped', () => {
    expect(previewText(TEXT, new Uint8Array(0), 0)).toBe('')
    expect(previewText(TEXT, new Uint8Array(0), 12)).toMatch(/^Dropped/)
    expect(previewText(BINARY, new Uint8Array(0), 12)).toMatch(/^Dropped/)
  })
})
