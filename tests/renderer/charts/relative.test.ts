import { describe, expect, it } from 'vitest'
import { Baselines, prefersChange } from '../../../src/renderer/src/features/charts/relative'
import { ValueLines } from '../../../src/renderer/src/features/charts/value-lines'

/** Twenty points that go up and down by `height` above `from`. */
function wave(from: number, height: number): number[] {
  return Array.from({ length: 20 }, (_, at) => from + (at % 2) * height)
}

const lines = new ValueLines([]).describe(
  ['ACME', 'GLOBEX'].map((key) => ({ seriesId: 1, key, values: new Float64Array(), last: 0, sampledOneIn: 1 })),
)

describe('a chart', () => {
  it('prefers change where its lines are far from each other and would look level', () => {
    expect(prefersChange([wave(24, 0.2), wave(156, 1)])).toBe(true)
  })

  it('prefers values where its lines share the height', () => {
    expect(prefersChange([wave(100, 5), wave(102, 6)])).toBe(false)
  })

  it('prefers values where percent mean nothing: at zero and below', () => {
    expect(prefersChange([wave(-1, 0.1), wave(500, 1)])).toBe(false)
  })

  it('cannot tell from one line, or from few points', () => {
    expect(prefersChange([wave(24, 0.2)])).toBeUndefined()
    expect(prefersChange([wave(24, 0.2), [156, null, 157]])).toBeUndefined()
  })
})

describe('change in percent', () => {
  it('is since the first value of each line', () => {
    const related = new Baselines().relate(lines, [
      [null, 100, 101],
      [50, null, 45],
    ])
    expect(related[0]).toEqual([null, 0, expect.closeTo(1, 9)])
    expect(related[1]).toEqual([0, null, expect.closeTo(-10, 9)])
  })

  it('goes on being since then when that value has gone out of sight', () => {
    const baselines = new Baselines()
    baselines.relate(lines, [[100], [50]])
    expect(baselines.relate(lines, [[110], [50]])[0]).toEqual([expect.closeTo(10, 9)])
  })

  it('begins anew when asked to', () => {
    const baselines = new Baselines()
    baselines.relate(lines, [[100], [50]])
    baselines.forget()
    expect(baselines.relate(lines, [[110], [50]])[0]).toEqual([0])
  })

  it('is nothing for a line that begins at zero', () => {
    expect(new Baselines().relate(lines, [[0, 5], [50]])[0]).toEqual([null, null])
  })
})
