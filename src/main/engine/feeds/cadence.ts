/** Beats at most 60 times a second while there is something to do, and not at all while there is not. */

/** A frame of a 60 Hz screen; more often nobody could see. */
export const BEAT_MS = 16

export class Cadence {
  private timer: NodeJS.Timeout | undefined
  private isDisposed = false

  /**
   * @param beat does what is due
   * @returns whether more is due; if not, `onRest` is called and the next beat comes with `wake`
   */
  constructor(
    private readonly beat: () => boolean,
    private readonly onRest: () => void,
  ) {}

  /** Something is due. */
  wake(): void {
    if (this.timer !== undefined || this.isDisposed) return
    this.timer = setTimeout(() => {
      this.timer = undefined
      if (this.beat()) this.wake()
      else this.onRest()
    }, BEAT_MS)
  }

  dispose(): void {
    this.isDisposed = true
    clearTimeout(this.timer)
  }
}
