/**
 * The list of connections as it is drawn: folders first, then what is in none; what a closed folder holds is left out. Flat,
 * since it is walked by arrows and drawn by rows.
 */
import { allFolders, isWithin, nameOf, parentOf } from './folder-path'

/** A connection as the tree needs it. */
export interface Leaf {
  id: number
  label: string
  url: string
  folder: string
}

export type TreeRow =
  | { kind: 'folder'; folder: string; label: string; depth: number; isOpen: boolean; count: number }
  | { kind: 'connection'; id: number; depth: number }

export interface TreeInput {
  leaves: readonly Leaf[]
  /** `desk.folders` */
  folders: readonly string[]
  closed: ReadonlySet<string>
  /** What is searched for; nothing shows all. Whatever is found is shown, in closed folders too. */
  search: string
}

export function treeRows({ leaves, folders, closed, search }: TreeInput): TreeRow[] {
  const isSearching = search.trim() !== ''
  const found = leaves.filter((leaf) => isFound(search, [leaf.label, leaf.url, leaf.folder]))
  const all = allFolders(
    folders,
    leaves.map(({ folder }) => folder),
  )
  const holds = new Map(all.map((folder) => [folder, 0]))
  const inFolder = new Map<string, Leaf[]>()
  for (const leaf of found) {
    inFolder.set(leaf.folder, [...(inFolder.get(leaf.folder) ?? []), leaf])
    for (let each = leaf.folder; each !== ''; each = parentOf(each)) holds.set(each, (holds.get(each) ?? 0) + 1)
  }
  const rows: TreeRow[] = []
  const walk = (outer: string, depth: number) => {
    for (const folder of all) {
      if (parentOf(folder) !== outer) continue
      const count = holds.get(folder) ?? 0
      if (isSearching && count === 0 && !isFound(search, [folder])) continue
      const isOpen = isSearching || !closed.has(folder)
      rows.push({ kind: 'folder', folder, label: nameOf(folder), depth, isOpen, count })
      if (isOpen) walk(folder, depth + 1)
    }
    for (const { id } of inFolder.get(outer) ?? []) rows.push({ kind: 'connection', id, depth })
  }
  walk('', 0)
  return rows
}

/** Every word of it, in any of the texts. */
export function isFound(search: string, texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word))
}

/** Where a connection goes: into a folder, before another of the list (at its end without one). */
export interface LeafMove {
  folder: string
  beforeId: number | undefined
}

/**
 * One step up or down as the eye sees it: past its neighbour in the same folder, else into the folder above or below.
 * @returns nothing where there is nowhere to go
 */
export function stepOf(
  leaves: readonly Leaf[],
  folders: readonly string[],
  id: number,
  step: -1 | 1,
): LeafMove | undefined {
  const leaf = leaves.find((each) => each.id === id)
  if (leaf === undefined) return undefined
  const siblings = leaves.filter(({ folder }) => folder === leaf.folder)
  const at = siblings.indexOf(leaf)
  if (step === -1 && at > 0) return { folder: leaf.folder, beforeId: siblings[at - 1]?.id }
  if (step === 1 && at < siblings.length - 1)
    return { folder: leaf.folder, beforeId: afterSibling(leaves, siblings[at + 1]) }
  const shown = shelves(folders, leaves)
  const folder = shown[shown.indexOf(leaf.folder) + step]
  if (folder === undefined) return undefined
  const beforeId = step === 1 ? leaves.find((each) => each.folder === folder)?.id : undefined
  return { folder, beforeId }
}

/** Right behind one: before whatever follows it in the whole list. */
export function afterSibling(
  leaves: readonly { id: number }[],
  sibling: { id: number } | undefined,
): number | undefined {
  if (sibling === undefined) return undefined
  return leaves[leaves.findIndex(({ id }) => id === sibling.id) + 1]?.id
}

/** Folders in the order in which their connections stand on the screen: the inner ones first, what is in none last. */
function shelves(arranged: readonly string[], leaves: readonly Leaf[]): string[] {
  const all = allFolders(
    arranged,
    leaves.map(({ folder }) => folder),
  )
  const walk = (outer: string): string[] => [
    ...all.filter((folder) => folder !== '' && parentOf(folder) === outer).flatMap(walk),
    outer,
  ]
  return walk('')
}

/** What of the list a folder holds, inner folders included. */
export function leavesIn<L extends { folder: string }>(leaves: readonly L[], folder: string): L[] {
  return leaves.filter((leaf) => isWithin(leaf.folder, folder))
}
