/**
 * What a local server does with its clients. A behaviour sees a stage and peers, never sockets; the server calls it, it
 * answers through them. One file each; `index.ts` lists them.
 */
import type { Result } from '../../../shared/failure'
import type { BehaviourName, BehaviourOptions, OptionField } from '../../../shared/protocol/behaviour'
import type { Mark } from '../../../shared/protocol/frame'
import type { HeaderLine } from '../../../shared/protocol/handshake'
import type { Rule } from '../../../shared/protocol/server-settings'
import type { HeldFrames } from './held-frames'

export type { HeldFrames }

/** A client, as a behaviour sees it. */
export interface Peer {
  readonly id: number
  readonly remoteAddress: string
  /** Who it proved to be, where the server asks. */
  readonly user?: string | undefined
  /** Round trip of the last answered ping, ms. */
  readonly roundTripMs: number | undefined
  /** A string goes out as text, bytes as binary. A peer that reads too slowly is cut by the server, not waited for. */
  send(message: string | Uint8Array, mark?: Mark): void
  /** Text as the bytes it came as. */
  sendText(bytes: Uint8Array, mark?: Mark): void
  /** Writes the row of a message that is not sent after all. */
  recordUnsent(message: Message): void
  /**
   * Sends a ping whose answer updates `roundTripMs`.
   * @param payload of somebody else's ping, at most 125 bytes: then its answer is a stray pong
   */
  ping(payload?: Uint8Array): void
  pong(payload: Uint8Array): void
  /**
   * Starts the closing handshake, once all that was sent before has left.
   * @param closeCode 1005 for a close frame without a status, 1006 to cut the line
   */
  close(closeCode: number, reason?: string): void
  /** Stops reading what it sends, or goes on. */
  stopReading(isStopped: boolean): void
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
  log(text: string, peer?: Peer, mark?: Mark): void
  /** What a summary of the server tells has changed. */
  changed(): void
  /** ms since the epoch, monotonic. */
  now(): number
  /** 0 ≤ n < 1. */
  random(): number
  /** Runs until `dispose`; the server ends it with the behaviour. Late ticks are not made up for. */
  every(intervalMs: number, tick: () => void): Timer
  /** Runs once, unless disposed of; the server ends it with the behaviour. */
  after(delayMs: number, act: () => void): Timer
  /** Dials a server, as a tap does for each of its clients. */
  dial(request: UpstreamRequest, listener: UpstreamListener, signal: AbortSignal): Promise<UpstreamEntry>
}

export interface UpstreamRequest {
  url: string
  headers: readonly HeaderLine[]
  subprotocols: readonly string[]
}

export interface UpstreamListener {
  /** The bytes are the listener's to keep. */
  onMessage(message: Message): void
  onPing(payload: Buffer): void
  onPong(payload: Buffer): void
  /** Once; `closeCode` 1006 where the line was cut. */
  onClose(closeCode: number, reason: string): void
  /** What happened to the line, for the log. */
  onEvent(text: string): void
}

export type UpstreamEntry =
  | { isOpen: true; upstream: Upstream }
  /** `response` where there was one. */
  | { isOpen: false; why: string; response?: { statusCode: number; headers: readonly HeaderLine[]; body: string } }

export interface Upstream {
  readonly subprotocol: string
  send(message: Message): void
  ping(payload: Uint8Array): void
  pong(payload: Uint8Array): void
  /** 1005 for a close frame without a status, 1006 for none. */
  close(closeCode: number, reason: string): void
  stopReading(isStopped: boolean): void
  /** From now on neither of the two is read faster than the other takes. */
  join(peer: Peer): void
}

export interface Timer {
  dispose(): void
}

/** What a client asks for, before it is let in. */
export interface UpgradeRequest {
  /** Path and query, without what proved who the client is. */
  target: string
  headers: readonly HeaderLine[]
  subprotocols: readonly string[]
  remoteAddress: string
}

/** What a behaviour says to a client that wants to come in. */
export type Entry =
  | {
      isOpen: true
      subprotocol: string /** Just before `onOpen`. */
      enter(peer: Peer): void /** It did not come in after all. */
      leave(): void
    }
  | { isOpen: false; statusCode: number; headers: readonly HeaderLine[]; body: string; why: string }

/**
 * A running behaviour. What it does not care about it leaves out. Of each peer it hears its `onOpen` once, then its
 * messages, then its `onClose` once, and nothing after that.
 */
export interface Behaviour {
  onOpen?(peer: Peer): void
  onMessage?(peer: Peer, message: Message): void
  onClose?(peer: Peer): void
  /** @returns true if it takes care of the ping; else it is answered at once */
  onPing?(peer: Peer, payload: Buffer): boolean
  /** A pong that answers none of ours. */
  onStrayPong?(peer: Peer, payload: Buffer): void
  /** Asked before a client is let in, where that depends on somebody else. @param signal aborts when the client has gone */
  admit?(request: UpgradeRequest, signal: AbortSignal): Promise<Entry>
  /** How the peer's end came about, before its `onClose`. */
  onClosing?(peer: Peer, close: { closeCode: number; reason: string }): void
  /** What it holds back until a person lets it go. */
  readonly held?: HeldFrames
  /** New option values while running; checked before. */
  configure?(options: BehaviourOptions): void
}

/** A kind of behaviour: how it is described, which knobs it has, how it is begun. */
export interface BehaviourType {
  /** One sentence for the form. */
  readonly description: string
  readonly options: readonly OptionField[]
  /** What the fields alone cannot say of their values. */
  check?(options: BehaviourOptions): Result<void>
  /** @param options complete and checked: every field of `options` is there and in its range */
  begin(stage: Stage, options: BehaviourOptions): Behaviour
}

/** A behaviour with its rules before it. */
export interface BegunBehaviour extends Behaviour {
  /** Checked ones in place of those so far. */
  changeRules(rules: readonly Rule[]): void
}

/** What servers can do, as the composition root puts it together. */
export interface BehaviourCatalogue {
  checkOptions(name: BehaviourName, options: BehaviourOptions): Result<BehaviourOptions>
  checkRules(rules: readonly Rule[]): Result<void>
  /** @param options checked; @param rules checked */
  begin(name: BehaviourName, options: BehaviourOptions, rules: readonly Rule[], stage: Stage): BegunBehaviour
}
