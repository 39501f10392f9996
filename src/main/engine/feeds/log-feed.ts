/**
 * Decides which rows a window sees and when. Sends at most one tick ahead of the window's acknowledgement, so a slow
 * paint costs frame rate, not memory; a window that is hidden acknowledges nothing and costs nothing.
 */
import { fail, ok, type Result } from '../../../shared/failure'
import type { Filter } from '../../../shared/filter/filter'
import { VIEWS_MAX } from '../../../shared/ipc/log-window'
import type { Scope } from '../../../shared/protocol/feed'
import { LogView, type LogViewSources, type RowWindow } from './log-view'
import { RowDecorator } from './row-decorator'
import type { Advance } from './row-finder'
import type { RowReaders } from './row-readers'

export class LogFeed {
  private readonly views = new Map<number, { view: LogView; isInFlight: boolean }>()
  /** Of all logs of this window. */
  readonly decorator: RowDecorator
  private readonly sources: LogViewSources
  private lastViewId = 0

  /** @param push sends a packed window; its buffer is given away */
  constructor(
    sources: Omit<LogViewSources, 'decorator'> & { readers: RowReaders },
    private readonly push: (tick: Uint8Array) => void,
  ) {
    this.decorator = new RowDecorator(sources)
    this.sources = { ...sources, decorator: this.decorator }
  }

  watch(scope: Scope, filter: Filter, window: RowWindow): Result<{ viewId: number }> {
    if (this.views.size >= VIEWS_MAX)
      return fail('ERR_TOO_MANY', `A window shows at most ${VIEWS_MAX} logs. Close one.`)
    const viewId = ++this.lastViewId
    this.views.set(viewId, { view: new LogView(viewId, this.sources, scope, filter, window), isInFlight: false })
    return ok({ viewId })
  }

  view(viewId: number): LogView | undefined {
    return this.views.get(viewId)?.view
  }

  unwatch(viewId: number): void {
    this.view(viewId)?.endFind()
    this.views.delete(viewId)
  }

  /** The window goes: nothing of it is looked for any more. */
  close(): void {
    for (const viewId of [...this.views.keys()]) this.unwatch(viewId)
  }

  /** The window has painted the last tick and is ready for the next. */
  acknowledge(viewId: number): void {
    const entry = this.views.get(viewId)
    if (entry !== undefined) entry.isInFlight = false
  }

  rebuild(): void {
    for (const { view } of this.views.values()) view.rebuild()
  }

  /** Messages are read another way: what is asked of their fields is asked again. */
  filterAnew(): void {
    for (const { view } of this.views.values()) if (view.readsMessages) view.rebuild()
  }

  /** Sends each view's window, if it has changed and the last one was painted. */
  tick(): void {
    for (const entry of this.views.values()) {
      if (entry.isInFlight) continue
      const tick = entry.view.tick()
      if (tick === undefined) continue
      entry.isInFlight = true
      this.push(tick)
    }
  }

  /** @param deadlineMs until when filters may look at frames, on the engine's clock; each has its share */
  advance(deadlineMs: number): Advance {
    let left = this.views.size
    let result: Advance = 'done'
    for (const { view } of this.views.values()) {
      const nowMs = this.sources.now()
      const advance = view.advance(nowMs + (deadlineMs - nowMs) / left--)
      if (advance === 'behind' || result === 'done') result = advance
    }
    return result
  }
}
