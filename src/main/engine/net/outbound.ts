/**
 * One connection we dial, and what keeps it up: it is dialled again when it is lost, says its opening messages whenever it has
 * opened, and is asked whether it is still there. It keeps its id, its settings and its timeline through all of that.
 */
import { ok, type Result } from '../../../shared/failure'
import type { ConnectionChange, ConnectionSettings } from '../../../shared/protocol/connection-settings'
import type { ConnectionState } from '../../../shared/protocol/connection-state'
import type { ConnectionSummary } from '../../../shared/protocol/feed'
import { openAgain } from '../../../shared/protocol/gap'
import { withParts } from '../../../shared/protocol/settings-parts'
import { Connection } from './connection'
import type { ConnectionHooks } from './connection-hooks'
import { type CancelDial, dial } from './dial'
import type { DialContext } from './dial-attempt'
import { Heartbeat, type HeartbeatTools } from './heartbeat'
import { OpeningMessages } from './opening-messages'
import { canPass, Reconnect } from './reconnect'
import { spokenDuration } from './spoken-duration'

export interface OutboundHooks extends ConnectionHooks, Omit<HeartbeatTools, 'now'> {
  /** What a summary tells has changed. */
  onChange(): void
}

export class Outbound {
  readonly connection: Connection
  private readonly reconnect: Reconnect
  private readonly openingMessages: OpeningMessages
  private readonly heartbeat: Heartbeat
  private cancelDial: CancelDial = () => {}
  /** The user has connected it, and has not disconnected it since. */
  private isWanted = false
  private lostAtMs: number | undefined

  constructor(
    id: number,
    private current: ConnectionSettings,
    private readonly hooks: OutboundHooks,
    private readonly dialContext: DialContext,
    /** Dialled by the app itself, until the user makes it his own by another URL. */
    private isDemo = false,
  ) {
    const { now, fill, onChange } = hooks
    this.connection = new Connection(id, {
      ...hooks,
      onPing: () => (this.settings.answersPings ? undefined : 'left'),
      onStateChange: (connection) => {
        this.onState(connection.state)
        hooks.onStateChange(connection)
      },
    })
    this.openingMessages = new OpeningMessages(this.connection, fill)
    this.heartbeat = new Heartbeat(this.connection, hooks)
    this.reconnect = new Reconnect({
      now,
      settings: () => this.settings.reconnect,
      dial: () => this.dialAgain(),
      tell: (text) => this.connection.log(text, 'noted'),
      onChange,
    })
  }

  get settings(): ConnectionSettings {
    return this.current
  }

  get isLive(): boolean {
    const { name } = this.connection.state
    return name === 'connecting' || name === 'open' || name === 'closing'
  }

  summary(): Pick<ConnectionSummary, 'id' | 'settings' | 'state' | 'retry' | 'isDemo'> {
    const { connection, settings, reconnect, isDemo } = this
    const retry = reconnect.waiting
    return { id: connection.id, settings, state: connection.state, isDemo, ...(retry === undefined ? {} : { retry }) }
  }

  /** By the user's wish, with these settings from now on; those it had stay if something is wrong with them. */
  connect(settings: ConnectionSettings): Result<void> {
    const held = this.connection.holdReceivedTo(settings.validation.received)
    if (!held.ok) return held
    const before = { current: this.current, isWanted: this.isWanted }
    Object.assign(this, { current: settings, isWanted: true })
    const dialled = this.dial()
    if (!dialled.ok) {
      Object.assign(this, before)
      this.connection.holdReceivedTo(before.current.validation.received)
      return dialled
    }
    if (before.current.url !== settings.url) {
      this.isDemo = false
      // Of another server nothing was missed.
      this.lostAtMs = undefined
    }
    this.reconnect.rest()
    // Perhaps another server behind the same name, whose distance is its own.
    this.connection.roundTrips.forget()
    return dialled
  }

  /** Replaces the parts that are given; those of the handshake count from the next one. @returns `ERR_SCHEMA_INVALID` */
  configure(change: ConnectionChange): Result<void> {
    const { validation } = change
    const held = validation === undefined ? ok(undefined) : this.connection.holdReceivedTo(validation.received)
    if (!held.ok) return held
    const { url } = this.current
    this.current = withParts(this.current, change)
    if (this.current.url !== url) this.isDemo = false
    if (change.reconnect !== undefined) this.reconnect.configured()
    if (change.heartbeat !== undefined && this.connection.state.name === 'open') this.heartbeat.start(change.heartbeat)
    return ok(undefined)
  }

  /** By the user's wish: it is not dialled again. */
  disconnect(closeCode?: number, reason?: string): Result<void> {
    const wasWanted = this.isWanted
    this.isWanted = false
    if (this.reconnect.waiting !== undefined) return this.reconnect.stop()
    if (this.connection.state.name === 'connecting') {
      this.cancelDial()
      return ok(undefined)
    }
    const closed = this.connection.close(closeCode, reason)
    if (!closed.ok) this.isWanted = wasWanted
    return closed
  }

  retry(act: 'now' | 'stop'): Result<void> {
    return act === 'now' ? this.reconnect.retryNow() : this.reconnect.stop()
  }

  /** For good. */
  end(closeCode: number, reason = ''): void {
    this.isWanted = false
    this.reconnect.rest()
    this.openingMessages.stop()
    this.heartbeat.stop()
    this.cancelDial()
    this.connection.close(closeCode, reason)
  }

  private dial(): Result<void> {
    const dialled = dial(this.connection, this.settings, this.dialContext)
    if (!dialled.ok) return dialled
    this.cancelDial = dialled.value
    return ok(undefined)
  }

  private dialAgain(): void {
    const dialled = this.dial()
    if (!dialled.ok) this.connection.failed(dialled.error, undefined)
  }

  private onState(state: ConnectionState): void {
    if (state.name === 'open') {
      this.onOpen()
      return
    }
    this.openingMessages.stop()
    this.heartbeat.stop()
    if (state.name === 'closed') this.lostAtMs = this.hooks.now()
    if (!this.isWanted) return
    if (state.name === 'closed') this.reconnect.lost()
    if (state.name === 'failed') this.reconnect.lost(this.whyHopeless(state))
  }

  private onOpen(): void {
    const { connection, settings, lostAtMs } = this
    if (lostAtMs !== undefined) {
      const gap = spokenDuration(this.hooks.now() - lostAtMs)
      connection.log(openAgain(gap), 'noted')
    }
    this.reconnect.opened()
    this.openingMessages.start(settings.onOpen)
    this.heartbeat.start(settings.heartbeat)
  }

  private whyHopeless({ error }: Extract<ConnectionState, { name: 'failed' }>): string | undefined {
    const { response, earlier } = this.connection.handshake ?? {}
    const statusCode = (response ?? earlier?.at(-1)?.response)?.statusCode
    if (canPass(error, statusCode)) return undefined
    return error.code === 'ERR_HANDSHAKE_REFUSED'
      ? `the answer was ${statusCode}, and would be the same again. Check how you say who you are, then connect.`
      : `no attempt can mend ${error.code}. Mend it, then connect.`
  }
}
