/**
 * A behaviour with the user's rules before it. A message goes to the first rule that it matches and no further; those that
 * match none go to the behaviour, as everything else does.
 */
import type { Behaviour, Message, Peer, Stage, Timer } from '../behaviour'
import { type CompiledRules, noRules } from './compile-rules'
import { MessageText } from './message-text'
import { type Kept, Runs } from './runs'

/** The second interface asks for every hook there is: one that rules do not care for is a field, passed on as it is. */
export class RuledBehaviour implements Behaviour, Record<keyof Behaviour, unknown> {
  readonly configure: Behaviour['configure']
  readonly admit: Behaviour['admit']
  readonly onPing: Behaviour['onPing']
  readonly onStrayPong: Behaviour['onStrayPong']
  readonly onClosing: Behaviour['onClosing']
  readonly held: Behaviour['held']
  private readonly inner: Behaviour
  private readonly stage: Stage
  private rules: CompiledRules = noRules
  private readonly kept: Kept = { byteLength: 0 }
  /** Of clients that a rule has met. */
  private readonly runs = new Map<Peer, Runs>()
  private intervalRuns: Runs | undefined
  private intervals: Timer[] = []

  constructor(inner: Behaviour, stage: Stage, rules: CompiledRules) {
    this.inner = inner
    this.stage = stage
    this.configure = inner.configure?.bind(inner)
    this.admit = inner.admit?.bind(inner)
    this.onPing = inner.onPing?.bind(inner)
    this.onStrayPong = inner.onStrayPong?.bind(inner)
    this.onClosing = inner.onClosing?.bind(inner)
    this.held = inner.held
    this.setRules(rules)
  }

  /** All begins anew: runs that wait are ended, numbers count from 1, intervals from now. Open rules meet who comes next. */
  setRules(rules: CompiledRules): void {
    for (const timer of this.intervals) timer.dispose()
    for (const runs of this.runs.values()) runs.end()
    this.runs.clear()
    this.intervalRuns?.end()
    this.rules = rules
    const intervalRuns = new Runs(this.stage, this.kept)
    this.intervalRuns = intervalRuns
    this.intervals = rules.interval.map((rule) =>
      this.stage.every(rule.everyMs, () => {
        if (this.stage.peers.size > 0) intervalRuns.begin(rule)
      }),
    )
  }

  onOpen(peer: Peer): void {
    this.inner.onOpen?.(peer)
    for (const rule of this.rules.open) {
      // What it was sent may have been its end.
      if (this.stage.peers.has(peer)) this.runsOf(peer).begin(rule)
    }
  }

  onMessage(peer: Peer, message: Message): void {
    const rule = this.rules.message.find(({ matches }) => matches(message.bytes))
    if (rule === undefined) this.inner.onMessage?.(peer, message)
    else this.runsOf(peer).begin(rule, new MessageText(message.bytes))
  }

  onClose(peer: Peer): void {
    this.runs.get(peer)?.end()
    this.runs.delete(peer)
    this.inner.onClose?.(peer)
  }

  private runsOf(peer: Peer): Runs {
    let runs = this.runs.get(peer)
    if (runs === undefined) {
      runs = new Runs(this.stage, this.kept, peer)
      this.runs.set(peer, runs)
    }
    return runs
  }
}
