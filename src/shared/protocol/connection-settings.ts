/**
 * All a connection can be told, as the form edits it, the workspace keeps it and the engine dials with it. Whatever is left
 * out has a default; `plainConnection('ws://…')` connects. Texts may hold `{{variables}}` (`../variables/`), which are filled in
 * when they are used.
 *
 * Secrets stand here while the app runs; where they are kept is told by `secretsOf` in `secret-settings.ts`.
 */
import * as v from 'valibot'

const KIB = 1024
const MIB = 1024 * KIB

/** Bounds on what a form or a file may hold; far above what a connection needs, far below what would hurt. */
const TEXT_MAX = 64 * KIB
const LIST_MAX = 200
export const ON_OPEN_MAX = 50
/** The largest message that can be received, and what is allowed unless the user says otherwise: 1009 beyond it. */
export const MESSAGE_MAX_BYTES = 1024 * MIB
const MESSAGE_BYTES = 100 * MIB

const text = v.pipe(v.string(), v.maxLength(TEXT_MAX))
const word = v.pipe(v.string(), v.maxLength(KIB))
const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const list = <S extends v.GenericSchema>(item: S, max = LIST_MAX) => v.pipe(v.array(item), v.maxLength(max))
const pair = v.tuple([text, text])

/** Where something that a login answered goes: into a header or a query parameter of the handshake. */
const placement = v.picklist(['header', 'query'])

/** One value of a login's answer and where it goes. */
const taken = v.object({
  /** The answer's body read as JSON at `field` (`$.token`), one of its headers, or the whole body as text. */
  from: v.optional(v.picklist(['json', 'header', 'body']), 'json'),
  /** `$.path` for JSON, a name for a header; nothing for the body. */
  field: v.optional(word, ''),
  into: v.optional(placement, 'header'),
  name: v.optional(word, 'Authorization'),
  /** Stands before the value: `Bearer `. */
  prefix: v.optional(word, ''),
})

const auth = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('basic'), user: v.optional(text, ''), password: v.optional(text, '') }),
  v.object({ kind: v.literal('bearer'), token: v.optional(text, '') }),
  v.object({
    kind: v.literal('api-key'),
    in: v.optional(placement, 'header'),
    name: v.optional(word, 'X-Api-Key'),
    value: v.optional(text, ''),
  }),
  /** A request made over HTTP before each handshake. Its cookies go into the handshake; what else of its answer does, `takes` says. */
  v.object({
    kind: v.literal('login'),
    url: v.optional(text, ''),
    method: v.optional(v.picklist(['GET', 'POST', 'PUT']), 'POST'),
    headers: v.optional(list(pair), []),
    /** Sent as it is; its Content-Type is a header, `application/json` where none is given and it reads as JSON. */
    body: v.optional(text, ''),
    takes: v.optional(list(taken, 10), []),
  }),
])

/** What permessage-deflate (RFC 7692, section 7.1) is offered with. */
const deflate = v.object({
  serverNoContextTakeover: v.optional(v.boolean(), false),
  clientNoContextTakeover: v.optional(v.boolean(), false),
  /** 0 for no word about it; the client's is then offered without a number, as browsers do. */
  serverMaxWindowBits: v.optional(v.union([v.literal(0), whole(8, 15)]), 0),
  clientMaxWindowBits: v.optional(v.union([v.literal(0), whole(9, 15)]), 0),
})

const proxy = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  /** As the operating system, or where there is none to ask the environment, says for the URL. */
  v.object({ kind: v.literal('system') }),
  v.object({
    kind: v.literal('server'),
    /** `http://host:port`, `https://…`, `socks5://…` (names resolved by the proxy) or `socks4://…`. */
    url: v.optional(text, ''),
    user: v.optional(text, ''),
    password: v.optional(text, ''),
  }),
])

const network = v.object({
  proxy: v.optional(proxy, { kind: 'system' }),
  /** 0: whichever answers first. */
  family: v.optional(v.picklist([0, 4, 6]), 0),
})

const clientCertificate = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({
    kind: v.literal('pem'),
    certificateFile: v.optional(text, ''),
    keyFile: v.optional(text, ''),
    passphrase: v.optional(text, ''),
  }),
  v.object({ kind: v.literal('pkcs12'), file: v.optional(text, ''), passphrase: v.optional(text, '') }),
])

const tls = v.object({
  /** PEM of authorities trusted besides the system's, for this connection alone. */
  caFile: v.optional(text, ''),
  /** SHA-256 of the one certificate that is trusted, upper-case hex pairs with colons; nothing for the authorities'. */
  pinnedFingerprint: v.optional(v.pipe(v.string(), v.regex(/^(?:[0-9A-F]{2}(?::[0-9A-F]{2}){31})?$/)), ''),
  clientCertificate: v.optional(clientCertificate, { kind: 'none' }),
  minVersion: v.optional(v.picklist(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']), 'TLSv1.2'),
  /** The name asked for (SNI) and expected on the certificate; nothing for the URL's host. */
  serverName: v.optional(word, ''),
})

const reconnect = v.object({
  isOn: v.optional(v.boolean(), false),
  /** Doubled after each attempt that fails, up to `maxMs`; then so much of it is left to chance. */
  initialMs: v.optional(whole(100, 3_600_000), 1_000),
  maxMs: v.optional(whole(100, 3_600_000), 30_000),
  jitterShare: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.5),
  /** 0 for no end. */
  attemptsMax: v.optional(whole(0, 1_000_000), 0),
})

const heartbeat = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({
    kind: v.literal('ping'),
    intervalMs: v.optional(whole(500, 3_600_000), 5_000),
    /** After which without any sign of life the line counts as dead. */
    timeoutMs: v.optional(whole(500, 3_600_000), 5_000),
  }),
  v.object({
    kind: v.literal('message'),
    message: v.optional(text, ''),
    /** In the filter's language: which message answers it; nothing for any. */
    answer: v.optional(v.pipe(v.string(), v.maxLength(KIB)), ''),
    intervalMs: v.optional(whole(500, 3_600_000), 5_000),
    timeoutMs: v.optional(whole(500, 3_600_000), 5_000),
  }),
])

const onOpen = v.object({
  type: v.optional(v.picklist(['text', 'binary']), 'text'),
  /** Binary as hex pairs. */
  message: v.optional(text, ''),
  /** Before it is sent. */
  waitMs: v.optional(whole(0, 600_000), 0),
})

export const compressionNames = ['gzip', 'zlib', 'deflate', 'brotli', 'base64'] as const
export const formatNames = ['auto', 'text', 'json', 'msgpack', 'cbor', 'protobuf'] as const
export const framingNames = [
  'auto',
  'none',
  'socket.io',
  'signalr',
  'stomp',
  'graphql-ws',
  'json-rpc',
  'mqtt',
  'phoenix',
] as const

/** How bytes become readable, for one direction: what is around them is taken off in this order, then they are read. */
const decoding = v.object({
  /** `auto` is not among them: what is compressed is recognised by its first bytes where the list is empty. */
  unpacks: v.optional(list(v.picklist(compressionNames), 4), []),
  /** `auto`: by the subprotocol, else by the first bytes. */
  framing: v.optional(v.picklist(framingNames), 'auto'),
  format: v.optional(v.picklist(formatNames), 'auto'),
  protoFiles: v.optional(list(text, 50), []),
  /** With its package: `market.v1.Trade`. */
  protoType: v.optional(word, ''),
})

const decodings = v.object({ received: v.optional(decoding, {}), sent: v.optional(decoding, {}) })

/** JSON Schemas as text; nothing for none. What arrives against the first is marked, what is sent against the second is asked about. */
const validation = v.object({
  received: v.optional(v.pipe(v.string(), v.maxLength(256 * KIB)), ''),
  sent: v.optional(v.pipe(v.string(), v.maxLength(256 * KIB)), ''),
})

/** What can be changed at any time and counts at once. */
const live = {
  /** What the user calls it; nothing for its address. */
  name: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  /** `market/staging`; nothing for none. */
  folder: v.optional(v.pipe(v.string(), v.maxLength(400)), ''),
  reconnect: v.optional(reconnect, {}),
  heartbeat: v.optional(heartbeat, { kind: 'none' }),
  /** In this order, whenever the connection has opened. */
  onOpen: v.optional(list(onOpen, ON_OPEN_MAX), []),
  /** Answer pings with pongs (RFC 6455, section 5.5.2). */
  answersPings: v.optional(v.boolean(), true),
  decoding: v.optional(decodings, {}),
  validation: v.optional(validation, {}),
}

/** What goes into the handshake; a change counts from the next. */
const dialled = {
  url: v.optional(text, ''),
  /** Appended to the URL's own query, percent-encoded. */
  query: v.optional(list(pair), []),
  /** Sent with the case they have. */
  headers: v.optional(list(pair), []),
  /** The Origin header; nothing for none. */
  origin: v.optional(word, ''),
  /** To offer, the preferred one first. */
  subprotocols: v.optional(list(text), []),
  auth: v.optional(auth, { kind: 'none' }),
  /** From the click until the handshake must be done; a login and redirects included. */
  handshakeTimeoutMs: v.optional(v.pipe(v.number(), v.minValue(100), v.maxValue(600_000)), 10_000),
  /** Never to another scheme. */
  redirectsMax: v.optional(whole(0, 20), 5),
  /** Offer permessage-deflate (RFC 7692). */
  compression: v.optional(v.boolean(), true),
  deflate: v.optional(deflate, {}),
  messageMaxBytes: v.optional(whole(1, MESSAGE_MAX_BYTES), MESSAGE_BYTES),
  network: v.optional(network, {}),
  tls: v.optional(tls, {}),
}

export const connectionSettings = v.object({
  /** Names it across starts, in charts and secrets of the workspace; given by the engine where it is empty. */
  uid: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{0,64}$/)), ''),
  ...live,
  ...dialled,
})

export const connectionChange = v.partial(v.object({ ...live, ...dialled }))

/** Names of the settings that count at once; all others count from the next handshake. */
export const liveConnectionParts: readonly string[] = Object.keys(live)

export type ConnectionSettings = v.InferOutput<typeof connectionSettings>
export type ConnectionChange = v.InferOutput<typeof connectionChange>
export type ConnectionAuth = ConnectionSettings['auth']
export type LoginAuth = Extract<ConnectionAuth, { kind: 'login' }>
export type DeflateOffer = ConnectionSettings['deflate']
export type NetworkSettings = ConnectionSettings['network']
export type ConnectionTls = ConnectionSettings['tls']
export type ReconnectSettings = ConnectionSettings['reconnect']
export type HeartbeatSettings = ConnectionSettings['heartbeat']
export type OnOpenMessage = ConnectionSettings['onOpen'][number]
export type Decoding = v.InferOutput<typeof decoding>
export type Decodings = ConnectionSettings['decoding']

/** TLS as it is by default: the system's authorities, and nobody else's. */
export function connectionTls(): ConnectionTls {
  return v.parse(tls, {})
}

/** Every setting at its default, but for those given. */
export function plainConnection(url: string, given: v.InferInput<typeof connectionSettings> = {}): ConnectionSettings {
  return v.parse(connectionSettings, { ...given, url })
}
