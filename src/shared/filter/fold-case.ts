/** One text for all the ways to write it in capitals and small letters. */

export function foldCase(text: string): string {
  // A sigma's small form depends on where its word ends, which a part of a text does not know.
  return text.toLowerCase().replaceAll('ς', 'σ')
}
