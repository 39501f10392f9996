/** Cuts a part of a long text where characters begin and end, so that none of them is shown in two halves. */

/** A character of UTF-8 has at most three bytes after its first (RFC 3629, section 3). */
const REST_MAX_BYTES = 3

/** @param isFirst the message begins here; @param isLast it ends here: then nothing is cut there */
export function wholeCharacters(bytes: Uint8Array, isFirst: boolean, isLast: boolean): Uint8Array {
  let from = 0
  while (!isFirst && from < REST_MAX_BYTES && isRest(bytes[from])) from++
  let to = bytes.byteLength
  if (!isLast) {
    let back = 1
    while (back <= REST_MAX_BYTES && isRest(bytes[to - back])) back++
    const lead = bytes[to - back] ?? 0
    if (lead >= 0xc0 && back < lengthOf(lead)) to -= back
  }
  return bytes.subarray(from, Math.max(from, to))
}

function isRest(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}
