/** Close codes: their meaning, and which of them an endpoint may put on the wire (RFC 6455, section 7.4). */

/** A control frame carries at most 125 bytes (RFC 6455, section 5.5); two of a close frame's are its code. */
export const CONTROL_PAYLOAD_MAX_BYTES = 125
export const CLOSE_REASON_MAX_BYTES = CONTROL_PAYLOAD_MAX_BYTES - 2

const meanings: Readonly<Record<number, string>> = {
  1000: 'normal closure',
  1001: 'going away',
  1002: 'protocol error',
  1003: 'unsupported data',
  1005: 'no status received',
  1006: 'abnormal closure: the connection ended without a close frame',
  1007: 'invalid payload data',
  1008: 'policy violation',
  1009: 'message too big',
  1010: 'mandatory extension missing',
  1011: 'internal error',
  1012: 'service restart',
  1013: 'try again later',
  1014: 'bad gateway',
  1015: 'TLS handshake failed',
}

/** @returns the meaning in a few words; ranges of section 7.4.2 for codes without one of their own. */
export function closeCodeMeaning(closeCode: number): string {
  const known = meanings[closeCode]
  if (known !== undefined) return known
  if (closeCode >= 3000 && closeCode <= 3999) return 'registered by a library or framework'
  if (closeCode >= 4000 && closeCode <= 4999) return 'private to the application'
  return 'unknown'
}

/** 1004, 1005, 1006 and 1015 only ever describe an end; they are never sent. */
export function isSendableCloseCode(closeCode: number): boolean {
  if (!Number.isInteger(closeCode)) return false
  if (closeCode >= 1000 && closeCode <= 1014) return closeCode !== 1004 && closeCode !== 1005 && closeCode !== 1006
  return closeCode >= 3000 && closeCode <= 4999
}

/** Packs a close frame's body: two bytes of code in network order, then the reason in UTF-8. */
export function packCloseBody(closeCode: number, reason: Uint8Array): Uint8Array {
  if (closeCode === 1005) return new Uint8Array(0)
  const body = new Uint8Array(2 + reason.byteLength)
  body[0] = closeCode >> 8
  body[1] = closeCode & 0xff
  body.set(reason, 2)
  return body
}

/** @returns undefined for a body without a code (which reads as 1005). */
export function unpackCloseBody(body: Uint8Array): { closeCode: number; reason: string } | undefined {
  if (body.byteLength < 2) return undefined
  const closeCode = ((body[0] ?? 0) << 8) | (body[1] ?? 0)
  return { closeCode, reason: new TextDecoder().decode(body.subarray(2)) }
}
