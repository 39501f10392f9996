/** Where the pieces of a filter's text end. */

export function skipSpaces(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at] as string)) at++
  return at
}

/** Whether a term can end here: at a space, at a parenthesis that closes, or with the text. */
export function isEnd(text: string, at: number): boolean {
  const next = text[at]
  return next === undefined || next === ')' || /\s/.test(next)
}

/** @returns one past a word: up to a space, or to a parenthesis that was opened before it */
export function endOfWord(text: string, from: number): number {
  let depth = 0
  let at = from
  for (; at < text.length; at++) {
    const character = text[at] as string
    if (/\s/.test(character)) break
    if (character === '(') depth++
    if (character === ')' && --depth < 0) break
  }
  return at
}
