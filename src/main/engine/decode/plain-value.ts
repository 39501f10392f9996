/**
 * What values of binary formats become, so that they can be shown, compared and charted like JSON: whole numbers that a
 * JavaScript number does not hold exactly become text, and so do dates, bytes and numbers that are none. Objects have no
 * prototype, so a key of `__proto__` is a key like others.
 */

/** Bytes up to here are shown as hex, which can be compared by eye; more as base64, which takes less room. */
const HEX_MAX_BYTES = 64

export type PlainObject = Record<string, unknown>

export function emptyObject(): PlainObject {
  return Object.create(null) as PlainObject
}

export function plainInteger(value: bigint): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}

export function plainFloat(value: number): number | string {
  return Number.isFinite(value) ? value : String(value)
}

/** `0x0a0b…`, or `base64:…` where they are many. */
export function plainBytes(bytes: Buffer): string {
  return bytes.length <= HEX_MAX_BYTES ? `0x${bytes.toString('hex')}` : `base64:${bytes.toString('base64')}`
}

/** What a map's key is called. */
export function plainKey(key: unknown): string {
  if (Buffer.isBuffer(key)) return plainBytes(key)
  return typeof key === 'string' ? key : (JSON.stringify(key) ?? 'undefined')
}

/** ISO 8601, with as many digits of a second as are not zero. */
export function plainTime(seconds: bigint, nanoseconds: number): string {
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return `${seconds}.${String(nanoseconds).padStart(9, '0')} s`
  const whole = date.toISOString().replace(/\.\d+Z$/, '')
  const digits = String(nanoseconds).padStart(9, '0').replace(/0+$/, '')
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`
}
