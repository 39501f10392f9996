/**
 * Finds clients that are gone without a word (plain `ws` never notices) and those that are merely idle. One timer a server
 * looks at all of them; nothing is done for each message.
 *
 *   alive ──silent for heartbeatMs──► pinged ──silent for another──► cut
 *     ▲──────── anything received, or taken from a full queue ┘
 */
import type { LimitSettings } from '../../../shared/protocol/server-settings'
import type { Clock } from '../clock'
import type { AcceptedPeer } from './peer'

/** How finely time is looked at; with a heartbeat of 5 s a dead client is found within 12. */
const LOOK_EVERY_MS = 1_000
const LOOK_EVERY_MIN_MS = 50
/** A look that comes so much too late says that we were busy: what clients sent meanwhile may be yet to be read. */
const LATE_FACTOR = 3
/** With so much waiting the kernel's buffers are full, and it takes more only as the other side does. */
const QUEUE_MIN_BYTES = 64 * 1024

export class VitalSigns {
  private timer: NodeJS.Timeout | undefined
  private lookEveryMs = LOOK_EVERY_MS
  private lookedAtMs: number
  private limits: LimitSettings

  constructor(
    private readonly peers: ReadonlySet<AcceptedPeer>,
    limits: LimitSettings,
    private readonly now: Clock,
  ) {
    this.limits = limits
    this.lookedAtMs = now()
    this.configure(limits)
  }

  configure(limits: LimitSettings): void {
    this.limits = limits
    clearInterval(this.timer)
    const shortest = Math.min(...[limits.heartbeatMs, limits.idleMs].filter((ms) => ms > 0))
    if (!Number.isFinite(shortest)) return
    this.lookEveryMs = Math.max(LOOK_EVERY_MIN_MS, Math.min(LOOK_EVERY_MS, shortest / 5))
    this.lookedAtMs = this.now()
    this.timer = setInterval(() => this.look(), this.lookEveryMs)
  }

  dispose(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    const nowMs = this.now()
    const isLate = nowMs - this.lookedAtMs > this.lookEveryMs * LATE_FACTOR
    this.lookedAtMs = nowMs
    for (const peer of this.peers) {
      this.lookForLife(peer, nowMs, isLate)
      this.lookForMessages(peer, nowMs)
    }
  }

  private lookForLife(peer: AcceptedPeer, nowMs: number, isLate: boolean): void {
    const { heartbeatMs } = this.limits
    const { connection, vitals } = peer
    const { signsOfLife, takenCount, queuedBytes, isReadStopped } = connection
    // Its answer waits behind what it has yet to take, and it does take it.
    const isTaking = vitals.queuedBytes >= QUEUE_MIN_BYTES && takenCount !== vitals.takenCount
    vitals.takenCount = takenCount
    vitals.queuedBytes = queuedBytes
    // Who is not read by our own doing cannot show that it is there.
    if (signsOfLife !== vitals.signs || isTaking || isReadStopped) {
      vitals.signs = signsOfLife
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
