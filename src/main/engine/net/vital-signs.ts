/**
 * Finds clients that are gone without a word (plain `ws` never notices) and those that are merely idle. One timer a server
 * looks at all of them; nothing is done for each message.
 *
 *   alive ──silent for heartbeatMs──► pinged ──silent for another──► cut
 *     ▲──────── anything received, or taken from a full queue ┘
 */
import type { LimitSettings } from '../../../shared/protocol/server-settings'
import type { Clock } from '../clock'
import { Looks } from './looks'
import type { AcceptedPeer } from './peer'
import { showsLife } from './vitals'

/** How finely time is looked at; with a heartbeat of 5 s a dead client is found within 12. */
const LOOK_EVERY_MS = 1_000
const LOOK_EVERY_MIN_MS = 50

export class VitalSigns {
  private readonly looks: Looks
  private limits: LimitSettings

  constructor(
    private readonly peers: ReadonlySet<AcceptedPeer>,
    limits: LimitSettings,
    now: Clock,
  ) {
    this.limits = limits
    this.looks = new Looks(now, (nowMs, isLate) => this.look(nowMs, isLate))
    this.configure(limits)
  }

  configure(limits: LimitSettings): void {
    this.limits = limits
    this.looks.stop()
    const shortest = Math.min(...[limits.heartbeatMs, limits.idleMs].filter((ms) => ms > 0))
    if (!Number.isFinite(shortest)) return
    this.looks.start(Math.max(LOOK_EVERY_MIN_MS, Math.min(LOOK_EVERY_MS, shortest / 5)))
  }

  dispose(): void {
    this.looks.stop()
  }

  private look(nowMs: number, isLate: boolean): void {
    for (const peer of this.peers) {
      this.lookForLife(peer, nowMs, isLate)
      this.lookForMessages(peer, nowMs)
    }
  }

  private lookForLife(peer: AcceptedPeer, nowMs: number, isLate: boolean): void {
    const { heartbeatMs } = this.limits
    const { connection, vitals } = peer
    if (showsLife(connection, vitals)) {
      vitals.aliveAtMs = nowMs
      vitals.pingedAtMs = 0
    }
    if (heartbeatMs === 0) return
    if (vitals.pingedAtMs === 0) {
      if (nowMs - vitals.aliveAtMs < heartbeatMs) return
      vitals.pingedAtMs = nowMs
      peer.ping()
    } else if (isLate) {
      vitals.pingedAtMs = nowMs
    } else if (nowMs - vitals.pingedAtMs >= heartbeatMs) {
      connection.terminate(`Limit: no sign of life for ${seconds(nowMs - vitals.aliveAtMs)}, a ping was not answered.`)
    }
  }

  private lookForMessages(peer: AcceptedPeer, nowMs: number): void {
    const { idleMs, idleCloseCode } = this.limits
    const { vitals, connection } = peer
    if (peer.messageCount !== vitals.messages) {
      vitals.messages = peer.messageCount
      vitals.activeAtMs = nowMs
    }
    if (idleMs === 0 || nowMs - vitals.activeAtMs < idleMs || connection.state.name !== 'open') return
    connection.log(`Limit: no message either way for ${seconds(idleMs)}.`, 'noted')
    connection.close(idleCloseCode, `Idle for ${seconds(idleMs)}`)
  }
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`
}
