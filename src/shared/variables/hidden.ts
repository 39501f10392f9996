/** What stands where a secret was. */
export const HIDDEN = '‹hidden›'

/**
 * Hides all of them in one pass: what stands in place of one is never taken for another, so that a server that names a letter of
 * it as its token cannot make a text grow without end, be it hidden once or twice. Where two overlap, both are hidden whole.
 * @param shownAs what stands in place of each
 */
export function hideAll(text: string, shownAs: ReadonlyMap<string, string>): string {
  const found: { from: number; to: number; shown: string }[] = []
  for (const [secret, shown] of [...shownAs, [HIDDEN, HIDDEN] as const]) {
    if (secret === '') continue
    for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length)) {
      found.push({ from: at, to: at + secret.length, shown })
    }
  }
  // The longest first where two begin together: what it is shown as says more.
  found.sort((one, other) => one.from - other.from || other.to - one.to)
  const parts: string[] = []
  let end = 0
  for (const { from, to, shown } of found) {
    if (from >= end) parts.push(text.slice(end, from), shown)
    if (to > end) end = to
  }
  return parts.join('') + text.slice(end)
}
