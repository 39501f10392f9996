/** The beginning of a text that may be of any length, for a sentence or a log row that must not be. */
export function excerpt(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`
}
