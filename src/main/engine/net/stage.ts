/** The stage a local server gives its behaviour: the peers, a way to reach them, a clock, and timers that end with it. */
import type { Mark } from '../../../shared/protocol/frame'
import type { Stage, Timer, UpstreamEntry, UpstreamListener, UpstreamRequest } from '../behaviours/behaviour'
import type { Clock } from '../clock'
import { messageBytes } from './message-bytes'
import type { AcceptedPeer } from './peer'

export interface StageHooks {
  now: Clock
  onLog(text: string, peer: AcceptedPeer | undefined, mark: Mark | undefined): void
  onFault(fault: unknown): void
  onChange(): void
  dial(request: UpstreamRequest, listener: UpstreamListener, signal: AbortSignal): Promise<UpstreamEntry>
}

export class ServerStage implements Stage {
  readonly peers = new Set<AcceptedPeer>()
  readonly now: Clock
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(private readonly hooks: StageHooks) {
    this.now = hooks.now
  }

  broadcast(message: string | Uint8Array, except?: AcceptedPeer): void {
    const isText = typeof message === 'string'
    const payload = messageBytes(message)
    for (const peer of this.peers) if (peer !== except) peer.post(isText ? 'text' : 'binary', payload)
  }

  log(text: string, peer?: AcceptedPeer, mark?: Mark): void {
    this.hooks.onLog(text, peer, mark)
  }

  changed(): void {
    this.hooks.onChange()
  }

  dial(request: UpstreamRequest, listener: UpstreamListener, signal: AbortSignal): Promise<UpstreamEntry> {
    return this.hooks.dial(request, listener, signal)
  }

  random(): number {
    return Math.random()
  }

  every(intervalMs: number, tick: () => void): Timer {
    const timer = setInterval(() => this.run(tick), intervalMs)
    return this.own(timer)
  }

  after(delayMs: number, act: () => void): Timer {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      this.run(act)
    }, delayMs)
    return this.own(timer)
  }

  dispose(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  private own(timer: NodeJS.Timeout): Timer {
    this.timers.add(timer)
    return {
      dispose: () => {
        // Clears intervals too.
        clearTimeout(timer)
        this.timers.delete(timer)
      },
    }
  }

  private run(act: () => void): void {
    try {
      act()
    } catch (fault) {
      this.hooks.onFault(fault)
    }
  }
}
