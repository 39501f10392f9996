/** Finds the name that was meant where one was mistyped, so that a refusal can offer it. */

/** A third of the letters may be wrong; what is farther off is another word. */
const WRONG_SHARE = 1 / 3
/** Nobody mistypes more than a word, and the time grows with the square. */
const WORD_MAX_LENGTH = 64

/** @returns the candidate that takes the fewest changes of a letter; undefined when none is near */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > WORD_MAX_LENGTH) return undefined
  let found: string | undefined
  let fewest = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const changes = changesBetween(word.toLowerCase(), candidate.toLowerCase())
    if (changes >= fewest || changes > Math.max(word.length, candidate.length) * WRONG_SHARE) continue
    found = candidate
    fewest = changes
  }
  return found
}

/** Levenshtein's distance, one row of the table at a time. */
function changesBetween(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let at = 1; at <= to.length; at++) {
      const replaced = (above[at - 1] as number) + (from[row - 1] === to[at - 1] ? 0 : 1)
      current.push(Math.min(replaced, (above[at] as number) + 1, (current[at - 1] as number) + 1))
    }
    above = current
  }
  return above[to.length] as number
}
