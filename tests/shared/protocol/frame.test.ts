import { describe, expect, it } from 'vitest'
import {
  directionOf,
  directions,
  frameKind,
  frameTypeOf,
  frameTypes,
  isReceived,
  isSent,
  markOf,
  marks,
} from '../../../src/shared/protocol/frame'

const every = frameTypes.flatMap((type) => directions.map((direction) => ({ type, direction })))

describe('the kind byte', () => {
  it.each(every)('holds $direction $type and gives both back', ({ type, direction }) => {
    const kind = frameKind(type, direction)
    expect(kind).toBeLessThan(256)
    expect(frameTypeOf(kind)).toBe(type)
    expect(directionOf(kind)).toBe(direction)
  })

  it('is another one for each', () => {
    expect(new Set(every.map(({ type, direction }) => frameKind(type, direction))).size).toBe(every.length)
  })

  it.each(every)('of $direction $type is counted on the one side it belongs to', ({ type, direction }) => {
    const kind = frameKind(type, direction)
    expect(isReceived(kind)).toBe(type !== 'event' && direction === 'received')
    expect(isSent(kind)).toBe(type !== 'event' && direction === 'sent')
  })

  it.each(marks)('carries the mark %s beside all else', (mark) => {
    for (const { type, direction } of every) {
      const kind = frameKind(type, direction, mark)
      expect([kind < 256, frameTypeOf(kind), directionOf(kind), markOf(kind)]).toEqual([true, type, direction, mark])
      expect(markOf(frameKind(type, direction))).toBeUndefined()
    }
  })

  it('counts no frame that was never sent, and none twice that came once', () => {
    expect(isSent(frameKind('text', 'sent', 'dropped'))).toBe(false)
    expect(isReceived(frameKind('text', 'received', 'dropped'))).toBe(true)
    expect(isReceived(frameKind('text', 'received', 'duplicated'))).toBe(false)
    expect(isSent(frameKind('text', 'sent', 'duplicated'))).toBe(true)
  })
})
