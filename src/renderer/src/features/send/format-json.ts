/**
 * Lays JSON out over lines, one value a line. Only the space between tokens changes: numbers keep their digits and texts
 * their escapes, which a detour through JSON.parse would not.
 */

const INDENT = '  '
/** One token: a text, a bracket, a comma or colon, or a run of anything else but space. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/** @param text valid JSON */
export function formatJson(text: string): string {
  let depth = 0
  let out = ''
  let before = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const isOpening = before === '{' || before === '['
    const isClosing = token === '}' || token === ']'
    if (isClosing) depth--
    // Empty brackets stay together; otherwise each value begins a line, and so does the bracket that ends them.
    if ((isClosing && !isOpening) || (!isClosing && (isOpening || before === ','))) out += newline(depth)
    else if (before === ':') out += ' '
    out += token
    if (token === '{' || token === '[') depth++
    before = token
  }
  return out
}

function newline(depth: number): string {
  return `\n${INDENT.repeat(depth)}`
}
