import { describe, expect, it } from 'vitest'
import { connectionTerm, directionTerm, likeTerm, typeTerm } from '../../../src/renderer/src/features/log/row-terms'
import { joinedByAnd } from '../../../src/renderer/src/state/filter-join'
import { frameKind } from '../../../src/shared/protocol/frame'

const text = frameKind('text', 'received')

describe('a row, as a filter finds it', () => {
  it('has a type, and a direction unless it is an event', () => {
    expect(typeTerm(frameKind('binary', 'sent'))).toBe('type:binary')
    expect(directionTerm(text)).toEqual({ term: 'dir:in', direction: 'received' })
    expect(directionTerm(frameKind('event', 'sent'))).toBeUndefined()
  })

  it('has a connection, by its name unless another is called so too', () => {
    expect(connectionTerm(4, 'two words', ['other'])).toBe('conn:"two words"')
    expect(connectionTerm(4, 'ticker', ['Ticker 2'])).toBe('conn:4')
    expect(connectionTerm(4, undefined, [])).toBe('conn:4')
  })

  it('is like others by the field that tells messages of its kind', () => {
    expect(likeTerm(text, '{"price":1,"symbol":"ACME","type":"tick"}')).toBe('$.type == "tick"')
    expect(likeTerm(text, JSON.stringify({ type: 7, level: 'a "b"' }))).toBe(`$.level == ${JSON.stringify('a "b"')}`)
    for (const other of ['[1]', 'plain', '{"price":1}', undefined]) {
      expect(likeTerm(text, other)).toBe('type:text and dir:in')
    }
  })
})

describe('another term beside a filter', () => {
  it('holds for all of what stood there', () => {
    expect(joinedByAnd(' ', 'dir:in')).toBe('dir:in')
    expect(joinedByAnd('price', 'dir:in')).toBe('price and dir:in')
    expect(joinedByAnd('a or b', 'dir:in')).toBe('(a or b) and dir:in')
  })

  it('is not there twice, unless it stood in one of two alternatives', () => {
    expect(joinedByAnd('price and dir:in', 'dir:in')).toBe('price and dir:in')
    expect(joinedByAnd('a or b and dir:in', 'dir:in')).toBe('(a or b and dir:in) and dir:in')
  })
})
