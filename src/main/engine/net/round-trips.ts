/**
 * How long the other side took to answer: a pong carries the payload of its ping (RFC 6455, section 5.5.3). A message may be
 * answered too (`heartbeat.ts`), and its round trip stands among the others.
 */

/** Enough for a chart of the last minutes at a ping a second. */
export const ROUND_TRIPS_KEPT = 300
/** Pings without an answer that we still recognise when it comes. */
const PINGS_AWAITED_MAX = 64

export class RoundTrips {
  constructor(private readonly keptMax = ROUND_TRIPS_KEPT) {}

  /** Made when they are needed: of thousands of clients most are never pinged. */
  private awaited: Map<string, number> | undefined
  private answeredMs: number[] | undefined
  private answeredAtMs: number[] | undefined
  private pingCount = 0

  /** Oldest first. */
  get allMs(): readonly number[] {
    return this.answeredMs ?? []
  }

  /** When each of them was answered. */
  get timesMs(): readonly number[] {
    return this.answeredAtMs ?? []
  }

  get lastMs(): number | undefined {
    return this.answeredMs?.at(-1)
  }

  /** @returns the payload of a ping that is about to leave, unlike that of any other */
  nextPing(nowMs: number): Buffer {
    const payload = Buffer.from(String(++this.pingCount))
    this.pinged(payload, nowMs)
    return payload
  }

  pinged(payload: Buffer, nowMs: number): void {
    this.awaited ??= new Map()
    if (this.awaited.size >= PINGS_AWAITED_MAX) {
      const [oldest] = this.awaited.keys()
      if (oldest !== undefined) this.awaited.delete(oldest)
    }
    this.awaited.set(payload.toString('latin1'), nowMs)
  }

  /** @returns how long it took, if it answers a ping of ours */
  ponged(payload: Buffer, nowMs: number): number | undefined {
    const key = payload.toString('latin1')
    const pingedAtMs = this.awaited?.get(key)
    if (pingedAtMs === undefined) return undefined
    this.awaited?.delete(key)
    if (this.awaited?.size === 0) this.awaited = undefined
    this.answered(nowMs - pingedAtMs, nowMs)
    return nowMs - pingedAtMs
  }

  answered(durationMs: number, nowMs: number): void {
    this.answeredMs ??= []
    this.answeredAtMs ??= []
    this.answeredMs.push(durationMs)
    this.answeredAtMs.push(nowMs)
    if (this.answeredMs.length > this.keptMax) {
      this.answeredMs.shift()
      this.answeredAtMs.shift()
    }
  }

  /** Of another server, whose distance is its own. */
  forget(): void {
    this.awaited = undefined
    this.answeredMs = undefined
    this.answeredAtMs = undefined
  }

  /** On a new line no ping of the old one is answered. */
  forgetAwaited(): void {
    this.awaited = undefined
  }
}
