/**
 * All a local server can be told, as the form edits it, a file keeps it and the command line takes it. Whatever is left out
 * has a default that is safe and works; `parseServerSettings({})` is a server.
 */
import * as v from 'valibot'
import { behaviourNames } from './behaviour'
import { isSendableCloseCode } from './close-code'
import { directions } from './frame'

const KIB = 1024
const MIB = 1024 * KIB

/** Bounds on what a form or a file may hold; far above what a server needs, far below what would hurt. */
const TEXT_MAX = 64 * KIB
const LIST_MAX = 200
export const SCHEMA_MAX_LENGTH = 256 * KIB
export const RULES_MAX = 100
export const STEPS_MAX = 20
export const USERS_MAX = 200

const text = v.pipe(v.string(), v.maxLength(TEXT_MAX))
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
/** Zero switches it off. */
const wholeOrOff = (min: number, max: number) => v.union([v.literal(0), whole(min, max)])
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const list = <S extends v.GenericSchema>(item: S, max = LIST_MAX) => v.pipe(v.array(item), v.maxLength(max))
const closeCode = v.pipe(
  v.number(),
  v.check(isSendableCloseCode, 'must be a close code that may be sent: 1000–1003, 1007–1014 or 3000–4999'),
)
const closeReason = v.pipe(v.string(), v.maxBytes(123))

const tls = v.variant('kind', [
  v.object({ kind: v.literal('off') }),
  /** A certificate for localhost, made here and kept in the user's profile. */
  v.object({ kind: v.literal('made'), alsoPlain: v.optional(v.boolean(), false) }),
  v.object({
    kind: v.literal('files'),
    /** PEM: the server's certificate, then those that lead to its CA. */
    certificateFile: text,
    keyFile: text,
    /** Also speak ws:// on the same port. */
    alsoPlain: v.optional(v.boolean(), false),
  }),
])

const user = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(200), v.excludes(':')),
  /** Password or token. In a file it may be left out for `secretEnv`. */
  secret: v.optional(v.pipe(v.string(), v.maxLength(4 * KIB)), ''),
  /** The environment variable that holds the secret where the server is run from a file. */
  secretEnv: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** `listen`: hears all, but nothing of what he sends is passed on. `nothing`: is known, and refused with 403. */
  may: v.optional(v.picklist(['publish', 'listen', 'nothing']), 'publish'),
})

const auth = v.object({
  /**
   * How a client proves who it is, on the HTTP request: `Authorization: Basic`, `Authorization: Bearer`, a query parameter,
   * or a ticket that `POST /auth` gave for credentials and that opens one socket.
   */
  kind: v.optional(v.picklist(['none', 'basic', 'bearer', 'query', 'ticket']), 'none'),
  users: v.optional(list(user, USERS_MAX), []),
  /** The query parameter of `query` (where `ticket` uses `ticket`). */
  queryName: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/)), 'token'),
  ticketSeconds: v.optional(whole(1, 3_600), 30),
})

const limits = v.object({
  connections: v.optional(whole(1, 100_000), 10_000),
  /** On loopback every client has the same address, so by itself it is no narrower than all. */
  connectionsPerAddress: v.optional(whole(1, 100_000), 10_000),
  /** From the first byte of a request, or of its TLS handshake, until it is whole. */
  handshakeMs: v.optional(whole(200, 60_000), 3_000),
  /** No message either way for so long. */
  idleMs: v.optional(wholeOrOff(100, 86_400_000), 3_600_000),
  idleCloseCode: v.optional(v.picklist([1001, 4000]), 1001),
  /** Silent clients are pinged this often; who shows no life until the next is cut. */
  heartbeatMs: v.optional(wholeOrOff(100, 600_000), 5_000),
  messageBytes: v.optional(whole(1, 256 * MIB), 16 * MIB),
  fragments: v.optional(whole(1, 1_000_000), 16_384),
  /** Of one client. */
  messagesPerSecond: v.optional(wholeOrOff(1, 10_000_000), 100_000),
  /** Waiting for one client that does not read. */
  queuedBytes: v.optional(whole(64 * KIB, 1024 * MIB), 32 * MIB),
})

/** JSON Schema, as text; none when empty. */
export const schemaText = v.pipe(v.string(), v.maxLength(SCHEMA_MAX_LENGTH))

const validation = v.object({
  schema: v.optional(schemaText, ''),
  /** `answer` and `close` keep the message from the behaviour, `flag` only marks its row. */
  whenInvalid: v.optional(v.picklist(['answer', 'close', 'flag']), 'answer'),
})

export const faultSettings = v.object({
  /** The same seed does the same to the same messages. */
  seed: v.optional(whole(0, 0xffff_ffff), 1),
  /** What a client is sent, what is received from it, or both. */
  directions: v.optional(list(v.picklist(directions)), ['sent']),
  latencyMs: v.optional(whole(0, 60_000), 0),
  /** Up to so much more, evenly. Order is kept. */
  jitterMs: v.optional(whole(0, 60_000), 0),
  /** Of messages, 0 to 1, each. */
  dropShare: v.optional(share, 0),
  duplicateShare: v.optional(share, 0),
  /** Comes after the one that follows it. */
  reorderShare: v.optional(share, 0),
  corruptShare: v.optional(share, 0),
  /** Text that is no UTF-8, JSON that breaks off, or a message grown to `oversizeBytes`. */
  corruption: v.optional(v.picklist(['utf-8', 'truncated', 'oversize']), 'truncated'),
  oversizeBytes: v.optional(whole(1, 16 * MIB), MIB),
  /** Each way; 0 for as fast as it goes. */
  bytesPerSecond: v.optional(wholeOrOff(100, 1024 * MIB), 0),
  /** Pings of clients are not answered. */
  noPong: v.optional(v.boolean(), false),
  /** Every handshake is refused with it; 0 for none. */
  refuseStatus: v.optional(wholeOrOff(400, 599), 0),
  /** What happens to each connection by itself, some time after it opened. */
  end: v.optional(
    v.variant('kind', [
      v.object({ kind: v.literal('never') }),
      v.object({ kind: v.literal('reset'), afterMs: whole(0, 86_400_000) }),
      v.object({ kind: v.literal('half-open'), afterMs: whole(0, 86_400_000) }),
      v.object({
        kind: v.literal('close'),
        afterMs: whole(0, 86_400_000),
        closeCode,
        reason: v.optional(closeReason, ''),
      }),
    ]),
    { kind: 'never' },
  ),
  /** Nothing passes for `forMs`, once in `everyMs`; 0 for never. */
  stall: v.optional(v.object({ everyMs: wholeOrOff(100, 86_400_000), forMs: whole(1, 600_000) }), {
    everyMs: 0,
    forMs: 1_000,
  }),
})

const step = v.variant('do', [
  v.object({ do: v.literal('reply'), template: text }),
  v.object({ do: v.literal('broadcast'), template: text }),
  v.object({ do: v.literal('wait'), ms: whole(0, 600_000) }),
  v.object({ do: v.literal('close'), closeCode, reason: v.optional(closeReason, '') }),
])

const rule = v.object({
  when: v.variant('on', [
    v.object({ on: v.literal('open') }),
    /** In the language of the log's filter: text, `/regex/i` or `$.path > 1`; empty matches every message. */
    v.object({ on: v.literal('message'), matches: v.pipe(v.string(), v.maxLength(1_000)) }),
    /** Counted from the server's start. What it replies goes to every client. */
    v.object({ on: v.literal('interval'), everyMs: whole(10, 86_400_000) }),
  ]),
  do: list(step, STEPS_MAX),
})

const behaviour = v.picklist(behaviourNames)
const options = v.record(text, v.union([v.number(), text]))
const origins = list(text)
export const rules = list(rule, RULES_MAX)

/** What a server is begun with and keeps until it is stopped. */
const fixed = {
  behaviour: v.optional(behaviour, 'echo'),
  port: v.optional(whole(0, 65_535), 8_080),
  /** `localhost` for both loopback addresses, or an address of this computer; `0.0.0.0` or `::` for all of them. */
  host: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255)), 'localhost'),
  tls: v.optional(tls, { kind: 'off' }),
  /** Accept permessage-deflate (RFC 7692) from clients that offer it; about 300 KiB for each that does. */
  compression: v.optional(v.boolean(), false),
}

export const serverSettings = v.object({
  ...fixed,
  options: v.optional(options, {}),
  /** Origins let in besides loopback pages and clients that send none. */
  allowedOrigins: v.optional(origins, []),
  /** Names let in besides `localhost` and addresses. */
  allowedHosts: v.optional(origins, []),
  auth: v.optional(auth, {}),
  limits: v.optional(limits, {}),
  validation: v.optional(validation, {}),
  faults: v.optional(faultSettings, {}),
  rules: v.optional(rules, []),
})

/** What can be changed while a server runs. A part that is given replaces that part. */
export const liveServerSettings = v.object({
  options: v.optional(options),
  allowedOrigins: v.optional(origins),
  allowedHosts: v.optional(origins),
  /** For who comes; of those that are in, users that are gone are closed, and others may what they may now. */
  auth: v.optional(auth),
  limits: v.optional(limits),
  validation: v.optional(validation),
  faults: v.optional(faultSettings),
  rules: v.optional(rules),
})

/** What is done at once to one client or to all of a server. */
export const faultAction = v.variant('do', [
  v.object({ do: v.literal('stall'), forMs: whole(1, 600_000) }),
  /** Nothing is sent, read or answered any more, and the socket stays open. */
  v.object({ do: v.literal('half-open') }),
  /** Ends a stall or a half-open. */
  v.object({ do: v.literal('resume') }),
  /** TCP RST, no close frame. */
  v.object({ do: v.literal('reset') }),
  v.object({ do: v.literal('close'), closeCode, reason: v.optional(closeReason, '') }),
])

export type ServerSettings = v.InferOutput<typeof serverSettings>
export type LiveServerSettings = v.InferOutput<typeof liveServerSettings>
export type TlsSettings = ServerSettings['tls']
export type AuthSettings = v.InferOutput<typeof auth>
export type ServerUser = v.InferOutput<typeof user>
export type LimitSettings = v.InferOutput<typeof limits>
export type ValidationSettings = v.InferOutput<typeof validation>
export type FaultSettings = v.InferOutput<typeof faultSettings>
export type FaultAction = v.InferOutput<typeof faultAction>
export type Rule = v.InferOutput<typeof rule>
export type RuleStep = v.InferOutput<typeof step>

/** Every setting at its default, but for those given. */
export function plainServer(given: v.InferInput<typeof serverSettings> = {}): ServerSettings {
  return v.parse(serverSettings, given)
}

/** Of a summary what it was told and nothing of how it fares: what it can be begun with again. */
export function settingsOf(server: ServerSettings): ServerSettings {
  return v.parse(serverSettings, server)
}
