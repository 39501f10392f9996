/**
 * A stage whose clock, dice and clients belong to the test. `advance` lets timers tick on time; `stall` moves the clock
 * past them first, as a busy machine does.
 */

import type {
  Behaviour,
  BehaviourType,
  Peer,
  Stage,
  Timer,
  UpstreamEntry,
} from '../../../../src/main/engine/behaviours/behaviour'
import { checkFields } from '../../../../src/main/engine/behaviours/options'
import { seededRandom } from '../../../support/seeded-random'

const START_MS = Date.UTC(2024, 4, 17, 12, 0, 0)

export class FakePeer implements Peer {
  readonly id: number
  readonly remoteAddress = '127.0.0.1:50000'
  roundTripMs: number | undefined
  received: (string | Uint8Array)[] = []
  pingCount = 0
  closed: { closeCode: number; reason: string } | undefined

  constructor(id: number) {
    this.id = id
  }

  send(message: string | Uint8Array): void {
    this.received.push(message)
  }

  sendText(bytes: Uint8Array): void {
    this.received.push(Buffer.from(bytes).toString())
  }

  recordUnsent(): void {}

  ping(): void {
    this.pingCount++
  }

  pong(): void {}

  stopReading(): void {}

  close(closeCode: number, reason = ''): void {
    this.closed = { closeCode, reason }
  }

  /** All it received since the last call, as JSON. */
  take<T = Record<string, unknown>>(): T[] {
    return this.received.splice(0).map((message) => JSON.parse(String(message)) as T)
  }
}

interface FakeTimer extends Timer {
  intervalMs: number
  dueMs: number
  tick: () => void
}

export class FakeStage implements Stage {
  readonly peers = new Set<FakePeer>()
  readonly logged: { text: string; peer: Peer | undefined }[] = []
  readonly random: () => number
  broadcastCount = 0
  private readonly type: BehaviourType
  private nowMs = START_MS
  private lastPeerId = 0
  private readonly timers = new Set<FakeTimer>()
  private behaviour: Behaviour = {}

  constructor(type: BehaviourType, options: Record<string, unknown> = {}, seed = 1) {
    this.type = type
    this.random = seededRandom(seed)
    this.behaviour = type.begin(this, this.complete(options))
  }

  get timerCount(): number {
    return this.timers.size
  }

  // ── what the behaviour sees ────────────────────────────────────────────────────────────────────────────────────────

  broadcast(message: string | Uint8Array, except?: Peer): void {
    this.broadcastCount++
    for (const peer of this.peers) if (peer !== except) peer.send(message)
  }

  log(text: string, peer?: Peer): void {
    this.logged.push({ text, peer })
  }

  now(): number {
    return this.nowMs
  }

  changed(): void {}

  dial(): Promise<UpstreamEntry> {
    throw new Error('Nobody is dialled on this stage.')
  }

  every(intervalMs: number, tick: () => void): Timer {
    const timer = { intervalMs, dueMs: this.nowMs + intervalMs, tick, dispose: () => void this.timers.delete(timer) }
    this.timers.add(timer)
    return timer
  }

  after(delayMs: number, act: () => void): Timer {
    const timer = this.every(delayMs, () => {
      timer.dispose()
      act()
    })
    return timer
  }

  // ── what the test does ─────────────────────────────────────────────────────────────────────────────────────────────

  join(): FakePeer {
    const peer = new FakePeer(++this.lastPeerId)
    this.peers.add(peer)
    this.behaviour.onOpen?.(peer)
    return peer
  }

  leave(peer: FakePeer): void {
    this.peers.delete(peer)
    this.behaviour.onClose?.(peer)
  }

  /** @param message text as it is, bytes as binary, an object as JSON */
  say(peer: FakePeer, message: string | Uint8Array | object): void {
    const isBinary = message instanceof Uint8Array
    const payload = isBinary || typeof message === 'string' ? message : JSON.stringify(message)
    this.behaviour.onMessage?.(peer, { isBinary, bytes: Buffer.from(payload as string) })
  }

  configure(options: Record<string, unknown>): void {
    this.behaviour.configure?.(this.complete(options))
  }

  /** Every tick that falls into the time happens, on time. */
  advance(durationMs: number): void {
    const endMs = this.nowMs + durationMs
    for (let next = this.firstDue(endMs); next !== undefined; next = this.firstDue(endMs)) {
      this.nowMs = next.dueMs
      this.run(next)
    }
    this.nowMs = endMs
  }

  /** The time passes first; then each timer that came due ticks once. */
  stall(durationMs: number): void {
    this.nowMs += durationMs
    for (const timer of [...this.timers]) if (timer.dueMs <= this.nowMs && this.timers.has(timer)) this.run(timer)
  }

  private run(timer: FakeTimer): void {
    timer.dueMs = this.nowMs + timer.intervalMs
    timer.tick()
  }

  private firstDue(beforeMs: number): FakeTimer | undefined {
    let first: FakeTimer | undefined
    for (const timer of this.timers) {
      if (timer.dueMs <= beforeMs && timer.dueMs < (first?.dueMs ?? Number.POSITIVE_INFINITY)) first = timer
    }
    return first
  }

  private complete(options: Record<string, unknown>) {
    const checked = checkFields(this.type.options, options)
    if (!checked.ok) throw new Error(checked.error.message)
    return checked.value
  }
}
