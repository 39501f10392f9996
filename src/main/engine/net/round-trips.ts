/** How long pings took to be answered: a pong carries the payload of its ping (RFC 6455, section 5.5.3). */

/** Enough for a chart of the last minutes at a ping a second. */
export const ROUND_TRIPS_KEPT = 300
/** Pings without an answer that we still recognise when it comes. */
const PINGS_AWAITED_MAX = 64

export class RoundTrips {
  constructor(private readonly keptMax = ROUND_TRIPS_KEPT) {}

  /** Made when they are needed: of thousands of clients most are never pinged. */
  private awaited: Map<string, number> | undefined
  private answeredMs: number[] | undefined

  /** Oldest first. */
  get allMs(): readonly number[] {
    return this.answeredMs ?? []
  }

  get lastMs(): number | undefined {
    return this.answeredMs?.at(-1)
  }

  pinged(payload: Buffer, nowMs: number): void {
    this.awaited ??= new Map()
    if (this.awaited.size >= PINGS_AWAITED_MAX) {
      const [oldest] = this.awaited.keys()
      if (oldest !== undefined) this.awaited.delete(oldest)
    }
    this.awaited.set(payload.toString('latin1'), nowMs)
  }

  /** @returns whether it answers a ping of ours */
  ponged(payload: Buffer, nowMs: number): boolean {
    const key = payload.toString('latin1')
    const pingedAtMs = this.awaited?.get(key)
    if (pingedAtMs === undefined) return false
    this.awaited?.delete(key)
    if (this.awaited?.size === 0) this.awaited = undefined
    this.answeredMs ??= []
    this.answeredMs.push(nowMs - pingedAtMs)
    if (this.answeredMs.length > this.keptMax) this.answeredMs.shift()
    return true
  }
}
