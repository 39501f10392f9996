/** Lists as a form edits them: every change is a new list. */

export function replaceAt<T>(list: readonly T[], at: number, item: T): T[] {
  return list.map((each, index) => (index === at ? item : each))
}

export function removeAt<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at)
}

/** Where it was, as far as the list still reaches there. */
export function insertAt<T>(list: readonly T[], at: number, item: T): T[] {
  return [...list.slice(0, at), item, ...list.slice(at)]
}

export function duplicateAt<T>(list: readonly T[], at: number): T[] {
  return list.flatMap((each, index) => (index === at ? [each, structuredClone(each)] : [each]))
}

/** @returns the list as it is where there is nowhere to go */
export function moveBy<T>(list: readonly T[], at: number, by: number): T[] {
  const moved = [...list]
  const [item] = moved.splice(at, 1)
  const to = at + by
  if (item === undefined || to < 0 || to >= list.length) return [...list]
  moved.splice(to, 0, item)
  return moved
}
