/** The stage a local server gives its behaviour: the peers, a way to reach them, a clock, and timers that end with it. */
import type { Stage, Timer } from '../behaviours/behaviour'
import type { Clock } from '../clock'
import { messageBytes } from './message-bytes'
import type { AcceptedPeer } from './peer'

export class ServerStage implements Stage {
  readonly peers = new Set<AcceptedPeer>()
  private readonly timers = new Set<NodeJS.Timeout>()

  constructor(
    readonly now: Clock,
    private readonly onLog: (text: string, peer?: AcceptedPeer) => void,
    private readonly onFault: (fault: unknown) => void,
  ) {}

  broadcast(message: string | Uint8Array, except?: AcceptedPeer): void {
    const isText = typeof message === 'string'
    const payload = messageBytes(message)
    for (const peer of this.peers) if (peer !== except) peer.post(isText ? 'text' : 'binary', payload)
  }

  log(text: string, peer?: AcceptedPeer): void {
    this.onLog(text, peer)
  }

  random(): number {
    return Math.random()
  }

  every(intervalMs: number, tick: () => void): Timer {
    const timer = setInterval(() => {
      try {
        tick()
      } catch (fault) {
        this.onFault(fault)
      }
    }, intervalMs)
    this.timers.add(timer)
    return {
      dispose: () => {
        clearInterval(timer)
        this.timers.delete(timer)
      },
    }
  }

  after(delayMs: number, act: () => void): Timer {
    const timer = this.every(delayMs, () => {
      timer.dispose()
      act()
    })
    return timer
  }

  dispose(): void {
    for (const timer of this.timers) clearInterval(timer)
    this.timers.clear()
  }
}
