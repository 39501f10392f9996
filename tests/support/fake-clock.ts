/** A clock that goes when the test says so. */
export class FakeClock {
  constructor(public nowMs = Date.UTC(2024, 0, 1)) {}

  readonly now = () => this.nowMs

  advance(ms: number): void {
    this.nowMs += ms
  }
}
