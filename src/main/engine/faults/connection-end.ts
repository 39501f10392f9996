/** Ends a connection by itself, some time after it opened, in the way that the faults of its server say. */
import { assertNever } from '../../../shared/assert-never'
import type { FaultSettings } from '../../../shared/protocol/server-settings'
import type { Clock } from '../clock'

type EndSettings = FaultSettings['end']

export interface EndActions {
  /** TCP RST, no close frame. */
  reset(): void
  /** Nothing is sent, read or answered any more, and the socket stays open. */
  halfOpen(): void
  close(closeCode: number, reason: string): void
}

export class EndTimer {
  private readonly openedMs: number
  private settings: EndSettings = { kind: 'never' }
  private timer: NodeJS.Timeout | undefined
  private isEnded = false

  /** Made when the connection opens: it counts from then. */
  constructor(
    private readonly now: Clock,
    private readonly actions: EndActions,
  ) {
    this.openedMs = now()
  }

  /**
   * Live. A time that is past already means the next turn of the event loop, not this call: who configures all
   * connections need not expect them to go meanwhile. Settings that it has already change nothing, so what came to pass
   * does not come again when some other fault is changed.
   */
  configure(settings: EndSettings): void {
    if (this.isEnded || isSame(settings, this.settings)) return
    this.settings = settings
    clearTimeout(this.timer)
    this.timer = undefined
    if (settings.kind === 'never') return
    const leftMs = Math.max(0, Math.ceil(this.openedMs + settings.afterMs - this.now()))
    this.timer = setTimeout(() => this.act(settings), leftMs)
  }

  /** The connection is gone; nothing happens to it any more. */
  end(): void {
    this.isEnded = true
    clearTimeout(this.timer)
    this.timer = undefined
  }

  private act(settings: EndSettings): void {
    this.timer = undefined
    switch (settings.kind) {
      case 'never':
        return
      case 'reset':
        this.actions.reset()
        return
      case 'half-open':
        this.actions.halfOpen()
        return
      case 'close':
        this.actions.close(settings.closeCode, settings.reason)
        return
      default:
        assertNever(settings)
    }
  }
}

function isSame(one: EndSettings, other: EndSettings): boolean {
  if (one.kind === 'never' || other.kind === 'never') return one.kind === other.kind
  if (one.kind !== other.kind || one.afterMs !== other.afterMs) return false
  if (one.kind !== 'close' || other.kind !== 'close') return true
  return one.closeCode === other.closeCode && one.reason === other.reason
}
