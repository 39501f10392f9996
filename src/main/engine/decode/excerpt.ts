/** Content as a row can show it: its first bytes, in one line. */
import type { Content } from './message'

/** As long as previews of a log's rows are (`log-window.ts`). */
export const EXCERPT_MAX_BYTES = 200

/** There is more than is shown. */
const MORE = '…'

/** More characters than that many bytes need, few enough to be quick with. */
const LOOKED_AT = 400

export function excerpt(content: Content | undefined): string {
  if (content === undefined) return ''
  const text = contentText(content, false)
  // The half of a character that takes two units of UTF-16 is none.
  const beginning = text.slice(0, LOOKED_AT).replace(/[\ud800-\udbff]$/, '')
  const line = beginning.replace(/\s+/g, ' ').trim()
  if (text.length <= LOOKED_AT && Buffer.byteLength(line) <= EXCERPT_MAX_BYTES) return line
  return `${cut(line, EXCERPT_MAX_BYTES - Buffer.byteLength(MORE))}${MORE}`
}

/** @param isIndented to be read as a document; JSON that came as text stays as it came */
export function contentText(content: Content, isIndented: boolean): string {
  if (content.kind === 'text') return content.text
  return content.text ?? JSON.stringify(content.value, undefined, isIndented ? 2 : undefined) ?? 'null'
}

/** The longest beginning of at most so many bytes that ends with a whole character. */
export function cut(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  let end = maxBytes
  while (end > 0 && ((bytes[end] as number) & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}
