/**
 * The contract between window, shell and engine: every call and every push, once. The types of preload, main and
 * renderer are derived from these tables, so a handler that is missing or answers something else does not compile.
 *
 *   call  the window asks, gets one answer   (`engineCalls`: answered by the engine; `shellCalls`: by the shell)
 *   push  the engine or the shell tells      (`Pushes`)
 *
 * Arguments arrive as `unknown` and are parsed by the schema that stands here; inside they are trusted.
 */
import * as v from 'valibot'
import type { Failure, Result } from '../failure'
import type { BehaviourSummary } from '../protocol/behaviour'
import { connectionChange, connectionSettings } from '../protocol/connection-settings'
import { type Desk, desk, deskChange, rowColours } from '../protocol/desk'
import type {
  Bookmark,
  ConnectionSummary,
  Counters,
  HeldFrame,
  PeerSummary,
  Rate,
  SendTaskSummary,
  SeriesSummary,
  ServerSummary,
} from '../protocol/feed'
import { type Direction, directions, type FrameKind, frameTypes } from '../protocol/frame'
import type { Handshake } from '../protocol/handshake'
import { sendTask } from '../protocol/send-task'
import {
  faultAction,
  faultSettings,
  liveServerSettings,
  rules,
  schemaText,
  serverSettings,
} from '../protocol/server-settings'
import {
  DISK_LIMIT_MAX_BYTES,
  MEMORY_LIMIT_MAX_BYTES,
  MEMORY_LIMIT_MIN_BYTES,
  type StorageLimits,
  type StorageState,
} from '../protocol/storage'
import { WINDOW_MAX_ROWS } from './log-window'

// ── the pieces arguments are made of ─────────────────────────────────────────────────────────────────────────────────

/** Bounds on what one call may carry; far above what a form holds, far below what would hurt. */
const TEXT_MAX = 64 * 1024
const LIST_MAX = 200
/** The largest message that can be sent in one call; larger ones are to be streamed. */
export const SEND_MAX_BYTES = 16 * 1024 * 1024
const WIDTH_MAX_PX = 16_384
/** Of a text file that is read or written whole. */
export const FILE_TEXT_MAX = 4 * 1024 * 1024

const id = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const text = v.pipe(v.string(), v.maxLength(TEXT_MAX))
const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.maxLength(LIST_MAX))

const scope = v.variant('kind', [
  v.object({ kind: v.literal('all') }),
  v.object({ kind: v.literal('connection'), id }),
  v.object({ kind: v.literal('server'), id }),
])

const filter = v.object({
  text,
  directions: v.array(v.picklist(directions)),
  types: v.array(v.picklist(frameTypes)),
  markedOnly: v.optional(v.boolean(), false),
  typedAtMs: v.optional(v.number()),
})

const payload = v.union([
  v.pipe(v.string(), v.maxLength(SEND_MAX_BYTES)),
  v.pipe(
    v.instance(Uint8Array),
    v.check((bytes) => bytes.byteLength <= SEND_MAX_BYTES),
  ),
])

const path = list(v.union([text, count]))
const rowWindow = { firstRow: count, rowCount: v.pipe(count, v.maxValue(WINDOW_MAX_ROWS)), follow: v.boolean() }
const span = { fromMs: v.number(), toMs: v.number(), widthPx: v.pipe(count, v.minValue(1), v.maxValue(WIDTH_MAX_PX)) }

/** A name, not a path: where it goes the user says. */
const fileName = v.pipe(v.string(), v.maxLength(200), v.regex(/^[^/\\]+$/))
/** A server's file with all its rules has some hundred kilobytes. */
const fileText = v.pipe(v.string(), v.maxLength(FILE_TEXT_MAX))

/** Also of the file the shell keeps them in. */
export const storageLimits = v.object({
  memoryBytes: v.pipe(count, v.minValue(MEMORY_LIMIT_MIN_BYTES), v.maxValue(MEMORY_LIMIT_MAX_BYTES)),
  diskBytes: v.pipe(count, v.maxValue(DISK_LIMIT_MAX_BYTES)),
  whenDiskIsSlow: v.picklist(['drop', 'hold-back']),
}) satisfies v.GenericSchema<unknown, StorageLimits>

// ── what calls answer ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Workspace {
  connections: ConnectionSummary[]
  servers: ServerSummary[]
  series: SeriesSummary[]
  bookmarks: Bookmark[]
  sends: SendTaskSummary[]
  behaviours: BehaviourSummary[]
  /** The latest; at rest no other will come. */
  pulse: Pulse
}

export interface FrameDetail {
  seq: number
  timeMs: number
  connectionId: number
  kind: FrameKind
  byteLength: number
  /** Of a pong that answered a ping of ours: how long that took. */
  roundTripMs?: number | undefined
  /** The bytes; or why there are none any more. */
  payload: Uint8Array | 'evicted' | 'dropped'
}

/** A payload as its decoders read it. */
export interface DecodedFrame {
  /** What was taken off or recognised, outermost first: `gzip`, `Socket.IO`, `MessagePack`. Empty: nothing but the bytes. */
  layers: string[]
  /** What its protocol calls it: `EVENT chat`, `CONNECTED`, `PUBLISH prices/ACME`; nothing where it has no word. */
  label: string
  /** What its envelope says besides: headers of STOMP, the QoS of MQTT. Absent where there is nothing. */
  details?: [name: string, value: string][]
  /** What it says, to be read: JSON where `isJson`, else text. Absent where the bytes are all there is. */
  text?: string
  isJson: boolean
  /** Why decoding stopped; what was readable until then is there all the same. */
  problem?: Failure
}

/** A request as it would be sent. */
export interface ResolvedRequest {
  /** With its query. */
  url: string
  requestLine: string
  headers: [name: string, value: string][]
  subprotocols: string[]
  /** `{{names}}` that nothing is known of, in their order. */
  unknownVariables: string[]
  /** What is wrong with it. */
  problem?: Failure
  /** What is asked first: a login, by its method and URL. */
  login?: string
}

/** Where the workspace is kept. */
export interface WorkspacePlace {
  name: string
  path: string
  /** The app's own, which is there without being asked for. */
  isDefault: boolean
  /** Whether secrets outlive the app: in the system's keychain, or only for this session and why. */
  secrets: { areKept: true } | { areKept: false; why: string }
}

export interface ConnectionHealth {
  counters: Counters
  receivedBytes: number
  sentBytes: number
  /** Bytes handed to `ws` and not yet taken by the kernel. */
  queuedBytes: number
  openedAtMs?: number
  lastFrameAtMs?: number
  /** Of answered pings, newest last, at most `ROUND_TRIPS_KEPT`. */
  roundTripsMs: number[]
  /** When each of them was answered. */
  roundTripTimesMs: number[]
  /** Bytes of the transport since the handshake, frame headers and compression included, TLS not; of this opening. */
  wire?: { receivedBytes: number; sentBytes: number; receivedPayloadBytes: number; sentPayloadBytes: number }
  /** How often it was open, this time included. */
  openings: number
}

/** Columns that share their x; `NaN` where a line has no point. Ready for uPlot. */
export interface Columns {
  timesMs: Float64Array
  lines: Line[]
}

export interface Line {
  seriesId: number
  /** The key's value for a split series, else the empty string. */
  key: string
  values: Float64Array
  /** The newest value there is, whatever the span. */
  last: number
  /** 1: every frame was parsed; n: one in n, since parsing all would not keep up. */
  sampledOneIn: number
}

// ── the tables ───────────────────────────────────────────────────────────────────────────────────────────────────────

interface Call<S extends v.GenericSchema, T> {
  args: S
  /** Carries the answer's type only. */
  answer?: T
}

function call<S extends v.GenericSchema>(args: S) {
  return { answers: <T>(): Call<S, T> => ({ args }) }
}

const nothing = v.object({})

export const engineCalls = {
  'workspace.read': call(nothing).answers<Workspace>(),
  'demo.start': call(nothing).answers<{ serverId: number; connectionId: number }>(),

  'connection.connect': call(v.object({ id: v.optional(id), settings: v.optional(connectionSettings) })).answers<{
    id: number
  }>(),
  /** One that is not dialled yet: of a workspace that is brought back, of an import, a copy. */
  'connection.add': call(v.object({ settings: connectionSettings })).answers<{ id: number }>(),
  /** A part that is given replaces that part; what is of the handshake counts from the next one. */
  'connection.configure': call(v.object({ id, change: connectionChange })).answers<void>(),
  /** Puts it before another of the list; at its end without one. */
  'connection.move': call(v.object({ id, beforeId: v.optional(id) })).answers<void>(),
  /** What would be sent, with its variables filled in and its secrets hidden. */
  'connection.resolve': call(v.object({ settings: connectionSettings })).answers<ResolvedRequest>(),
  /** Of one that waits for its next attempt. */
  'connection.retry': call(v.object({ id, act: v.picklist(['now', 'stop']) })).answers<void>(),
  'connection.disconnect': call(
    v.object({ id, closeCode: v.optional(v.number()), reason: v.optional(text) }),
  ).answers<void>(),
  'connection.remove': call(v.object({ id })).answers<void>(),
  'connection.handshake': call(v.object({ id })).answers<Handshake | undefined>(),
  'connection.health': call(v.object({ id })).answers<ConnectionHealth>(),

  'frame.send': call(
    v.object({
      connectionId: id,
      type: v.picklist(['text', 'binary', 'ping', 'pong']),
      payload,
      /** Fill in the variables and generators of a text. */
      resolves: v.optional(v.boolean(), false),
    }),
  ).answers<void>(),
  /** The whole payload, or as much of it from `from` on. */
  'frame.read': call(
    v.object({ seq: count, from: v.optional(count, 0), maxBytes: v.optional(count, Number.MAX_SAFE_INTEGER) }),
  ).answers<FrameDetail>(),
  /** What its connection's decoders make of it. */
  'frame.decode': call(v.object({ seq: count })).answers<DecodedFrame>(),
  /** Full names of the messages in `.proto` files, which are read anew. */
  'proto.types': call(v.object({ files: list(text) })).answers<{ types: string[] }>(),
  /** The nearest message before it of the same connection and direction; with the same value at `path` if there is one. */
  'frame.earlier': call(v.object({ seq: count, path: v.optional(path) })).answers<{ seq: number | undefined }>(),
  /** What the schema says of a message that is to be sent. @returns its problems, one a line */
  'schema.check': call(
    v.object({ schema: schemaText, text: v.pipe(v.string(), v.maxLength(SEND_MAX_BYTES)) }),
  ).answers<{
    problems: string[]
  }>(),

  /** Goes on by itself until it is done or stopped. */
  'send.start': call(sendTask).answers<{ id: number }>(),
  'send.stop': call(v.object({ id })).answers<void>(),
  /** Takes what has ended from the list. */
  'send.forget': call(v.object({ id })).answers<void>(),
  /** What `{{name}}` stands for, from now on. */
  'variables.set': call(v.object({ variables: desk.entries.globals })).answers<void>(),
  /** A text with its variables and generators filled in, secrets hidden; and the names that nothing is known of. */
  'variables.preview': call(v.object({ text: v.pipe(v.string(), v.maxLength(SEND_MAX_BYTES)) })).answers<{
    text: string
    unknown: string[]
  }>(),

  'server.start': call(v.object({ id: v.optional(id), ...serverSettings.entries })).answers<{ id: number }>(),
  /** One that does not run yet: of a workspace that is brought back. */
  'server.add': call(v.object({ uid: connectionSettings.entries.uid, ...serverSettings.entries })).answers<{
    id: number
  }>(),
  'server.move': call(v.object({ id, beforeId: v.optional(id) })).answers<void>(),
  'server.stop': call(v.object({ id })).answers<void>(),
  'server.remove': call(v.object({ id })).answers<void>(),
  /** A part that is given replaces that part, at once where the server runs. */
  'server.configure': call(v.object({ id, ...liveServerSettings.entries })).answers<void>(),
  'server.peers': call(v.object({ id, first: count, count })).answers<{ total: number; peers: PeerSummary[] }>(),
  'server.broadcast': call(
    v.object({ id, type: v.picklist(['text', 'binary']), payload, resolves: v.optional(v.boolean(), false) }),
  ).answers<{
    peerCount: number
  }>(),

  /** At once, to one client (its connection's id) or to all of a server. */
  'server.act': call(v.object({ id, action: faultAction })).answers<{ peerCount: number }>(),
  /** Faults of one client in place of its server's; without any, the server's again. */
  'peer.configure': call(v.object({ id, faults: v.optional(faultSettings) })).answers<void>(),
  /** `ERR_SCHEMA_INVALID`, `ERR_RULE_INVALID`: what a start would answer, for a form that is being filled in. */
  'server.check': call(v.object({ schema: v.optional(schemaText), rules: v.optional(rules) })).answers<void>(),

  /** Which ways a tap holds frames from now on; what it holds of others is let go. */
  'tap.hold': call(v.object({ id, directions: v.array(v.picklist(directions)) })).answers<void>(),
  'tap.held': call(v.object({ id })).answers<{ directions: Direction[]; frames: HeldFrame[] }>(),
  'tap.read': call(v.object({ id, heldId: id })).answers<{ payload: Uint8Array }>(),
  /** Lets frames go, in their order; with another payload if one is given and it is one frame. */
  'tap.release': call(v.object({ id, heldIds: v.array(id), payload: v.optional(payload) })).answers<void>(),
  'tap.drop': call(v.object({ id, heldIds: v.array(id) })).answers<void>(),

  /** `ERR_FILTER_INVALID` for what `log.watch` would refuse: only the engine knows which regular expressions are valid. */
  'filter.check': call(v.object({ text })).answers<void>(),

  'log.watch': call(v.object({ scope, filter, ...rowWindow })).answers<{ viewId: number }>(),
  'log.move': call(v.object({ viewId: id, ...rowWindow })).answers<void>(),
  'log.acknowledge': call(v.object({ viewId: id })).answers<void>(),
  'log.unwatch': call(v.object({ viewId: id })).answers<void>(),
  'log.locate': call(v.object({ viewId: id, seq: count })).answers<{ row: number | undefined }>(),
  /**
   * The next row that matches a filter's text, from `row` on in that direction, in the view's order. The next of the same view
   * ends it (`ERR_CANCELLED`). @returns no row where none does
   */
  'log.find': call(v.object({ viewId: id, text, row: count, direction: v.picklist(['next', 'previous']) })).answers<{
    row: number | undefined
    seq: number | undefined
  }>(),
  /** What this window's logs show besides: cells of fields, colours of rows. */
  'log.decorate': call(
    v.object({ columns: list(path), colours: list(v.object({ filter: text, colour: v.picklist(rowColours) })) }),
  ).answers<void>(),
  'bookmark.set': call(v.object({ seq: count, note: v.optional(text, '') })).answers<void>(),
  'bookmark.remove': call(v.object({ seq: count })).answers<void>(),
  'log.clear': call(v.object({ scope })).answers<{ clearId: number }>(),
  'log.restore': call(v.object({ clearId: id })).answers<void>(),

  'series.add': call(
    v.object({ connectionId: id, chartId: v.optional(id), path, keyPath: v.optional(path) }),
  ).answers<SeriesSummary>(),
  'series.split': call(v.object({ id, keyPath: v.optional(path) })).answers<void>(),
  'series.remove': call(v.object({ id })).answers<void>(),
  'series.read': call(v.object({ seriesIds: list(id), ...span })).answers<Columns>(),
  'storage.configure': call(v.object({ limits: storageLimits })).answers<void>(),
  /** Lines: received messages/s, received bytes/s, sent messages/s, sent bytes/s. */
  'rates.read': call(v.object({ scope, ...span })).answers<Columns>(),
} as const

export const shellCalls = {
  'clipboard.write': call(v.object({ text: v.string() })).answers<void>(),
  'theme.write': call(v.object({ theme: v.picklist(['system', 'dark', 'light']) })).answers<void>(),
  'settings.read': call(nothing).answers<ShellSettings>(),
  /** Keeps the limits for the next start. */
  'storage.keep': call(v.object({ limits: storageLimits })).answers<void>(),
  'demo.keep': call(v.object({ atStart: v.boolean() })).answers<void>(),
  /** Asks where, then writes. @returns the file's name; nothing where the user thought better of it */
  'file.save': call(v.object({ suggestedName: fileName, text: fileText })).answers<{ name: string } | undefined>(),
  /** Asks which, then reads. */
  'file.open': call(v.object({ title: text, extensions: list(text) })).answers<
    { name: string; path: string; text: string } | undefined
  >(),
  /** Asks which; its path is for the engine to read. */
  'file.choose': call(v.object({ title: text, extensions: list(text) })).answers<
    { name: string; path: string } | undefined
  >(),
  'link.open': call(v.object({ url: text })).answers<void>(),

  'desk.read': call(nothing).answers<Desk>(),
  /** A part that is given replaces that part. */
  'desk.write': call(deskChange).answers<void>(),
  'workspace.state': call(nothing).answers<WorkspacePlace>(),
  /** Asks which file, closes what is open, brings back what stands there, and keeps it there from now on. */
  'workspace.open': call(v.object({ path: v.optional(text) })).answers<WorkspacePlace | undefined>(),
  /** Asks where; an empty one, or a copy of this, which is then the one in use. */
  'workspace.create': call(v.object({ from: v.picklist(['nothing', 'this']) })).answers<WorkspacePlace | undefined>(),
  /** Asks where, and writes one without secrets, to be shared. */
  'workspace.export': call(nothing).answers<{ name: string } | undefined>(),
  /** Asks which, and adds what stands there to this one. @returns how much that is */
  'workspace.import': call(nothing).answers<{ connections: number; servers: number } | undefined>(),
} as const

export interface ShellSettings {
  theme: Theme
  /** What could not be brought back from the last time, in a sentence. */
  workspaceProblem: string | undefined
  startsDemo: boolean
  platform: string
  versions: { feedscope: string; electron: string; chrome: string; node: string }
}

export type Theme = 'system' | 'dark' | 'light'

export interface Pushes {
  'connections.changed': ConnectionSummary[]
  'servers.changed': ServerSummary[]
  'series.changed': SeriesSummary[]
  'bookmarks.changed': Bookmark[]
  'sends.changed': SendTaskSummary[]
  'desk.changed': Desk
  'workspace.changed': WorkspacePlace
  /** Something about the workspace or a link that the user should know, in a sentence. */
  'notice.told': { kind: 'info' | 'error'; message: string }
  /** A `feedscope://` link was followed: the user is asked before anything is done with it. */
  'link.received': { url: string }
  /** A packed window, see `log-window.ts`; the next one comes after `log.acknowledge`. */
  'log.tick': Uint8Array
  'pulse.tick': Pulse
  /** The engine stopped unexpectedly and was started again; what it held is gone. */
  'engine.restarted': { message: string }
  /** A command chosen in the application menu. */
  'menu.command': MenuCommand
}

/** Twice a second, while anything moves. */
export interface Pulse {
  total: Rate
  /** By connection id and by server id; those at rest are left out. */
  connections: Record<number, Rate>
  servers: Record<number, Rate>
  storage: StorageState
  /** Resident bytes of the process that hosts the engine. */
  processBytes: number
  /** The longest the engine's event loop was late since the last pulse. */
  loopDelayMs: number
}

export const menuCommands = [
  'new-connection',
  'new-server',
  'import',
  'environments',
  'focus-filter',
  'find',
  'find-next',
  'find-previous',
  'focus-url',
  'clear',
  'pause',
  'copy-row',
  'theme-system',
  'theme-dark',
  'theme-light',
] as const
export type MenuCommand = (typeof menuCommands)[number]

/** What is pushed once and lost if nobody hears it: kept by the preload until somebody does. */
export const keptPushNames: readonly string[] = ['link.received', 'notice.told'] satisfies (keyof Pushes)[]

export const pushNames = [
  'connections.changed',
  'servers.changed',
  'series.changed',
  'bookmarks.changed',
  'sends.changed',
  'desk.changed',
  'workspace.changed',
  'notice.told',
  'link.received',
  'log.tick',
  'pulse.tick',
  'engine.restarted',
  'menu.command',
] as const satisfies readonly (keyof Pushes)[]

// ── the types derived from them ──────────────────────────────────────────────────────────────────────────────────────

export const calls = { ...engineCalls, ...shellCalls }
type Calls = typeof calls

export type CallName = keyof Calls
export type EngineCallName = keyof typeof engineCalls
export type ShellCallName = keyof typeof shellCalls
export type PushName = keyof Pushes

/** What a caller gives: what has a default may be left out. */
export type CallInput<N extends CallName> = v.InferInput<Calls[N]['args']>
/** What a handler gets. */
export type CallArgs<N extends CallName> = v.InferOutput<Calls[N]['args']>
export type CallAnswer<N extends CallName> = Calls[N] extends Call<v.GenericSchema, infer T> ? T : never
export type CallReply<N extends CallName> = Result<CallAnswer<N>>

/** A handler a call; throw only for bugs, answer a failure as data. */
export type Handlers<Names extends CallName> = {
  [N in Names]: (args: CallArgs<N>) => CallReply<N> | Promise<CallReply<N>>
}

/** What preload puts on the window, and all the renderer can reach. */
export interface Bridge {
  call<N extends CallName>(name: N, args: CallInput<N>): Promise<CallReply<N>>
  /** @returns the unsubscribe */
  on<N extends PushName>(name: N, listener: (payload: Pushes[N]) => void): () => void
}

export function isEngineCall(name: string): name is EngineCallName {
  return Object.hasOwn(engineCalls, name)
}

export function isShellCall(name: string): name is ShellCallName {
  return Object.hasOwn(shellCalls, name)
}
