/** One log as a window shows it: the newest tick, read. */
import type { LogRow, LogWindow } from '../../src/shared/ipc/log-window'
import { unpackCloseBody } from '../../src/shared/protocol/close-code'
import { type Direction, directionOf, type FrameType, frameTypeOf } from '../../src/shared/protocol/frame'
import { until } from './until'

export interface PaneWindow {
  firstRow: number
  rowCount: number
  follow: boolean
}

export interface PaneRow extends LogRow {
  direction: Direction
  type: FrameType
  text: string
}

export class LogPane {
  tickCount = 0
  /** True: ticks are not acknowledged. */
  isHolding = false
  private latest: LogWindow | undefined

  constructor(
    readonly viewId: number,
    readonly acknowledge: () => Promise<void>,
    readonly move: (window: PaneWindow) => Promise<void>,
  ) {}

  get window(): LogWindow {
    if (this.latest === undefined) throw new Error(`Nothing was pushed to log ${this.viewId} yet.`)
    return this.latest
  }

  get rows(): PaneRow[] {
    return (this.latest?.rows ?? []).map(readRow)
  }

  /** Rows in short: `received text: hello`. */
  get lines(): string[] {
    return this.rows.map(({ direction, type, text }) => (type === 'event' ? text : `${direction} ${type}: ${text}`))
  }

  receive(window: LogWindow): void {
    this.latest = window
    this.tickCount++
    // An engine that has ended meanwhile needs none.
    if (!this.isHolding) void this.acknowledge().catch(() => {})
  }

  until(condition: (rows: PaneRow[]) => unknown, what: string | (() => string), patienceMs?: number): Promise<unknown> {
    return until(() => this.latest !== undefined && condition(this.rows), what, patienceMs)
  }

  untilLine(line: string | RegExp): Promise<unknown> {
    const fits = (each: string) => (typeof line === 'string' ? each === line : line.test(each))
    return this.until(
      () => this.lines.some(fits),
      () => `the log says “${line}”; it says:\n  ${this.lines.join('\n  ')}\n`,
    )
  }
}

function readRow(row: LogRow): PaneRow {
  const type = frameTypeOf(row.kind)
  return { ...row, direction: directionOf(row.kind), type, text: textOf(type, row.preview) }
}

/** A close frame's body reads as `1000 bye`. */
function textOf(type: FrameType, preview: Uint8Array): string {
  if (type !== 'close') return new TextDecoder().decode(preview)
  const body = unpackCloseBody(preview)
  return body === undefined ? '' : `${body.closeCode} ${body.reason}`.trim()
}
