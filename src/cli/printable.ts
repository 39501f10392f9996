/** Text that a terminal shows and does not obey: what came over a socket must not move a cursor or turn a line around. */

/** Control characters, those of Latin-1 among them, line separators, and marks that change the direction of text. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\p{Bidi_Control}]/gu

/** Escapes them as JSON and JavaScript do; a line of JSON stays the same JSON. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
