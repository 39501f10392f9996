/** Points of one line in the order of their time: two columns that grow up to a cap, then forget the oldest. */

/** Two columns of it are 2 MiB; at a quote a millisecond two minutes, at one a second a day and a half. */
export const POINTS_MAX = 131_072

const FIRST_CAPACITY = 256

export class PointRing {
  private times = new Float64Array(FIRST_CAPACITY)
  private values = new Float64Array(FIRST_CAPACITY)
  /** Where the oldest point is; 0 until the ring is full. */
  private start = 0
  private count = 0

  get length(): number {
    return this.count
  }

  get last(): number {
    return this.count === 0 ? Number.NaN : this.valueAt(this.count - 1)
  }

  add(timeMs: number, value: number): void {
    if (this.count === this.times.length && this.count < POINTS_MAX) this.grow()
    const at = this.place(this.count)
    this.times[at] = timeMs
    this.values[at] = value
    if (this.count < this.times.length) this.count++
    else this.start = (this.start + 1) % this.times.length
  }

  timeAt(index: number): number {
    return this.times[this.place(index)] as number
  }

  valueAt(index: number): number {
    return this.values[this.place(index)] as number
  }

  /** The first point at or after `timeMs`; `length` when there is none. */
  indexFrom(timeMs: number): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.timeAt(middle) < timeMs) low = middle + 1
      else high = middle
    }
    return low
  }

  private place(index: number): number {
    const at = this.start + index
    return at < this.times.length ? at : at - this.times.length
  }

  private grow(): void {
    const capacity = Math.min(POINTS_MAX, this.times.length * 2)
    const times = new Float64Array(capacity)
    const values = new Float64Array(capacity)
    times.set(this.times)
    values.set(this.values)
    this.times = times
    this.values = values
  }
}
