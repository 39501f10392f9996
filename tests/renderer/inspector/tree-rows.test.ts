import { describe, expect, it } from 'vitest'
import { JsonDocument } from '../../../src/renderer/src/features/inspector/json-document'
import {
  PAGE_ROWS,
  showMore,
  type TreeRow,
  toggle,
  treeRows,
  type Unfolding,
  untouched,
} from '../../../src/renderer/src/features/inspector/tree-rows'

function rowsOf(value: unknown, unfolding: Unfolding = untouched): TreeRow[] {
  const document = JsonDocument.read(JSON.stringify(value))
  if (document === undefined) throw new Error('Not JSON.')
  return treeRows(document, unfolding)
}

function names(rows: readonly TreeRow[]): string[] {
  return rows.map((row) => (row.kind === 'value' ? row.name : `more of ${row.name}`))
}

function valueRow(rows: readonly TreeRow[], name: string) {
  const row = rows.find((each) => each.kind === 'value' && each.name === name)
  if (row?.kind !== 'value') throw new Error(`There is no row ${name}.`)
  return row
}

describe('the rows of a JSON tree', () => {
  it('are all unfolded for a small message', () => {
    const rows = rowsOf({ symbol: 'ACME', bid: [101.5, 3] })
    expect(names(rows)).toEqual(['$.symbol', '$.bid', '$.bid[0]', '$.bid[1]'])
    expect(rows.map(({ level }) => level)).toEqual([1, 1, 2, 2])
  })

  it('are one row for a number alone, and for an empty message', () => {
    expect(names(rowsOf(42))).toEqual(['$'])
    expect(names(rowsOf({}))).toEqual(['$'])
  })

  it('leave a large inner container folded, and say how much is in it', () => {
    const rows = rowsOf({ name: 'depth', bids: Array.from({ length: 80 }, (_, at) => at) })
    expect(names(rows)).toEqual(['$.name', '$.bids'])
    expect(valueRow(rows, '$.bids')).toMatchObject({ isUnfolded: false, childCount: 80 })
  })

  it('cannot unfold what is empty', () => {
    expect(valueRow(rowsOf({ empty: {} }), '$.empty').isUnfolded).toBeUndefined()
  })

  it('come a page at a time', () => {
    const value = Array.from({ length: 250 }, (_, at) => at)
    const rows = rowsOf(value)
    const more = rows.at(-1)
    expect(rows).toHaveLength(PAGE_ROWS + 1)
    if (more?.kind !== 'more') throw new Error('There is no row for more.')
    expect(more.hiddenCount).toBe(150)
    const after = rowsOf(value, showMore(untouched, more))
    expect(after).toHaveLength(2 * PAGE_ROWS + 1)
    expect(valueRow(after, '$[199]')).toMatchObject({ position: 200, siblingCount: 250 })
  })

  it('stay folded in the next message of the same shape', () => {
    const first = rowsOf({ data: { price: 1 } })
    const unfolding = toggle(untouched, valueRow(first, '$.data'))
    expect(names(rowsOf({ data: { price: 2 } }, unfolding))).toEqual(['$.data'])
  })

  it('unfold again when toggled again', () => {
    const folded = toggle(untouched, valueRow(rowsOf({ data: [1] }), '$.data'))
    const unfolded = toggle(folded, valueRow(rowsOf({ data: [1] }, folded), '$.data'))
    expect(names(rowsOf({ data: [1] }, unfolded))).toEqual(['$.data', '$.data[0]'])
  })

  it('go no deeper by themselves than eyes want, however deep a message is nested', () => {
    let nested: unknown = 1
    for (let depth = 0; depth < 3_000; depth++) nested = [nested]
    expect(rowsOf(nested).length).toBeLessThan(10)
  })
})
