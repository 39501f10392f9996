/** What a key does in the tree, as in every tree of the platform (WAI-ARIA's tree view pattern). */
import type { TreeRow } from './tree-rows'

export type TreeAct = { kind: 'go'; at: number } | { kind: 'fold' } | { kind: 'use' }

/**
 * @param at of the row that has the focus
 * @returns undefined for a key that means nothing here
 */
export function treeAct(rows: readonly TreeRow[], at: number, key: string): TreeAct | undefined {
  const row = rows[at]
  const isUnfolded = row?.kind === 'value' ? row.isUnfolded : undefined
  switch (key) {
    case 'ArrowDown':
      return { kind: 'go', at: Math.min(at + 1, rows.length - 1) }
    case 'ArrowUp':
      return { kind: 'go', at: Math.max(at - 1, 0) }
    case 'Home':
      return { kind: 'go', at: 0 }
    case 'End':
      return { kind: 'go', at: rows.length - 1 }
    case 'ArrowRight':
      if (isUnfolded === undefined) return undefined
      return isUnfolded ? { kind: 'go', at: at + 1 } : { kind: 'fold' }
    case 'ArrowLeft':
      return isUnfolded === true ? { kind: 'fold' } : { kind: 'go', at: parentAt(rows, at) }
    case 'Enter':
    case ' ':
      return { kind: 'use' }
    default:
      return undefined
  }
}

/** Of a row at the top it is the row itself. */
function parentAt(rows: readonly TreeRow[], at: number): number {
  const level = rows[at]?.level ?? 1
  for (let above = at - 1; above >= 0; above--) if ((rows[above]?.level ?? 1) < level) return above
  return at
}
