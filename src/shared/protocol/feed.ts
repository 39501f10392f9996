/** What the window knows of connections, servers and series: summaries that are pushed whole when they change. */
import type { ConnectionState } from './connection-state'

/** What the log, the counters and the rate chart are about. */
export type Scope = { kind: 'all' } | { kind: 'connection'; id: number } | { kind: 'server'; id: number }

/** All that is needed to dial. Kept with the connection, so that it can be dialled again. */
export interface ConnectionRequest {
  url: string
  /** Appended to the URL's own query, percent-encoded. */
  query: [name: string, value: string][]
  headers: [name: string, value: string][]
  subprotocols: string[]
  /** Milliseconds from the click until the handshake must be done. */
  handshakeTimeoutMs: number
  /** Offer permessage-deflate (RFC 7692). */
  compression: boolean
}

export interface ConnectionSummary {
  id: number
  name: string
  request: ConnectionRequest
  state: ConnectionState
}

export type BehaviourName = 'echo' | 'hello' | 'chat' | 'ticker' | 'news' | 'game'
export type BehaviourOptions = Record<string, number | string>

/** One knob of a behaviour, enough to draw its field and to check its value. */
export type OptionField =
  | { kind: 'number'; name: string; label: string; unit: string; min: number; max: number; default: number }
  | { kind: 'text'; name: string; label: string; maxLength: number; default: string }

export interface BehaviourSummary {
  name: BehaviourName
  /** One sentence for the form. */
  description: string
  options: OptionField[]
}

export type ServerState = { name: 'running'; url: string; port: number } | { name: 'stopped' }

export interface ServerSummary {
  id: number
  name: string
  behaviour: BehaviourName
  options: BehaviourOptions
  /** The port asked for; 0 means any. The one in use stands in `state`. */
  port: number
  /** Origins let in besides loopback pages and clients that send none. */
  allowedOrigins: string[]
  /** Accept permessage-deflate (RFC 7692) from clients that offer it; about 300 KiB for each that does. */
  compression: boolean
  state: ServerState
  peerCount: number
  /** Started by the app itself to show what it does. */
  isDemo: boolean
}

/** A client of a local server. It is a connection like any other: its id works wherever a connection's does. */
export interface PeerSummary {
  id: number
  /** `address:port` of the far end. */
  remoteAddress: string
  connectedAtMs: number
  receivedCount: number
  sentCount: number
  receivedBytes: number
  sentBytes: number
  /** Of the last ping answered, if any. */
  roundTripMs?: number
}

/** Keys and indexes from the root of the message: `['items', 0, 'price']`. */
export type FieldPath = (string | number)[]

export interface SeriesSummary {
  id: number
  connectionId: number
  /** Series with the same chart are drawn in one. */
  chartId: number
  path: FieldPath
  /** The field whose value splits the series into lines; absent for one line. */
  keyPath?: FieldPath
}

export interface Counters {
  /** Data and control frames the sockets delivered. `received = stored + evicted + dropped`, at every instant. */
  received: number
  stored: number
  evicted: number
  dropped: number
  /** Data and control frames handed to the sockets; accounted for apart. */
  sent: number
}

/** Per second, over the last whole second. */
export interface Rate {
  messagesPerSecond: number
  bytesPerSecond: number
}
