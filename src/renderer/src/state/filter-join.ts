/** Adds a term to a filter's text. */

/** `and` binds tighter than `or`, so only what may have one needs parentheses. */
export function joinedByAnd(text: string, term: string): string {
  const before = text.trim()
  if (before === '' || before === term) return term
  if (/\bor\b/i.test(before)) return `(${before}) and ${term}`
  return before.endsWith(` and ${term}`) ? before : `${before} and ${term}`
}
