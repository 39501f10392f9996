/**
 * Shares the event loop among the sockets that are read. Node reads a socket as long as it has more, up to 2 MiB at once and
 * each of them before anything else is done: of 200 that are flooding, the last would wait a second, and so would a
 * click. Here reading pauses after a few milliseconds; who has more to give waits in a queue, and takes turns.
 *
 * Nothing is lost by it: what is not read stays with the kernel, whose windows then hold the sender back (RFC 9293, 3.8.6).
 */
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock'
import type { ReadGate } from './read-gate'

/** How long sockets are read before timers and calls have their turn: a fifth of a painted frame. */
export const TURN_MS = 3
/** A read that brings less is not of a flood, and need not wait for those that are: half of what Node reads at once. */
const FLOOD_BYTES = 32 * 1024

export class ReadTurns {
  /** Stopped, in the order in which they go on. */
  private readonly waiting: ReadGate[] = []
  private readonly gates = new Set<ReadGate>()
  private turnBeganMs: number | undefined
  private readsThisTurn = 0
  /** What one read costs, running mean. */
  private readCostMs = 0.3
  private isHeld = false

  constructor(private readonly now: Clock) {}

  /** @returns the end of it */
  join(gate: ReadGate, transport: Duplex): () => void {
    this.gates.add(gate)
    if (this.isHeld) gate.stop('disk')
    const onRead = (bytes: Uint8Array) => this.onRead(gate, bytes.byteLength)
    transport.on('data', onRead)
    return () => {
      transport.off('data', onRead)
      this.gates.delete(gate)
      const at = this.waiting.indexOf(gate)
      if (at !== -1) this.waiting.splice(at, 1)
    }
  }

  /** Stops reading from all, or goes on. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    for (const gate of this.gates) {
      if (isHeld) gate.stop('disk')
      else gate.resume('disk')
    }
  }

  /** Comes after the receiver's own listener: what was read has been dealt with. */
  private onRead(gate: ReadGate, byteLength: number): void {
    if (this.turnBeganMs === undefined) {
      this.turnBeganMs = this.now()
      setImmediate(this.endTurn)
    }
    this.readsThisTurn++
    const isOver = this.now() - this.turnBeganMs >= TURN_MS
    if (byteLength < FLOOD_BYTES || (!isOver && this.waiting.length === 0)) return
    gate.stop('turn')
    this.waiting.push(gate)
  }

  /** The loop has come round: as many go on as a turn has time for. */
  private readonly endTurn = () => {
    const nowMs = this.now()
    const tookMs = nowMs - (this.turnBeganMs ?? nowMs)
    if (this.readsThisTurn > 0) this.readCostMs += (tookMs / this.readsThisTurn - this.readCostMs) / 8
    this.turnBeganMs = undefined
    this.readsThisTurn = 0
    const affordable = Math.max(1, Math.floor(TURN_MS / this.readCostMs))
    for (const gate of this.waiting.splice(0, affordable)) gate.resume('turn')
    if (this.waiting.length === 0) return
    // Those may have nothing more to give: the others do not wait for it.
    this.turnBeganMs = nowMs
    setImmediate(this.endTurn)
  }
}
