import { expect, test } from 'vitest'
import { allFolders, cleanFolder, moveFolder, renamed } from '../../../src/renderer/src/features/sidebar/folder-path'
import { type Leaf, stepOf, treeRows } from '../../../src/renderer/src/features/sidebar/tree'

const leaf = (id: number, folder: string, label = `c${id}`): Leaf => ({ id, label, url: `ws://host-${id}/`, folder })
const none: ReadonlySet<string> = new Set()

/** As the eye sees it: folders with a slash, connections by their id. */
function drawn(leaves: Leaf[], folders: string[], closed = none, search = ''): string[] {
  return treeRows({ leaves, folders, closed, search }).map((row) => {
    const name = row.kind === 'folder' ? `${row.label}/${row.isOpen ? '' : row.count}` : String(row.id)
    return '  '.repeat(row.depth) + name
  })
}

const leaves = [leaf(1, ''), leaf(2, 'market/eu'), leaf(3, 'market'), leaf(4, 'chat'), leaf(5, 'market/eu')]

test('folders come first, in the user’s order, then those only connections name; inner ones before connections', () => {
  expect(drawn(leaves, ['empty', 'chat'])).toEqual([
    'empty/',
    'chat/',
    '  4',
    'market/',
    '  eu/',
    '    2',
    '    5',
    '  3',
    '1',
  ])
})

test('a closed folder says how many connections it holds, those of inner folders too', () => {
  expect(drawn(leaves, [], new Set(['market']))).toEqual(['market/3', 'chat/', '  4', '1'])
})

test('a search finds names, addresses and folders, and opens what it finds', () => {
  const closed = new Set(['market', 'market/eu'])
  expect(drawn(leaves, ['empty'], closed, 'EU host-2')).toEqual(['market/', '  eu/', '    2'])
  expect(drawn(leaves, ['empty'], closed, 'market')).toEqual(['market/', '  eu/', '    2', '    5', '  3'])
  expect(drawn(leaves, ['empty'], closed, 'empty')).toEqual(['empty/'])
  expect(drawn(leaves, ['empty'], closed, 'nowhere')).toEqual([])
})

/** Steps, then draws what came of it, as the engine orders its list. */
function stepped(id: number, step: -1 | 1): string[] | undefined {
  const move = stepOf(leaves, [], id, step)
  if (move === undefined) return undefined
  const moved = { ...leaf(id, move.folder) }
  const others = leaves.filter((each) => each.id !== id)
  const at = others.findIndex((each) => each.id === move.beforeId)
  others.splice(at === -1 ? others.length : at, 0, moved)
  return drawn(others, ['market', 'chat'])
}

test('a step goes past the neighbour in the folder, though others stand between them in the list', () => {
  expect(drawn(leaves, ['market', 'chat'])).toEqual(['market/', '  eu/', '    2', '    5', '  3', 'chat/', '  4', '1'])
  expect(stepped(5, -1)?.slice(2, 4)).toEqual(['    5', '    2'])
  expect(stepped(2, 1)?.slice(2, 4)).toEqual(['    5', '    2'])
})

test('a step at the edge of a folder goes into the next above or below', () => {
  expect(stepped(5, 1)).toEqual(['market/', '  eu/', '    2', '  5', '  3', 'chat/', '  4', '1'])
  expect(stepped(3, -1)).toEqual(['market/', '  eu/', '    2', '    5', '    3', 'chat/', '  4', '1'])
  expect(stepped(1, -1)).toEqual(['market/', '  eu/', '    2', '    5', '  3', 'chat/', '  4', '  1'])
  expect(stepped(4, 1)).toEqual(['market/', '  eu/', '    2', '    5', '  3', 'chat/', '4', '1'])
})

test('there is nowhere above the first and below the last', () => {
  expect(stepped(2, -1)).toBeUndefined()
  expect(stepped(1, 1)).toBeUndefined()
})

test('folders know those they are in, and go on being in them under another name', () => {
  expect(allFolders(['b/c'], ['a', 'b'])).toEqual(['b', 'b/c', 'a'])
  expect(cleanFolder(' a // b/ ')).toBe('a/b')
  expect(renamed('a/b/c', 'a/b', 'a/x')).toBe('a/x/c')
  expect(renamed('a/bb', 'a/b', 'a/x')).toBe('a/bb')
  expect(renamed('a/b', 'a', '')).toBe('b')
})

test('a folder changes places with its neighbour beside it, not with what is within', () => {
  expect(moveFolder(['a', 'a/x', 'b', 'c'], 'b', -1)).toEqual(['b', 'a/x', 'a', 'c'])
  expect(moveFolder(['a', 'b'], 'a', -1)).toEqual(['a', 'b'])
})

test('five hundred connections in fifty folders are laid out in no time to speak of', () => {
  const many = Array.from({ length: 500 }, (_, index) => leaf(index + 1, `folder ${index % 50}`))
  expect(drawn(many, [])).toHaveLength(550)
})
