import { describe, expect, it } from 'vitest'
import { compileKinds, everything, matchesEverything } from '../../../src/shared/filter/filter'
import { directions, frameKind, frameTypes, marks } from '../../../src/shared/protocol/frame'

describe('a filter', () => {
  it('matches everything only if it asks for nothing', () => {
    expect(matchesEverything(everything)).toBe(true)
    expect(matchesEverything({ ...everything, text: ' ' })).toBe(true)
    expect(matchesEverything({ ...everything, text: 'a' })).toBe(false)
    expect(matchesEverything({ ...everything, directions: ['sent'] })).toBe(false)
    expect(matchesEverything({ ...everything, types: frameTypes.filter((type) => type !== 'pong') })).toBe(false)
    expect(matchesEverything({ ...everything, types: [...frameTypes].reverse() })).toBe(true)
    expect(matchesEverything({ ...everything, markedOnly: true })).toBe(false)
  })

  it('wants the kinds of its directions and types, and no other', () => {
    const kinds = compileKinds({ ...everything, directions: ['received'], types: ['text', 'close'] })
    for (const type of frameTypes) {
      for (const direction of directions) {
        const isWanted = direction === 'received' && (type === 'text' || type === 'close')
        expect(kinds[frameKind(type, direction)], `${direction} ${type}`).toBe(isWanted ? 1 : 0)
      }
    }
  })

  it('wants marked rows alone, of any mark, if asked', () => {
    const all = compileKinds(everything)
    const marked = compileKinds({ ...everything, markedOnly: true })
    for (const mark of marks) {
      expect(all[frameKind('text', 'sent', mark)]).toBe(1)
      expect(marked[frameKind('text', 'sent', mark)]).toBe(1)
    }
    expect(marked[frameKind('text', 'sent')]).toBe(0)
  })

  it('hides no event by a direction: it crossed no wire', () => {
    for (const wanted of [['sent'], ['received'], []] as const) {
      const kinds = compileKinds({ ...everything, directions: [...wanted] })
      expect(kinds[frameKind('event', 'received')]).toBe(1)
      expect(kinds[frameKind('text', 'received')]).toBe(wanted[0] === 'received' ? 1 : 0)
    }
    const withoutEvents = compileKinds({ ...everything, types: ['text'] })
    expect(withoutEvents[frameKind('event', 'received')]).toBe(0)
  })
})
