import { describe, expect, it } from 'vitest'
import { samplingText, settleSampling } from '../../../src/renderer/src/features/charts/sampling'

describe('the note of a sampled series', () => {
  it('is there only where frames were left out', () => {
    expect(samplingText(settleSampling(undefined, 1, 0))).toBe('')
    expect(samplingText(settleSampling(undefined, 4, 0))).toBe('1 in 4')
  })

  it('gets worse at once', () => {
    const note = settleSampling(undefined, 4, 0)
    expect(settleSampling(note, 9, 10).oneIn).toBe(9)
  })

  it('stays for three seconds when it got better, so that it can be read', () => {
    const note = settleSampling(undefined, 9, 0)
    expect(settleSampling(note, 1, 2_999).oneIn).toBe(9)
    expect(settleSampling(note, 1, 3_001).oneIn).toBe(1)
  })

  it('counts the three seconds from when it was last as bad', () => {
    const again = settleSampling(settleSampling(undefined, 9, 0), 9, 2_000)
    expect(settleSampling(again, 2, 4_000).oneIn).toBe(9)
  })
})
