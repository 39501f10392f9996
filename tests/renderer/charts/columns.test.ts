import { describe, expect, it } from 'vitest'
import {
  beginningOf,
  extentOf,
  isSparse,
  rowWithValue,
  toPlotData,
} from '../../../src/renderer/src/features/charts/columns'
import type { Columns } from '../../../src/shared/ipc/contract'

const NONE = Number.NaN

function columnsOf(timesMs: number[], ...values: number[][]): Columns {
  return {
    timesMs: Float64Array.from(timesMs),
    lines: values.map((each, at) => ({
      seriesId: 1,
      key: `k${at}`,
      values: Float64Array.from(each),
      last: 0,
      sampledOneIn: 1,
    })),
  }
}

describe('columns made ready for uPlot', () => {
  it('have null where a line has no point', () => {
    expect(toPlotData(columnsOf([10, 20], [1, NONE], [NONE, 2]))).toEqual({
      timesMs: [10, 20],
      columns: [
        [1, null],
        [null, 2],
      ],
    })
  })

  it('leave out the times at which no line has one', () => {
    expect(toPlotData(columnsOf([10, 20, 30], [1, NONE, 3], [NONE, NONE, NONE]))).toEqual({
      timesMs: [10, 30],
      columns: [
        [1, 3],
        [null, null],
      ],
    })
  })

  it('keep zero, which is a value', () => {
    expect(toPlotData(columnsOf([10], [0])).columns).toEqual([[0]])
  })

  it('are empty without lines', () => {
    expect(toPlotData(columnsOf([10, 20]))).toEqual({ timesMs: [], columns: [] })
  })
})

describe('the value at the cursor', () => {
  it('is the one that holds there: the newest at or before it', () => {
    const column = [null, 5, null, null, 7, null]
    expect(rowWithValue(column, 1)).toBe(1)
    expect(rowWithValue(column, 3)).toBe(1)
    expect(rowWithValue(column, 5)).toBe(4)
    expect(rowWithValue([7, 0], 1)).toBe(1)
  })

  it('is none before a line begins', () => {
    expect(rowWithValue([null, 5], 0)).toBeNull()
    expect(rowWithValue([], 3)).toBeNull()
  })
})

describe('the extent of lines', () => {
  it('spans them all', () => {
    expect(
      extentOf([
        [3, null, 8],
        [null, -2],
      ]),
    ).toEqual({ lowest: -2, highest: 8 })
  })

  it('is none without a point', () => {
    expect(extentOf([[null, null], []])).toBeUndefined()
  })
})

describe('points few enough to be marked', () => {
  const column = [1, null, 2, null, 3, null, 4]

  it('are those with room around them', () => {
    expect(isSparse(column, 0, 6, 200)).toBe(true)
    expect(isSparse(column, 0, 6, 100)).toBe(false)
  })

  it('are counted in sight only', () => {
    expect(isSparse(column, 3, 6, 60)).toBe(true)
  })
})

describe('the beginning of the data', () => {
  it('is its first point', () => {
    expect(beginningOf(columnsOf([100, 200, 300, 400], [NONE, NONE, NONE, 1], [NONE, NONE, 5, NONE]))).toBe(300)
  })

  it('lies before a read whose first row is filled: as far back again', () => {
    expect(beginningOf(columnsOf([100, 200, 300], [1, NONE, NONE]))).toBe(-100)
  })

  it('is not known where there is no point', () => {
    expect(beginningOf(columnsOf([100, 200], [NONE, NONE]))).toBeUndefined()
    expect(beginningOf(columnsOf([100, 200]))).toBeUndefined()
  })
})
