/** Finds text in payloads without decoding them where ASCII is enough. */

/**
 * @param text what to look for; letters match in either case
 * @returns a test of a payload's bytes
 */
export function compilePayloadMatch(text: string): (payload: Buffer) => boolean {
  const needle = text.toLowerCase()
  const bytes = Buffer.from(text)
  if (bytes.byteLength !== text.length) {
    return (payload) => payload.byteLength >= 1 && payload.toString('utf8').toLowerCase().includes(needle)
  }
  // One byte a character: a byte beyond ASCII becomes a Latin-1 character that no ASCII needle contains.
  return (payload) => payload.byteLength >= needle.length && payload.toString('latin1').toLowerCase().includes(needle)
}
