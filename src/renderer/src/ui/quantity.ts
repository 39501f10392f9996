/**
 * Amounts as people type them: `16 MiB`, `1.5 s`, `20 %`, `off`. A bare number takes the unit the field shows, so that a
 * change of the number alone means what it looks like.
 */
import { fail, ok, type Result } from '../../../shared/failure'

/** Units from the smallest; what is kept is counted in the first. */
const units = {
  bytes: [
    ['B', 1],
    ['KiB', 1024],
    ['MiB', 1024 ** 2],
    ['GiB', 1024 ** 3],
  ],
  duration: [
    ['ms', 1],
    ['s', 1_000],
    ['min', 60_000],
    ['h', 3_600_000],
  ],
  rate: [
    ['B/s', 1],
    ['KiB/s', 1024],
    ['MiB/s', 1024 ** 2],
  ],
  /** Kept as 0 to 1. */
  share: [['%', 0.01]],
  perSecond: [['/s', 1]],
  seconds: [
    ['s', 1],
    ['min', 60],
    ['h', 3_600],
  ],
  count: [['', 1]],
} as const satisfies Record<string, readonly (readonly [unit: string, factor: number])[]>

export type QuantityKind = keyof typeof units

export interface QuantityRange {
  kind: QuantityKind
  min: number
  max: number
  /** Zero, which stands below `min`, switches it off. */
  hasOff?: boolean
}

/** More digits would not be read; what does not fit goes down a unit. */
const DIGITS_MAX = 3

export function formatQuantity(
  value: number,
  { kind, hasOff = false }: Pick<QuantityRange, 'kind' | 'hasOff'>,
): string {
  if (value === 0 && hasOff) return 'off'
  const [unit, factor] = unitFor(value, kind)
  return joined(value / factor, unit)
}

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })

/** The largest unit that says it exactly, and not as a fraction of one. */
function unitFor(value: number, kind: QuantityKind): readonly [string, number] {
  const [smallest] = units[kind]
  const fitting = units[kind].filter(([, factor]) => {
    const count = value / factor
    return count >= 1 && Number(count.toFixed(DIGITS_MAX)) * factor === value
  })
  return fitting.at(-1) ?? smallest
}

function joined(count: number, unit: string): string {
  const digits = number.format(count)
  return unit === '' || unit.startsWith('/') ? `${digits}${unit}` : `${digits} ${unit}`
}

/**
 * @param shown the value the field shows: its unit is meant where none is typed
 * @returns `ERR_OPTION_INVALID` with the range in a sentence
 */
export function parseQuantity(typed: string, shown: number, range: QuantityRange): Result<number> {
  const { kind, min, max, hasOff = false } = range
  const text = typed.trim().replace(/,/g, '')
  if (hasOff && /^(off|none|0)$/i.test(text)) return ok(0)
  const [, digits, typedUnit] = /^([+-]?(?:\d+\.?\d*|\.\d+))\s*(\D*)$/.exec(text) ?? []
  if (digits === undefined) return refuse(typed, range)
  const factor = factorOf(typedUnit?.trim() ?? '', shown, kind)
  if (factor === undefined) return refuse(typed, range)
  const exact = Number(digits) * factor
  const value = kind === 'share' ? Number(exact.toFixed(6)) : Math.round(exact)
  return value >= min && value <= max ? ok(value) : refuse(typed, range)
}

function factorOf(typedUnit: string, shown: number, kind: QuantityKind): number | undefined {
  if (typedUnit === '') return unitFor(shown === 0 ? naturalUnit[kind] : shown, kind)[1]
  const wanted = typedUnit.toLowerCase()
  return units[kind].find(([unit]) => shorter(unit) === shorter(wanted))?.[1]
}

/** `16 mb` and `16 M` are MiB here: who types a limit means no other. */
function shorter(unit: string): string {
  return unit
    .toLowerCase()
    .replace(/^\/s$/, '')
    .replace(/\/s$/, '')
    .replace(/^([kmg])(ib?|b)?$/, '$1')
    .replace(/^sec(onds?)?$/, 's')
    .replace(/^minutes?$/, 'min')
    .replace(/^hours?$/, 'h')
}

/** What a bare number means where the field shows zero or `off`. */
const naturalUnit: Readonly<Record<QuantityKind, number>> = {
  bytes: 1024 ** 2,
  duration: 1,
  rate: 1024,
  share: 1,
  perSecond: 1,
  seconds: 1,
  count: 1,
}

function refuse(typed: string, { kind, min, max, hasOff = false }: QuantityRange): Result<never> {
  const from = formatQuantity(min, { kind })
  const to = formatQuantity(max, { kind })
  return fail('ERR_OPTION_INVALID', `“${typed}” does not fit: ${from} to ${to}${hasOff ? ', or off' : ''}.`)
}
