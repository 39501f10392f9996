/** Which row is a pong that answered a ping of ours, and how long that took: the newest, since rows are evicted too. */

/** A ping a second on ten connections for half an hour. */
const KEPT_MAX = 20_000

export class PongRoundTrips {
  private readonly bySeq = new Map<number, number>()

  set(seq: number, durationMs: number): void {
    this.bySeq.set(seq, durationMs)
    if (this.bySeq.size <= KEPT_MAX) return
    const [oldest] = this.bySeq.keys()
    if (oldest !== undefined) this.bySeq.delete(oldest)
  }

  /** @returns ms; undefined for a row that is no such pong, or one too old */
  of(seq: number): number | undefined {
    return this.bySeq.get(seq)
  }
}
