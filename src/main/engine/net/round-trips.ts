/** How long pings took to be answered: a pong carries the payload of its ping (RFC 6455, section 5.5.3). */

/** Enough for a chart of the last minutes at a ping a second. */
export const ROUND_TRIPS_KEPT = 300
/** Pings without an answer that we still recognise when it comes. */
const PINGS_AWAITED_MAX = 64

export class RoundTrips {
  private readonly awaited = new Map<string, number>()
  private readonly answeredMs: number[] = []

  /** Oldest first. */
  get allMs(): readonly number[] {
    return this.answeredMs
  }

  get lastMs(): number | undefined {
    return this.answeredMs.at(-1)
  }

  pinged(payload: Buffer, nowMs: number): void {
    if (this.awaited.size >= PINGS_AWAITED_MAX) {
      const [oldest] = this.awaited.keys()
      if (oldest !== undefined) this.awaited.delete(oldest)
    }
    this.awaited.set(payload.toString('latin1'), nowMs)
  }

  /** A pong that nobody asked for is none of ours. */
  ponged(payload: Buffer, nowMs: number): void {
    const key = payload.toString('latin1')
    const pingedAtMs = this.awaited.get(key)
    if (pingedAtMs === undefined) return
    this.awaited.delete(key)
    this.answeredMs.push(nowMs - pingedAtMs)
    if (this.answeredMs.length > ROUND_TRIPS_KEPT) this.answeredMs.shift()
  }
}
