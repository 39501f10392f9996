/** Where the time axis has its ticks: at round moments of local time, and how they are written. */
import { formatTime } from '../../ui/format'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Steps between ticks, as clocks are divided. */
export const timeSteps: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7].map((days) => days * DAY_MS),
]

export function timeTicks(fromMs: number, toMs: number, stepMs: number): number[] {
  // Noon is noon where the user is.
  const localMs = new Date(fromMs).getTimezoneOffset() * MINUTE_MS
  const ticks: number[] = []
  const first = Math.ceil((fromMs - localMs) / stepMs)
  for (let at = first; at * stepMs + localMs <= toMs; at++) ticks.push(at * stepMs + localMs)
  return ticks
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' })

/** As fine as the ticks are apart. */
export function formatTimeTick(timeMs: number, stepMs: number): string {
  if (stepMs < SECOND_MS) return formatTime(timeMs)
  if (stepMs < MINUTE_MS) return formatTime(timeMs).slice(0, 8)
  if (stepMs < DAY_MS) return formatTime(timeMs).slice(0, 5)
  return day.format(timeMs)
}
