/**
 * Long work (a filter over all that is stored) in slices between the turns of the event loop: sockets are read and clicks
 * answered between any two of them, and an engine that has nothing else to do gives it all its time.
 */
export class CatchUp {
  private isDue = false
  private isDisposed = false

  /** @param work does one slice. @returns whether there is more to do */
  constructor(private readonly work: () => boolean) {}

  start(): void {
    if (this.isDue || this.isDisposed) return
    this.isDue = true
    setImmediate(() => {
      this.isDue = false
      if (!this.isDisposed && this.work()) this.start()
    })
  }

  dispose(): void {
    this.isDisposed = true
  }
}
