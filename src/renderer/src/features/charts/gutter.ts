/** Places the newest values beside the ends of their lines, without one upon the other. */

/**
 * @param wanted where each would stand, by its middle, in px from the top
 * @param height px there are
 * @returns where each stands, at least `gap` apart and as near to its wish as that allows; undefined when all do not fit
 */
export function spreadLabels(wanted: readonly number[], height: number, gap: number): number[] | undefined {
  if (wanted.length * gap > height) return undefined
  const order = wanted.map((_, at) => at).sort((a, b) => (wanted[a] as number) - (wanted[b] as number))
  const placed: number[] = []
  // Down, each below the one above; then up again from the bottom, for those pushed out.
  let free = gap / 2
  for (const at of order) {
    placed[at] = Math.max(free, wanted[at] as number)
    free = (placed[at] as number) + gap
  }
  free = height - gap / 2
  for (const at of order.reverse()) {
    placed[at] = Math.min(free, placed[at] as number)
    free = (placed[at] as number) - gap
  }
  return placed
}
