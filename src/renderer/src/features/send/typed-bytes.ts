/** Bytes as people type and paste them: hex in any dress, base64 of either alphabet. */

export type TypedBytes = { ok: true; bytes: Uint8Array<ArrayBuffer> } | { ok: false; problem: string }

/** What may stand between pairs: spaces, commas, colons, dashes, and `0x` or `\x` before them. */
const HEX_SEPARATORS = /0x|\\x|[\s,:;-]+/gi

export function parseHex(text: string): TypedBytes {
  const digits = text.replace(HEX_SEPARATORS, '')
  const stranger = /[^0-9a-f]/i.exec(digits)?.[0]
  if (stranger !== undefined) {
    return { ok: false, problem: `“${stranger}” is no hex digit. Write pairs of 0–9 and a–f, such as 48 65 6c.` }
  }
  if (digits.length % 2 === 1) {
    return { ok: false, problem: 'A byte is two hex digits, and one digit is left over.' }
  }
  const bytes = new Uint8Array(digits.length / 2)
  for (let at = 0; at < bytes.byteLength; at++) bytes[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2), 16)
  return { ok: true, bytes }
}

export function parseBase64(text: string): TypedBytes {
  const digits = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '')
  const stranger = /[^A-Za-z0-9+/]/.exec(digits)?.[0]
  if (stranger !== undefined) return { ok: false, problem: `“${stranger}” is no base64 digit.` }
  if (digits.length % 4 === 1) {
    return { ok: false, problem: 'The base64 is cut off: one digit is left over at its end.' }
  }
  const decoded = atob(digits)
  const bytes = new Uint8Array(decoded.length)
  for (let at = 0; at < bytes.byteLength; at++) bytes[at] = decoded.charCodeAt(at)
  return { ok: true, bytes }
}

export function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
}

export function formatBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
