/** Reads a moment as people write one: a time of today, a date with or without a time, or how long ago. */

const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d)(\.\d{1,3})?)?$/
const DATE = /^\d{4}-\d\d-\d\d$/
const DATE_TIME = /^\d{4}-\d\d-\d\d[T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?$/i
const AGO = /^-(\d+(?:\.\d+)?)(ms|s|m|h|d)$/i

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * @param nowMs since 1970: what is today, and what -5m counts from
 * @returns milliseconds since 1970, where no zone is given in local time; undefined for what is no moment
 */
export function parseMoment(text: string, nowMs: number): number | undefined {
  const [, amount, unit = ''] = AGO.exec(text) ?? []
  if (amount !== undefined) return nowMs - Number(amount) * (UNIT_MS[unit.toLowerCase()] as number)
  const [clock, hours = '', minutes = '', seconds = '0', fraction = '0'] = CLOCK.exec(text) ?? []
  if (clock !== undefined) {
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
    const today = new Date(nowMs)
    return today.setHours(Number(hours), Number(minutes), Number(seconds), Math.round(Number(`0${fraction}`) * 1_000))
  }
  // Without a time JavaScript would take a date for one of UTC.
  const written = DATE.test(text) ? `${text}T00:00` : DATE_TIME.test(text) ? text.toUpperCase() : ''
  const timeMs = Date.parse(written)
  return Number.isNaN(timeMs) ? undefined : timeMs
}
