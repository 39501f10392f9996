/** What the window knows of connections, servers and series: summaries that are pushed whole when they change. */
import type { ConnectionSettings } from './connection-settings'
import type { ConnectionState } from './connection-state'
import type { Direction, FrameKind } from './frame'
import type { Certificate } from './handshake'
import type { FaultSettings, ServerSettings } from './server-settings'

/** What the log, the counters and the rate chart are about. */
export type Scope = { kind: 'all' } | { kind: 'connection'; id: number } | { kind: 'server'; id: number }

export interface ConnectionSummary {
  id: number
  /** The user's, or else the address. */
  name: string
  settings: ConnectionSettings
  state: ConnectionState
  /** It will be dialled again: the attempt's number, and when. */
  retry?: { attempt: number; atMs: number }
  /** Dialled by the app itself to show what it does; the workspace does not keep it. */
  isDemo?: boolean
}

export type ServerState =
  | {
      name: 'running'
      /** The first of `urls`: where a program of this computer connects. */
      url: string
      urls: string[]
      port: number
      /** Other computers can reach it. */
      isExposed: boolean
      certificate?: ServerCertificate
    }
  | { name: 'stopped' }

/** What a client has to know to trust a server of ours. */
export interface ServerCertificate extends Pick<Certificate, 'fingerprint256' | 'subjectAltNames' | 'validTo'> {
  /** PEM of the CA that signed it, where we made it. */
  ca?: string
}

export interface ServerSummary extends ServerSettings {
  id: number
  /** Names it across starts, in the workspace. */
  uid: string
  name: string
  state: ServerState
  peerCount: number
  /** Frames that a tap holds until somebody releases them. */
  heldCount: number
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
  /** Who it proved to be. */
  user?: string
  /** Its own faults, in place of the server's. */
  faults?: FaultSettings
  /** Half-open by our doing: nothing passes until it is resumed. */
  isHalfOpen: boolean
}

/** A frame that a tap holds back until a person lets it go. */
export interface HeldFrame {
  heldId: number
  /** Of the client, whichever way the frame goes. */
  connectionId: number
  /** `received` from the client, or on its way to it (`sent`). */
  direction: Direction
  type: 'text' | 'binary'
  timeMs: number
  byteLength: number
  /** Its first bytes, at most `PREVIEW_MAX_BYTES`. */
  preview: Uint8Array
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

/** A row that the user wants to find again. */
export interface Bookmark {
  seq: number
  timeMs: number
  connectionId: number
  kind: FrameKind
  note: string
  /** Its first bytes, at most `PREVIEW_MAX_BYTES`. */
  preview: Uint8Array
}

/** Messages that the engine goes on sending by itself. */
export interface SendTaskSummary {
  id: number
  connectionIds: number[]
  /** What the user would call it: “3 messages, every 500 ms”. */
  title: string
  sentCount: number
  failedCount: number
  /** Of all; absent where there is no end. */
  totalCount?: number
  /** Of a file that is streamed. */
  sentBytes?: number
  totalBytes?: number
  state: 'running' | 'done' | 'stopped' | 'failed'
  /** Why it failed, or what failed last. */
  problem?: string
}
