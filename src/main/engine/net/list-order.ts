/** The order of a list that the user arranges: a map keeps the order in which its entries were put in. */

/**
 * @param beforeId the one it is put before; the end of the list without one, or if it is not there
 * @returns whether there is such an entry
 */
export function moveBefore<T>(byId: Map<number, T>, id: number, beforeId: number | undefined): boolean {
  const moved = byId.get(id)
  if (moved === undefined) return false
  if (id === beforeId) return true
  const others = [...byId].filter(([each]) => each !== id)
  const at = others.findIndex(([each]) => each === beforeId)
  others.splice(at === -1 ? others.length : at, 0, [id, moved])
  byId.clear()
  for (const [each, entry] of others) byId.set(each, entry)
  return true
}
