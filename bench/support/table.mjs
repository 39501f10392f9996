/** The results as rows of text, for a terminal and for Markdown. */
import { median } from './stats.mjs'

const HEAD = ['scenario', 'measure', 'promise', 'min', 'median', 'max', 'met', 'medians beside']

/** @param results what `run.mjs` writes to its JSON file */
export function rowsOf(results) {
  return results.flatMap(({ name, measures, failure }) => [
    ...measures.map((measure) => rowOf(name, measure)),
    ...(failure === undefined ? [] : [[name, `failed: ${failure}`, '', '', '', '', 'no', '']]),
  ])
}

export function textTable(rows) {
  const all = [HEAD, ...rows]
  // A failure's sentence may be as long as it likes without widening the column.
  const widths = HEAD.map((_, column) =>
    Math.max(...all.map((row) => (row[2] === '' && column === 1 ? 0 : row[column].length))),
  )
  const line = (row) =>
    row.map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
  return all.map((row) => line(row).join('  ').trimEnd()).join('\n')
}

export function markdownTable(rows) {
  const line = (row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = HEAD.map((_, column) => (isNumber(column) ? '--:' : '---'))
  return [line(HEAD), line(rule), ...rows.map(line)].join('\n')
}

const isNumber = (column) => column >= 3 && column <= 5

function rowOf(scenario, { measure, promise, values, beside }) {
  const { unit } = promise
  const spread = values.length === 0 ? ['–', '–', '–'] : [Math.min(...values), median(values), Math.max(...values)]
  const numbers = spread.map((value) => (typeof value === 'number' ? formatValue(value, unit) : value))
  return [scenario, measure, promiseText(promise), ...numbers, metText(promise, values), besideText(beside)]
}

function promiseText({ atLeast, atMost, exactly, unit }) {
  if (atLeast !== undefined) return `≥ ${formatValue(atLeast, unit)}`
  if (atMost !== undefined) return `≤ ${formatValue(atMost, unit)}`
  if (exactly !== undefined) return `= ${formatValue(exactly, unit)}`
  return '–'
}

function metText(promise, values) {
  const met = isMet(promise, values)
  return met === undefined ? '–' : met ? 'yes' : 'no'
}

/** By the median; what must be exact must be so every time. @returns undefined when nothing is promised */
export function isMet({ atLeast, atMost, exactly }, values) {
  if (atLeast === undefined && atMost === undefined && exactly === undefined) return undefined
  if (values.length === 0) return false
  if (exactly !== undefined) return values.every((value) => value === exactly)
  return atLeast === undefined ? median(values) <= atMost : median(values) >= atLeast
}

function besideText(beside) {
  if (beside.length === 0) return ''
  const { unit, than = 'raw' } = beside[0]
  const of = (side) => formatValue(median(beside.map((each) => each[side])), unit)
  return `${of('ours')} / ${than} ${of('raw')}`
}

function formatValue(value, unit) {
  const text = formatNumber(value)
  return unit === '' ? text : `${text} ${unit}`
}

function formatNumber(value) {
  const size = Math.abs(value)
  if (size >= 1e6 && !Number.isInteger(value / 1e6)) return `${(value / 1e6).toFixed(2)} M`
  if (size >= 1e6) return `${value / 1e6} M`
  if (size >= 1e4) return `${Math.round(value / 1e3)} k`
  if (size >= 100 || Number.isInteger(value)) return String(Math.round(value))
  return size >= 10 ? value.toFixed(1) : value.toFixed(2)
}
