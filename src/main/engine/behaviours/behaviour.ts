/**
 * What a local server does with its clients. A behaviour sees a stage and peers, never sockets; the server calls it, it
 * answers through them. One file each; `index.ts` lists them.
 */
import type { BehaviourOptions, OptionField } from '../../../shared/protocol/behaviour'

/** A client, as a behaviour sees it. */
export interface Peer {
  readonly id: number
  readonly remoteAddress: string
  /** Who it proved to be on the handshake, where the server asks. */
  readonly user?: string
  /** Round trip of the last answered ping, ms. */
  readonly roundTripMs: number | undefined
  /** A string goes out as text, bytes as binary. A peer that reads too slowly is cut by the server, not waited for. */
  send(message: string | Uint8Array): void
  /** Sends a ping; its answer updates `roundTripMs`. */
  ping(): void
  /** Starts the closing handshake. */
  close(closeCode: number, reason?: string): void
}

/** A message as it arrived. */
export interface Message {
  readonly isBinary: boolean
  readonly bytes: Buffer
}

export interface Stage {
  /** A peer is among them from before its `onOpen` until before its `onClose`. */
  readonly peers: ReadonlySet<Peer>
  /** To every peer; text is encoded once. */
  broadcast(message: string | Uint8Array, except?: Peer): void
  /** Writes an event row: into the peer's log, or into the server's own. */
  log(text: string, peer?: Peer): void
  /** ms since the epoch, monotonic. */
  now(): number
  /** 0 ≤ n < 1. */
  random(): number
  /** Runs until `dispose`; the server ends it with the behaviour. Late ticks are not made up for. */
  every(intervalMs: number, tick: () => void): Timer
  /** Runs once, unless disposed of; the server ends it with the behaviour. */
  after(delayMs: number, act: () => void): Timer
}

export interface Timer {
  dispose(): void
}

/**
 * A running behaviour. What it does not care about it leaves out. Of each peer it hears its `onOpen` once, then its
 * messages, then its `onClose` once, and nothing after that.
 */
export interface Behaviour {
  onOpen?(peer: Peer): void
  onMessage?(peer: Peer, message: Message): void
  onClose?(peer: Peer): void
  /** New option values while running; checked before. */
  configure?(options: BehaviourOptions): void
}

/** A kind of behaviour: how it is described, which knobs it has, how it is begun. */
export interface BehaviourType {
  /** One sentence for the form. */
  readonly description: string
  readonly options: readonly OptionField[]
  /** @param options complete and checked: every field of `options` is there and in its range */
  begin(stage: Stage, options: BehaviourOptions): Behaviour
}
