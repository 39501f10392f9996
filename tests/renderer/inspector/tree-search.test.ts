import { describe, expect, it } from 'vitest'
import { JsonDocument } from '../../../src/renderer/src/features/inspector/json-document'
import { treeRows, unfoldedTo, untouched } from '../../../src/renderer/src/features/inspector/tree-rows'
import { FOUND_MAX, SEARCHED_DEPTH_MAX, searchTree } from '../../../src/renderer/src/features/inspector/tree-search'

function read(value: unknown): JsonDocument {
  const document = JsonDocument.read(JSON.stringify(value))
  if (document === undefined) throw new Error('It is JSON.')
  return document
}

describe('a search in a tree', () => {
  it('finds keys and values, letters in either case, in the order in which they stand', () => {
    const document = read({ Name: 'Ann', items: [{ label: 'ANNUAL' }, 12.5, null], other: 'x' })
    expect(searchTree(document, 'an')).toEqual({ paths: [['Name'], ['items', 0, 'label']], isAll: true })
    expect(searchTree(document, 'name').paths).toEqual([['Name']])
    expect(searchTree(document, '12.').paths).toEqual([['items', 1]])
    expect(searchTree(document, 'null').paths).toEqual([['items', 2]])
    expect(searchTree(document, 'nothing')).toEqual({ paths: [], isAll: true })
  })

  it('looks into what strings say, not into how they are written', () => {
    expect(searchTree(read({ a: 'say "hi"\n' }), '"hi"').paths).toEqual([['a']])
    expect(searchTree(read({ a: 'line\nend' }), '\\n').paths).toEqual([])
  })

  it('ends where nobody would walk any further, and says so', () => {
    const document = read(Array.from({ length: FOUND_MAX + 5 }, () => 'same'))
    const found = searchTree(document, 'same')
    expect([found.paths.length, found.isAll]).toEqual([FOUND_MAX, false])
  })

  it('goes as deep as anybody nests on purpose, and says where it stopped', () => {
    const nested = (depth: number) =>
      JsonDocument.read(`${'['.repeat(depth)}"deep"${']'.repeat(depth)}`) as JsonDocument
    expect(searchTree(nested(SEARCHED_DEPTH_MAX), 'deep')).toMatchObject({ paths: [expect.any(Array)], isAll: false })
    expect(searchTree(nested(SEARCHED_DEPTH_MAX - 1), 'deep')).toMatchObject({
      paths: [expect.any(Array)],
      isAll: true,
    })
    expect(searchTree(nested(5_000), 'deep')).toEqual({ paths: [], isAll: false })
  })
})

it('a value that was found is among the rows, however far down and in it stands', () => {
  const value = { list: Array.from({ length: 350 }, (_, n) => ({ deep: { n, mark: n === 349 ? 'here' : '' } })) }
  const document = read(value)
  const [path] = searchTree(document, 'here').paths
  expect(path).toEqual(['list', 349, 'deep', 'mark'])
  const shows = (rows: ReturnType<typeof treeRows>) => rows.some(({ name }) => name === '$.list[349].deep.mark')
  expect(shows(treeRows(document, untouched))).toBe(false)
  expect(shows(treeRows(document, unfoldedTo(document, untouched, path ?? [])))).toBe(true)
})
