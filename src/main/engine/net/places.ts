/** Who takes a place at a local server: those that are in, and those about whom somebody else is being asked. */

/** A place that is taken. */
export interface Place {
  /** Gives it back; once. */
  give(): void
}

export class Places {
  private taken = 0
  private readonly byAddress = new Map<string, number>()

  /** @param address of those from there alone */
  count(address?: string): number {
    return address === undefined ? this.taken : (this.byAddress.get(address) ?? 0)
  }

  /** @param address undefined for a socket that is gone already */
  take(address = ''): Place {
    this.taken++
    this.byAddress.set(address, this.count(address) + 1)
    return {
      give: () => {
        this.taken--
        const left = this.count(address) - 1
        if (left > 0) this.byAddress.set(address, left)
        else this.byAddress.delete(address)
      },
    }
  }
}
