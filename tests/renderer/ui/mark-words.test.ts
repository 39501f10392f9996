import { expect, it } from 'vitest'
import { markSentence } from '../../../src/renderer/src/ui/mark-words'
import { directions, marks } from '../../../src/shared/protocol/frame'

it('every mark has a sentence of its own', () => {
  for (const direction of directions) {
    const sentences = marks.map((mark) => markSentence(mark, direction))
    expect(new Set(sentences).size).toBe(marks.length)
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].+\.$/)
  }
})

it('dropped on its way out is never sent; dropped on its way in was received', () => {
  expect(markSentence('dropped', 'sent')).toContain('never')
  expect(markSentence('dropped', 'received')).toMatch(/^Received/)
})
