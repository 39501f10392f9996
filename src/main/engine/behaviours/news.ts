/**
 * Headlines at irregular intervals, as `{"id", "headline", "category", "source", "time"}`: a feed that is quiet, then
 * busy, which is what charts of rate and gaps are for. Whoever comes finds the last few at once.
 */
import type { BehaviourOptions } from '../../../shared/protocol/behaviour'
import type { Behaviour, BehaviourType, Peer, Stage, Timer } from './behaviour'
import { HeadlineWriter } from './headline-writer'
import { numberOption } from './options'

/** Enough to fill a small panel. */
export const BACKLOG_MAX_COUNT = 5

class News implements Behaviour {
  private readonly stage: Stage
  private readonly writer: HeadlineWriter
  /** JSON, the oldest first. */
  private readonly backlog: string[] = []
  private meanIntervalMs: number
  private lastId = 0
  private wait: Timer | undefined

  constructor(stage: Stage, options: BehaviourOptions) {
    this.stage = stage
    this.writer = new HeadlineWriter(() => stage.random())
    this.meanIntervalMs = numberOption(options, 'intervalMs')
    // As if it had run for a while: the first to come finds something to read too.
    for (let ago = BACKLOG_MAX_COUNT; ago > 0; ago--) this.write(stage.now() - ago * this.meanIntervalMs)
  }

  onOpen(peer: Peer): void {
    for (const item of this.backlog) peer.send(item)
    if (this.wait === undefined) this.waitForNext()
  }

  onClose(): void {
    if (this.stage.peers.size === 0) this.stop()
  }

  configure(options: BehaviourOptions): void {
    this.meanIntervalMs = numberOption(options, 'intervalMs')
    if (this.wait === undefined) return
    // Exponential intervals have no memory: to begin the wait anew does not bend their distribution.
    this.stop()
    this.waitForNext()
  }

  private waitForNext(): void {
    const intervalMs = -Math.log(1 - this.stage.random()) * this.meanIntervalMs
    this.wait = this.stage.every(Math.max(1, intervalMs), () => {
      this.stop()
      this.stage.broadcast(this.write(this.stage.now()))
      this.waitForNext()
    })
  }

  private stop(): void {
    this.wait?.dispose()
    this.wait = undefined
  }

  /** @returns the item as JSON, which is in the backlog already */
  private write(timeMs: number): string {
    const { headline, category, source } = this.writer.write()
    const item = JSON.stringify({ id: ++this.lastId, headline, category, source, time: new Date(timeMs).toISOString() })
    this.backlog.push(item)
    if (this.backlog.length > BACKLOG_MAX_COUNT) this.backlog.shift()
    return item
  }
}

export const news: BehaviourType = {
  description: 'Headlines of a quiet, invented world, at irregular intervals.',
  options: [
    {
      kind: 'number',
      name: 'intervalMs',
      label: 'Mean interval',
      unit: 'ms',
      min: 200,
      max: 600_000,
      default: 3_000,
    },
  ],
  begin: (stage, options) => new News(stage, options),
}
