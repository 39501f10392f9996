/** Which rows a JSON tree shows, from what is unfolded: pure, so that the tree only draws. */
import type { FieldPath } from '../../../../shared/protocol/feed'
import { formatFieldPath } from '../../ui/field-path'
import type { JsonDocument, JsonNode } from './json-document'

/** Children shown at first, and with each “more”: a screenful or two. */
export const PAGE_ROWS = 100
/** Unfolded by itself is what still fits so many rows … */
const FIRST_ROWS = 60
/** … and is no deeper: counting what stands in a level costs a pass over its text. */
const FIRST_DEPTH = 6

/** What the user did, by path: so it holds for the next message of the same shape too. */
export interface Unfolding {
  /** Folded (false) or unfolded (true) against what would be by itself. */
  toggled: ReadonlyMap<string, boolean>
  /** Children shown, where there were more than a page. */
  shown: ReadonlyMap<string, number>
}

export const untouched: Unfolding = { toggled: new Map(), shown: new Map() }

export interface ValueRow {
  kind: 'value'
  node: JsonNode
  path: FieldPath
  /** The path as text: what the row is called and remembered by. */
  name: string
  /** From 1, as `aria-level` counts. */
  level: number
  /** From 1, among `siblingCount`. */
  position: number
  siblingCount: number
  childCount: number
  /** Undefined where there is nothing to unfold. */
  isUnfolded: boolean | undefined
}

/** Stands after a page of children for those that are not shown yet. */
export interface MoreRow {
  kind: 'more'
  /** Of the container. */
  name: string
  level: number
  shownCount: number
  hiddenCount: number
}

export type TreeRow = ValueRow | MoreRow

/** A container at the root has no row of its own: what is in it says enough. */
export function treeRows(document: JsonDocument, unfolding: Unfolding): TreeRow[] {
  const byItself = unfoldedByItself(document)
  const rows: TreeRow[] = []
  const addValue = (node: JsonNode, path: FieldPath, level: number, position: number, siblingCount: number) => {
    const name = formatFieldPath(path)
    const childCount = document.children(node).length
    const isUnfolded = childCount === 0 ? undefined : (unfolding.toggled.get(name) ?? byItself.has(node))
    rows.push({ kind: 'value', node, path, name, level, position, siblingCount, childCount, isUnfolded })
    if (isUnfolded === true) addChildren(node, path, name, level + 1)
  }
  const addChildren = (node: JsonNode, path: FieldPath, name: string, level: number) => {
    const children = document.children(node)
    const shownCount = Math.min(children.length, unfolding.shown.get(name) ?? PAGE_ROWS)
    for (const [at, child] of children.slice(0, shownCount).entries()) {
      addValue(child, [...path, child.step ?? at], level, at + 1, children.length)
    }
    const hiddenCount = children.length - shownCount
    if (hiddenCount > 0) rows.push({ kind: 'more', name, level, shownCount, hiddenCount })
  }
  const { root } = document
  if (document.children(root).length > 0) addChildren(root, [], formatFieldPath([]), 1)
  else addValue(root, [], 1, 1, 1)
  return rows
}

export function toggle(unfolding: Unfolding, { name, isUnfolded }: ValueRow): Unfolding {
  return { ...unfolding, toggled: new Map(unfolding.toggled).set(name, isUnfolded !== true) }
}

export function showMore(unfolding: Unfolding, { name, shownCount }: MoreRow): Unfolding {
  return { ...unfolding, shown: new Map(unfolding.shown).set(name, shownCount + PAGE_ROWS) }
}

/** Unfolds what stands around a value, and shows so many children that it is among them. */
export function unfoldedTo(document: JsonDocument, unfolding: Unfolding, path: FieldPath): Unfolding {
  const toggled = new Map(unfolding.toggled)
  const shown = new Map(unfolding.shown)
  let node = document.root
  for (let depth = 0; depth < path.length; depth++) {
    const name = formatFieldPath(path.slice(0, depth))
    if (depth > 0) toggled.set(name, true)
    const children = document.children(node)
    // Of two with the same key the last counts.
    const at = children.findLastIndex((child, index) => (child.step ?? index) === path[depth])
    const child = children[at]
    if (child === undefined) break
    if (at >= (shown.get(name) ?? PAGE_ROWS)) shown.set(name, Math.ceil((at + 1) / PAGE_ROWS) * PAGE_ROWS)
    node = child
  }
  return { toggled, shown }
}

/** What comes into view by itself: level by level, as long as it fits; the root always. */
function unfoldedByItself(document: JsonDocument): ReadonlySet<JsonNode> {
  const unfolded = new Set<JsonNode>()
  let rowCount = 0
  let level: readonly JsonNode[] = [document.root]
  for (let depth = 0; depth < FIRST_DEPTH && level.length > 0; depth++) {
    const next: JsonNode[] = []
    for (const node of level) {
      const children = document.children(node)
      if (depth > 0 && rowCount + children.length > FIRST_ROWS) continue
      unfolded.add(node)
      rowCount += Math.min(children.length, PAGE_ROWS)
      next.push(...children.slice(0, PAGE_ROWS))
    }
    level = next
  }
  return unfolded
}
