/** Cuts a long text into parts that are laid out at once; by places of UTF-16, a pair of which is never cut in two. */

/** Laying out more takes longer than a key press should. */
export const TEXT_PART_LENGTH = 200_000

export function textPartCount(text: string): number {
  return Math.max(1, Math.ceil(text.length / TEXT_PART_LENGTH))
}

/** @param part from 0 */
export function textPart(text: string, part: number): string {
  return text.slice(edge(text, part), edge(text, part + 1))
}

/** @returns the part that a place in the text is in */
export function textPartAt(text: string, at: number): number {
  const part = Math.min(Math.floor(at / TEXT_PART_LENGTH), textPartCount(text) - 1)
  // One place further back an edge may lie, never more.
  return at >= edge(text, part + 1) ? part + 1 : part
}

/** Where a part begins. */
function edge(text: string, part: number): number {
  const at = Math.min(part * TEXT_PART_LENGTH, text.length)
  const isWithinPair = isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at))
  return isWithinPair ? at - 1 : at
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000
}
