import { describe, expect, it } from 'vitest'
import { spreadLabels } from '../../../src/renderer/src/features/charts/gutter'

describe('labels beside the ends of lines', () => {
  it('stand where their lines end when there is room', () => {
    expect(spreadLabels([80, 20, 50], 100, 12)).toEqual([80, 20, 50])
  })

  it('make room for each other', () => {
    expect(spreadLabels([50, 50, 48], 100, 10)).toEqual([58, 68, 48])
  })

  it('stay within the plot', () => {
    expect(spreadLabels([99, 98], 100, 10)).toEqual([95, 85])
    expect(spreadLabels([-40, 0], 100, 10)).toEqual([5, 15])
  })

  it('fill the plot from top to bottom when there are just as many as fit', () => {
    expect(spreadLabels([0, 0, 0, 0], 40, 10)).toEqual([5, 15, 25, 35])
  })

  it('are left out when there are more', () => {
    expect(spreadLabels([0, 0, 0, 0, 0], 40, 10)).toBeUndefined()
  })
})
