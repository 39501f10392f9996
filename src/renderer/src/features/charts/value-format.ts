/** How values are written: on an axis as short as the ticks allow, in a legend with as many decimals as they have. */

import { roundStep } from './value-range'

/** Digits behind the point nobody compares by eye. */
const DECIMALS_MAX = 8
/** Of an axis' height a legend tells this fine a part. */
const RESOLUTION = 1 / 2000

/** Ticks are written in the largest of these that keeps them short; 1,500 is as short as 1.5k. */
const units = [
  { from: 1e12, factor: 1e12, suffix: 'T' },
  { from: 1e9, factor: 1e9, suffix: 'G' },
  { from: 1e6, factor: 1e6, suffix: 'M' },
  { from: 1e4, factor: 1e3, suffix: 'k' },
] as const

const formats = new Map<number, Intl.NumberFormat>()

/** Decimals of the shortest way to write a number: 101.25 has 2, 1e-7 has 7. */
export function decimalsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(Math.abs(value)).split('e')
  const [, fraction = ''] = digits.split('.')
  return Math.max(0, fraction.length - Number(exponent))
}

/** Those worth writing where values lie within a height: a sum like 0.1 + 0.2 has seventeen, and means one. */
export function decimalsWorth(value: number, height: number): number {
  const fine = height > 0 ? Math.ceil(-Math.log10(height * RESOLUTION)) : DECIMALS_MAX
  return Math.max(0, Math.min(decimalsOf(value), fine, DECIMALS_MAX))
}

/** With thousands grouped and a fixed number of decimals, so that digits keep their places. */
export function formatValue(value: number, decimals: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 10 ** -DECIMALS_MAX)) return signed(value.toExponential(3))
  return signed(formatOf(decimals).format(value))
}

/** @param step between two ticks */
export function formatTicks(ticks: readonly number[], step: number): string[] {
  const largest = Math.max(...ticks.map(Math.abs), 0)
  if (largest > 0 && largest < 1e-4) return ticks.map((tick) => (tick === 0 ? '0' : signed(tick.toExponential(1))))
  // Values near each other and far from zero need all their digits.
  const unit = units.find(({ from, factor }) => largest >= from && step >= factor / 100)
  const { factor, suffix } = unit ?? { factor: 1, suffix: '' }
  const format = formatOf(Math.min(DECIMALS_MAX, decimalsOf(Number((step / factor).toPrecision(3)))))
  return ticks.map((tick) => (tick === 0 ? '0' : signed(format.format(tick / factor)) + suffix))
}

/** As an axis of this height would write it, were there a tick. */
export function formatShort(value: number, height: number): string {
  return formatTicks([value], roundStep(height / 300))[0] as string
}

/** Percent, with a sign where there is a change. */
export function formatChange(percent: number): string {
  const text = formatValue(percent, Math.abs(percent) < 100 ? 2 : 0)
  return `${percent > 0 ? '+' : ''}${text} %`
}

function formatOf(decimals: number): Intl.NumberFormat {
  let format = formats.get(decimals)
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    formats.set(decimals, format)
  }
  return format
}

/** A minus as wide as a digit, so that columns of figures stay straight. */
function signed(text: string): string {
  return text.replace(/-/g, '−')
}
