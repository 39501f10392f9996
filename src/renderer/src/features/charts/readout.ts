/** The values of a chart's legend: written straight into their places, many times a second, without React. */
import type { ChartLine } from './chart-line'
import { type Column, extentOf } from './columns'
import { decimalsWorth, formatValue } from './value-format'

/** For who cannot see them; a screen reader would never come to an end with more. */
const SUMMARY_MS = 5_000
const ABSENT = '–'

export class Readout {
  private readonly places = new Map<string, HTMLElement>()
  private readonly widths = new Map<string, number>()
  private summary: HTMLElement | null = null
  private summarisedAtMs = Number.NEGATIVE_INFINITY
  private readonly decimals = new Map<string, number>()

  /** Where the value of a line is written; null when that is gone. */
  setPlace(lineId: string, place: HTMLElement | null): void {
    if (place === null) this.places.delete(lineId)
    else this.places.set(lineId, place)
  }

  setSummary(summary: HTMLElement | null): void {
    this.summary = summary
  }

  /** Learns how fine a line's values are; decimals once shown stay, so that figures keep their places. */
  learn(lineId: string, value: number, column: Column): void {
    const extent = extentOf([column])
    const height = extent === undefined ? 0 : extent.highest - extent.lowest
    const known = this.decimals.get(lineId) ?? 0
    if (Number.isFinite(value)) this.decimals.set(lineId, Math.max(known, decimalsWorth(value, height)))
  }

  /** @param values of the lines, in their order */
  write(lines: readonly ChartLine[], values: readonly (number | null)[]): void {
    lines.forEach((line, at) => {
      const place = this.places.get(line.id)
      if (place === undefined) return
      const text = this.textOf(line, values[at])
      if (place.textContent !== text) place.textContent = text
      this.widen(line.id, place, text.length)
    })
  }

  summarise(lines: readonly ChartLine[], values: readonly number[], nowMs: number): void {
    if (this.summary === null || nowMs - this.summarisedAtMs < SUMMARY_MS) return
    this.summarisedAtMs = nowMs
    this.summary.textContent = lines.map((line, at) => `${line.label} ${this.textOf(line, values[at])}`).join(', ')
  }

  private textOf(line: ChartLine, value: number | null | undefined): string {
    if (value == null || Number.isNaN(value)) return ABSENT
    return line.format === undefined ? formatValue(value, this.decimals.get(line.id) ?? 0) : line.format(value)
  }

  /** As wide as its longest text ever was: what stands behind it does not move. */
  private widen(lineId: string, place: HTMLElement, length: number): void {
    if (length <= (this.widths.get(lineId) ?? 0) && place.style.minWidth !== '') return
    const width = Math.max(length, this.widths.get(lineId) ?? 0)
    this.widths.set(lineId, width)
    place.style.minWidth = `${width}ch`
  }
}
