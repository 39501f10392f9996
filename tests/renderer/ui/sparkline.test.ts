import { expect, it } from 'vitest'
import { sparklinePoints } from '../../../src/renderer/src/ui/sparkline'

it('spans the picture from the first value to the last, with zero at the foot', () => {
  expect(sparklinePoints([0, 10, 5])).toBe('2.0,30.0 120.0,2.0 238.0,16.0')
})

it('draws one value as a level line, and none as nothing', () => {
  expect(sparklinePoints([7])).toBe('2.0,2.0 238.0,2.0')
  expect(sparklinePoints([])).toBe('')
})

it('stays on the foot where every value is zero', () => {
  expect(sparklinePoints([0, 0])).toBe('2.0,30.0 238.0,30.0')
})
