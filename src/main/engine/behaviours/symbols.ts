/** The ticker's symbols as people type them: with commas, semicolons or spaces, in either case, some of them twice. */

/** Enough for a wall of charts; more would only thin each one out. */
export const SYMBOLS_MAX_COUNT = 50

export const DEFAULT_SYMBOLS = 'ACME, GLOBEX, INITECH, UMBRELLA'

/** @returns at least one symbol: the default ones where there are none in the text */
export function parseSymbols(text: string): string[] {
  const symbols = new Set(text.toUpperCase().match(/[^\s,;]+/g))
  return symbols.size === 0 ? parseSymbols(DEFAULT_SYMBOLS) : [...symbols].slice(0, SYMBOLS_MAX_COUNT)
}
