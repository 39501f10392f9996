import { expect, it } from 'vitest'
import { wholeCharacters } from '../../../src/renderer/src/features/inspector/text-part'

it('a part of a text is cut where characters end, wherever it was cut, and loses none of them', () => {
  const text = 'aé€😀z'.repeat(3)
  const bytes = new TextEncoder().encode(text)
  const strict = new TextDecoder('utf-8', { fatal: true })
  for (let cut = 1; cut < bytes.byteLength; cut++) {
    const first = strict.decode(wholeCharacters(bytes.subarray(0, cut), true, false))
    const second = strict.decode(wholeCharacters(bytes.subarray(cut), false, true))
    const lost = text.length - first.length - second.length
    // The one that was cut in two is in neither, and it is one character at most.
    expect(text.startsWith(first) && text.endsWith(second)).toBe(true)
    expect(lost).toBeLessThanOrEqual(2)
  }
})

it('what is no UTF-8 is not cut beyond reason', () => {
  const bytes = new Uint8Array(10).fill(0x80)
  expect(wholeCharacters(bytes, false, false).byteLength).toBeGreaterThanOrEqual(7)
})
