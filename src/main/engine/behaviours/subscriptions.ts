/**
 * Which client wants which symbols. A client that never chose wants all, those listed later too, and has no entry here:
 * while there are no entries nobody needs to be asked.
 */
import type { Peer } from './behaviour'

export class Subscriptions {
  private readonly chosen = new Map<Peer, Set<string>>()

  get isEmpty(): boolean {
    return this.chosen.size === 0
  }

  wants(peer: Peer, symbol: string): boolean {
    return this.chosen.get(peer)?.has(symbol) ?? true
  }

  /** The first choice narrows all down to these; each further one adds. */
  add(peer: Peer, symbols: readonly string[]): void {
    this.chosen.set(peer, new Set([...(this.chosen.get(peer) ?? []), ...symbols]))
  }

  /** @param all what a client that never chose is left with the rest of */
  remove(peer: Peer, symbols: readonly string[], all: readonly string[]): void {
    const left = new Set(this.chosen.get(peer) ?? all)
    for (const symbol of symbols) left.delete(symbol)
    this.chosen.set(peer, left)
  }

  /** The client is gone, or wants all again. */
  forget(peer: Peer): void {
    this.chosen.delete(peer)
  }
}
