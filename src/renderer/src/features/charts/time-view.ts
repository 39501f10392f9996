/**
 * The time axis that all charts of the window share.
 *
 *   live ──drag, wheel, Hold charts──► held{range}
 *     ▲──────Live, Escape, double click──────┘
 *
 * While held the capture goes on: only the picture stands still.
 */
import { create } from 'zustand'
import { liveRange, type Span, type TimeRange } from './time-range'

export interface TimeView {
  span: Span
  /** Absent while live. */
  held: TimeRange | undefined
}

export const useTimeView = create<TimeView>(() => ({ span: '1 min', held: undefined }))

/** Stands still for the moment of a drag, without being held: what is dragged over must not slide away. */
let frozen: TimeRange | undefined
/** Where the data of each chart now on screen begins, by the chart's key. */
const beginnings = new Map<string, number>()

/** What the charts show at a moment. */
export function shownRange(nowMs: number): TimeRange {
  const { span, held } = useTimeView.getState()
  if (held !== undefined) return held
  return frozen ?? liveRange(span, nowMs, beginnings.size === 0 ? undefined : Math.min(...beginnings.values()))
}

export function isStill(): boolean {
  return frozen !== undefined || useTimeView.getState().held !== undefined
}

export function hold(held: TimeRange): void {
  frozen = undefined
  useTimeView.setState({ held })
}

export function goLive(): void {
  frozen = undefined
  useTimeView.setState({ held: undefined })
}

export function showSpan(span: Span): void {
  useTimeView.setState({ span, held: undefined })
}

export function freeze(range: TimeRange): void {
  frozen = range
}

export function thaw(): void {
  frozen = undefined
}

/** @param beginningMs as a read just found it; undefined for a chart without data, or gone */
export function noteBeginning(chartKey: string, beginningMs: number | undefined): void {
  if (beginningMs === undefined) beginnings.delete(chartKey)
  else beginnings.set(chartKey, beginningMs)
}
