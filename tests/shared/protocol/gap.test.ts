import { expect, test } from 'vitest'
import { gapEdgeOf, LOST, openAgain } from '../../../src/shared/protocol/gap'

test('what the engine says of a gap is read again as the gap it is', () => {
  expect(gapEdgeOf(LOST)).toEqual({ kind: 'begins' })
  expect(gapEdgeOf(openAgain('1 min 20 s'))).toEqual({ kind: 'ends', spoken: '1 min 20 s' })
})

test('other events are none, whatever they quote', () => {
  expect(gapEdgeOf('Connecting to ws://localhost')).toBeUndefined()
  expect(gapEdgeOf(`Refused: ${LOST}`)).toBeUndefined()
  expect(gapEdgeOf(`Fault: ${openAgain('2 s')}`)).toBeUndefined()
})
