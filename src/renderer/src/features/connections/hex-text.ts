/** Binary as it is typed in a setting: pairs of hexadecimal digits, with whatever space between them. */

/** @returns what is wrong, in a sentence; undefined for hex pairs, or a text that variables are still to be filled into */
export function hexProblem(text: string): string | undefined {
  if (text.includes('{{')) return undefined
  const digits = text.replace(/\s+/g, '')
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0]
  if (wrong !== undefined) return `“${wrong}” is no hexadecimal digit. Type pairs of 0–9 and a–f, such as 0a ff.`
  return digits.length % 2 === 0 ? undefined : 'The last pair lacks a digit. Type two for each byte.'
}
