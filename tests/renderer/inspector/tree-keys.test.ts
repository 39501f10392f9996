import { describe, expect, it } from 'vitest'
import { JsonDocument } from '../../../src/renderer/src/features/inspector/json-document'
import { treeAct } from '../../../src/renderer/src/features/inspector/tree-keys'
import { treeRows, untouched } from '../../../src/renderer/src/features/inspector/tree-rows'

const document = JsonDocument.read('{"a":1,"b":{"c":{"d":2}},"e":[]}')
// a, b, b.c, b.c.d, e
const unfolded = document === undefined ? [] : treeRows(document, untouched)
const folded = document === undefined ? [] : treeRows(document, { ...untouched, toggled: new Map([['$.b', false]]) })

describe('keys in the tree', () => {
  it('go from row to row, and no further than the ends', () => {
    expect(treeAct(unfolded, 1, 'ArrowDown')).toEqual({ kind: 'go', at: 2 })
    expect(treeAct(unfolded, 4, 'ArrowDown')).toEqual({ kind: 'go', at: 4 })
    expect(treeAct(unfolded, 0, 'ArrowUp')).toEqual({ kind: 'go', at: 0 })
    expect(treeAct(unfolded, 3, 'Home')).toEqual({ kind: 'go', at: 0 })
    expect(treeAct(unfolded, 0, 'End')).toEqual({ kind: 'go', at: 4 })
  })

  it('unfold to the right, then go in', () => {
    expect(treeAct(folded, 1, 'ArrowRight')).toEqual({ kind: 'fold' })
    expect(treeAct(unfolded, 1, 'ArrowRight')).toEqual({ kind: 'go', at: 2 })
    expect(treeAct(unfolded, 0, 'ArrowRight')).toBeUndefined()
    expect(treeAct(unfolded, 4, 'ArrowRight')).toBeUndefined()
  })

  it('fold to the left, then go out to the container', () => {
    expect(treeAct(unfolded, 2, 'ArrowLeft')).toEqual({ kind: 'fold' })
    expect(treeAct(unfolded, 3, 'ArrowLeft')).toEqual({ kind: 'go', at: 2 })
    expect(treeAct(folded, 1, 'ArrowLeft')).toEqual({ kind: 'go', at: 1 })
  })

  it('use a row with Enter or Space, and leave the rest alone', () => {
    expect(treeAct(unfolded, 0, 'Enter')).toEqual({ kind: 'use' })
    expect(treeAct(unfolded, 0, ' ')).toEqual({ kind: 'use' })
    expect(treeAct(unfolded, 0, 'x')).toBeUndefined()
  })
})
