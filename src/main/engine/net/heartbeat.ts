/**
 * Asks the other side again and again whether it is there, by a ping or by a message, and declares the line dead when it has
 * shown no sign of life for a while after it was asked: a cable that is pulled tells nobody (RFC 6455 knows pings for this,
 * section 5.5.2). Anything that comes is a sign of life. How long the answers took is charted.
 *
 *   alive ──intervalMs──► asked ──nothing came for timeoutMs──► dead
 *     ▲───anything came─────┘
 */
import { assertNever } from '../../../shared/assert-never'
import type { Result } from '../../../shared/failure'
import type { HeartbeatSettings } from '../../../shared/protocol/connection-settings'
import type { Clock } from '../clock'
import type { Connection } from './connection'
import { Looks } from './looks'
import { spokenDuration } from './spoken-duration'
import { type LifeSeen, showsLife } from './vitals'

/** Fine enough that 5 s and 5 s find a dead line within 12, and nothing beside what a connection does. */
const LOOK_EVERY_MS = 250
const LOOK_EVERY_MIN_MS = 50

export interface HeartbeatTools {
  now: Clock
  /** A text with its variables filled in. */
  fill(text: string): Result<string>
  /** A filter's text as a test of one message; undefined for an empty one, which any message passes. */
  compileAnswer(text: string): Result<((bytes: Buffer) => boolean) | undefined>
}

export class Heartbeat {
  private readonly looks: Looks
  private settings: HeartbeatSettings = { kind: 'none' }
  private seen: LifeSeen = { signs: 0, takenCount: 0, queuedBytes: 0 }
  private aliveAtMs = 0
  private askedAtMs = 0
  /** Of the first question since a sign of life; 0 while none waits. */
  private waitsSinceMs = 0
  private isAnswer: ((bytes: Buffer) => boolean) | undefined

  constructor(
    private readonly connection: Connection,
    private readonly tools: HeartbeatTools,
  ) {
    this.looks = new Looks(tools.now, (nowMs, isLate) => this.look(nowMs, isLate))
  }

  /** The connection has opened, or is told something else while it is open. */
  start(settings: HeartbeatSettings): void {
    this.stop()
    this.settings = settings
    if (settings.kind === 'none') return
    if (settings.kind === 'message' && !this.understandsAnswer(settings.answer)) return
    const nowMs = this.tools.now()
    this.aliveAtMs = nowMs
    this.askedAtMs = nowMs
    this.waitsSinceMs = 0
    showsLife(this.connection, this.seen)
    const shortest = Math.min(settings.intervalMs, settings.timeoutMs)
    this.looks.start(Math.max(LOOK_EVERY_MIN_MS, Math.min(LOOK_EVERY_MS, shortest / 5)))
  }

  stop(): void {
    this.looks.stop()
    this.connection.awaitAnswer = undefined
  }

  private look(nowMs: number, isLate: boolean): void {
    const { settings, connection } = this
    if (settings.kind === 'none' || connection.state.name !== 'open') return
    if (showsLife(connection, this.seen)) {
      this.aliveAtMs = nowMs
      this.waitsSinceMs = 0
    } else if (this.waitsSinceMs > 0 && isLate) {
      this.waitsSinceMs = nowMs
    } else if (this.waitsSinceMs > 0 && nowMs - this.waitsSinceMs >= settings.timeoutMs) {
      this.stop()
      const silence = spokenDuration(nowMs - this.aliveAtMs)
      connection.terminate(`Heartbeat: no sign of life for ${silence}. The line is taken for dead and was cut.`)
      return
    }
    if (nowMs - this.askedAtMs < settings.intervalMs) return
    this.askedAtMs = nowMs
    if (this.waitsSinceMs === 0) this.waitsSinceMs = nowMs
    this.ask(settings)
  }

  private ask(settings: Exclude<HeartbeatSettings, { kind: 'none' }>): void {
    switch (settings.kind) {
      case 'ping':
        this.connection.ping()
        break
      case 'message':
        void this.askByMessage(settings.message)
        break
      default:
        assertNever(settings)
    }
  }

  private async askByMessage(text: string): Promise<void> {
    const { connection, tools } = this
    const filled = tools.fill(text)
    if (!filled.ok) {
      this.giveUp(filled.error.message)
      return
    }
    const askedAtMs = tools.now()
    // Of several that wait for an answer the newest counts: nothing in a message says which it answers.
    connection.awaitAnswer = (bytes) => {
      if (this.isAnswer?.(bytes) === false) return
      connection.awaitAnswer = undefined
      const nowMs = tools.now()
      connection.roundTrips.answered(nowMs - askedAtMs, nowMs)
    }
    const sent = await connection.send('text', filled.value)
    // A queue that is full is no reason to stop asking: perhaps it is full because the line is dead.
    const mayPass = sent.ok || sent.error.code === 'ERR_SEND_QUEUE_FULL' || connection.state.name !== 'open'
    if (!mayPass) this.giveUp(sent.error.message)
  }

  private understandsAnswer(text: string): boolean {
    const compiled = this.tools.compileAnswer(text)
    if (compiled.ok) this.isAnswer = compiled.value
    else this.giveUp(`“${text}” is not a filter: ${compiled.error.message}`)
    return compiled.ok
  }

  private giveUp(why: string): void {
    this.stop()
    this.connection.log(`Heartbeat: off until you change it. ${why}`, 'noted')
  }
}
