/** Numbers, sizes and times as the window writes them. Fixed widths where numbers tick. */

const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 })

export function formatCount(count: number): string {
  return integer.format(count)
}

/** 950 → `950`, 1204 → `1.2k`, 2100000 → `2.1M`. */
export function formatCompact(count: number): string {
  if (count < 999.5) return integer.format(count)
  if (count < 999_500) return `${short.format(count / 1000)}k`
  return `${short.format(count / 1e6)}M`
}

/** Decimal units, as feeds and networks are measured: 84 → `84 B`, 101200 → `101 kB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${integer.format(bytes)} B`
  if (bytes < 1e6) return `${short.format(bytes / 1e3)} kB`
  if (bytes < 1e9) return `${short.format(bytes / 1e6)} MB`
  return `${short.format(bytes / 1e9)} GB`
}

/** Local time of day with milliseconds: `12:03:01.224`. */
export function formatTime(timeMs: number): string {
  const date = new Date(timeMs)
  const two = (part: number) => String(part).padStart(2, '0')
  const ms = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`
}

/** Since the row before: `+12 ms`, `+0.4 ms`, `+3.2 s`, `+2:05 min`. */
export function formatDelta(deltaMs: number): string {
  if (Number.isNaN(deltaMs)) return ''
  return `+${formatDuration(deltaMs)}`
}

export function formatDuration(durationMs: number): string {
  if (durationMs < 0.095) return `${integer.format(durationMs * 1000)} µs`
  if (durationMs < 9.95) return `${durationMs.toFixed(1)} ms`
  if (durationMs < 999.5) return `${durationMs.toFixed(0)} ms`
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`
  const seconds = Math.round(durationMs / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`
  const hours = Math.floor(seconds / 3600)
  if (hours >= 48) return `${integer.format(hours / 24)} days`
  return `${hours}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} h`
}
