/** Samples how fast every source is, four times a second, and tells the windows twice a second. */
import type { Columns, Pulse } from '../../../shared/ipc/contract'
import type { Rate, Scope } from '../../../shared/protocol/feed'
import type { Clock } from '../clock'
import type { FrameStore } from '../frames/frame-store'
import { gridTimes, pixelGrid } from '../series/downsample'
import { RateHistory, type Totals } from '../series/rate-history'
import type { Membership } from './membership'

const SAMPLE_MS = 250
/** The rate shown is the mean of the last second. */
const SAMPLES_SHOWN = 1000 / SAMPLE_MS
const SAMPLES_PER_PULSE = 2

/** The sources that have a rate: each connection we dialled, each server as a whole. */
export interface RateSources {
  connectionIds(): Iterable<number>
  serverIds(): Iterable<number>
}

export class RateFeed {
  private readonly total = new RateHistory()
  private readonly byConnection = new Map<number, RateHistory>()
  private readonly byServer = new Map<number, RateHistory>()
  private readonly timer: NodeJS.Timeout
  private samples = 0
  private sampledAtMs: number
  private loopDelayMs = 0
  private wasMoving = false

  constructor(
    private readonly store: FrameStore,
    private readonly membership: Membership,
    private readonly sources: RateSources,
    private readonly now: Clock,
    private readonly push: (pulse: Pulse) => void,
  ) {
    this.sampledAtMs = now()
    this.timer = setInterval(() => this.sample(), SAMPLE_MS)
    this.timer.unref()
  }

  columns(scope: Scope, fromMs: number, toMs: number, widthPx: number): Columns {
    const grid = pixelGrid(fromMs, toMs, widthPx)
    const lines = this.historyOf(scope)?.read(grid) ?? []
    return { timesMs: gridTimes(grid), lines }
  }

  /** What the last samples say, for a window that has just come. */
  pulse(): Pulse {
    return {
      total: this.total.current(SAMPLES_SHOWN),
      connections: moving(this.byConnection),
      servers: moving(this.byServer),
      storage: this.store.state(),
      processBytes: process.memoryUsage.rss(),
      loopDelayMs: this.loopDelayMs,
    }
  }

  /** Something else than a rate has changed. */
  tell(): void {
    this.push(this.pulse())
  }

  dispose(): void {
    clearInterval(this.timer)
  }

  private sample(): void {
    const timeMs = this.now()
    this.loopDelayMs = Math.max(this.loopDelayMs, timeMs - this.sampledAtMs - SAMPLE_MS)
    this.sampledAtMs = timeMs
    this.total.sample(timeMs, this.totalsOf({ kind: 'all' }))
    this.sampleEach(this.byConnection, this.sources.connectionIds(), 'connection', timeMs)
    this.sampleEach(this.byServer, this.sources.serverIds(), 'server', timeMs)
    if (++this.samples % SAMPLES_PER_PULSE !== 0) return
    const pulse = this.pulse()
    const isMoving = pulse.total.messagesPerSecond > 0
    // One last pulse tells that all is at rest.
    if (isMoving || this.wasMoving) this.push(pulse)
    this.wasMoving = isMoving
    this.loopDelayMs = 0
  }

  private sampleEach(
    histories: Map<number, RateHistory>,
    ids: Iterable<number>,
    kind: 'connection' | 'server',
    timeMs: number,
  ): void {
    const present = new Set(ids)
    for (const id of histories.keys()) if (!present.has(id)) histories.delete(id)
    for (const id of present) {
      let history = histories.get(id)
      if (history === undefined) {
        history = new RateHistory()
        histories.set(id, history)
      }
      history.sample(timeMs, this.totalsOf({ kind, id }))
    }
  }

  private totalsOf(scope: Scope): Totals {
    const totals: Totals = { receivedCount: 0, receivedBytes: 0, sentCount: 0, sentBytes: 0 }
    for (const id of this.membership.idsOf(scope) ?? this.store.accounts.ids()) {
      const account = this.store.accounts.of(id)
      totals.receivedCount += account.receivedEver
      totals.receivedBytes += account.receivedBytes
      totals.sentCount += account.sentEver
      totals.sentBytes += account.sentBytes
    }
    return totals
  }

  private historyOf(scope: Scope): RateHistory | undefined {
    if (scope.kind === 'all') return this.total
    return (scope.kind === 'connection' ? this.byConnection : this.byServer).get(scope.id)
  }
}

function moving(histories: ReadonlyMap<number, RateHistory>): Record<number, Rate> {
  const rates: Record<number, Rate> = {}
  for (const [id, history] of histories) {
    const rate = history.current(SAMPLES_SHOWN)
    if (rate.messagesPerSecond > 0) rates[id] = rate
  }
  return rates
}
