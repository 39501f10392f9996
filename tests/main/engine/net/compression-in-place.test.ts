import { createHash } from 'node:crypto'
import { createDeflateRaw, createInflateRaw } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type ClientOptions, type PerMessageDeflateOptions, WebSocket } from 'ws'
import {
  DEFLATE_IN_PLACE_MAX_BYTES,
  INFLATE_IN_PLACE_MAX_BYTES,
} from '../../../../src/main/engine/net/compression-hooks'
import {
  compressInPlace,
  type Ground,
  thisGround,
  tryGround,
  WS_VERSION_KNOWN,
} from '../../../../src/main/engine/net/compression-in-place'
import { COMPRESSED, finalFrame, MessageDeflater } from '../../../support/compressed-wire'
import { startFeed } from '../../../support/feed-server'
import { startRawServer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { seededRandom } from '../../../support/seeded-random'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const KIB = 1024
const MIB = 1024 * KIB

type Message = [isBinary: boolean, payload: Buffer]
/** Kept short, so that a difference can be read. */
type Digest = [isBinary: boolean, byteLength: number, hash: string]

function digest([isBinary, payload]: Message): Digest {
  return [isBinary, payload.byteLength, createHash('sha1').update(payload).digest('hex')]
}

async function opened(url: string, options: ClientOptions): Promise<WebSocket> {
  const socket = new WebSocket(url, options)
  onTestFinished(() => socket.terminate())
  socket.on('error', () => {})
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return socket
}

/** A plain `ws` server and a client of it, which compresses in place. */
async function openPair(deflate: PerMessageDeflateOptions | true, objection?: string) {
  const feed = await startFeed({ perMessageDeflate: deflate, maxPayload: 100 * MIB })
  const near = await opened(feed.url, { perMessageDeflate: deflate, maxPayload: 100 * MIB })
  const far = await feed.socket()
  const isInPlace = objection === undefined ? compressInPlace(near) : compressInPlace(near, () => objection)
  return { near, far, isInPlace }
}

function keepMessages(socket: WebSocket): Digest[] {
  const kept: Digest[] = []
  socket.on('message', (payload: Buffer, isBinary) => kept.push(digest([isBinary, payload])))
  return kept
}

/** JSON, as it compresses, and noise, which does not; binary and text. */
function messageOf(byteLength: number, random: () => number): Message {
  const isBinary = random() < 0.5
  if (isBinary && random() < 0.5)
    return [true, Buffer.from(Uint8Array.from({ length: byteLength }, () => random() * 256))]
  const price = `{"price":${random().toFixed(6)},"size":${Math.floor(random() * 100)}}`
  return [isBinary, Buffer.from(price.repeat(Math.ceil(byteLength / price.length)).slice(0, byteLength))]
}

const edgeSizes = [0, 1, 125, 126, 127, 4 * KIB, 65_535, 65_536, 70_000, MIB]

function manyMessages(count: number, seed: number, sizes = edgeSizes): Message[] {
  const random = seededRandom(seed)
  const small = Array.from({ length: count }, () => messageOf(Math.floor(random() ** 3 * 3_000), random))
  // Large and small take turns, so that each way finds the window as the other left it.
  for (const size of sizes) small.splice(Math.floor(random() * small.length), 0, messageOf(size, random))
  return small
}

const parameters: [name: string, PerMessageDeflateOptions | true][] = [
  ['context takeover', true],
  ['no context takeover of the server', { serverNoContextTakeover: true, threshold: 0 }],
  ['no context takeover of the client', { clientNoContextTakeover: true, threshold: 0 }],
  ['no context takeover', { serverNoContextTakeover: true, clientNoContextTakeover: true, threshold: 0 }],
  ...[9, 10, 11, 12, 13, 14, 15].map((bits): [string, PerMessageDeflateOptions] => [
    `windows of ${bits} bits`,
    { serverMaxWindowBits: bits, clientMaxWindowBits: bits },
  ]),
]

describe.each(parameters)('with %s', (_name, deflate) => {
  it('what plain ws sends arrives whole and in order, large and small in turn', async () => {
    const { near, far, isInPlace } = await openPair(deflate)
    expect(isInPlace).toBe(true)
    const received = keepMessages(near)
    const messages = manyMessages(400, 1)
    for (const [isBinary, payload] of messages) far.send(payload, { binary: isBinary })
    await until(() => received.length === messages.length, 'all have come')
    expect(received).toEqual(messages.map(digest))
  })

  it('what is sent arrives at plain ws whole and in order, large and small in turn', async () => {
    const { near, far } = await openPair(deflate)
    const received = keepMessages(far)
    const messages = manyMessages(400, 2)
    const done: number[] = []
    for (const [at, [isBinary, payload]] of messages.entries()) {
      near.send(payload, { binary: isBinary }, () => done.push(at))
    }
    await until(() => received.length === messages.length, 'all have come')
    expect(received).toEqual(messages.map(digest))
    expect(done).toEqual(messages.map((_, at) => at))
  })
})

it('thousands of messages and those of 10 MiB arrive whole, both ways at once', async () => {
  const { near, far } = await openPair(true)
  compressInPlace(far)
  const atNear = keepMessages(near)
  const atFar = keepMessages(far)
  const messages = manyMessages(3_000, 3, [...edgeSizes, 10 * MIB, 10 * MIB, 10 * MIB])
  for (const [isBinary, payload] of messages) {
    far.send(payload, { binary: isBinary })
    near.send(payload, { binary: isBinary })
  }
  await until(() => atNear.length + atFar.length === 2 * messages.length, 'all have come', 9_000)
  const expected = messages.map(digest)
  expect(atNear).toEqual(expected)
  expect(atFar).toEqual(expected)
}, 20_000)

// The sizes of Autobahn's cases 12 and 13, whole and in fragments.
it.each([16, 64, 256, 1_024, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072])(
  'an echo of messages of %i bytes comes back, both sides in place',
  async (byteLength) => {
    const { near, far } = await openPair(true)
    compressInPlace(far)
    far.on('message', (data: Buffer, isBinary) => {
      far.send(data.subarray(0, byteLength / 4), { binary: isBinary, fin: false })
      far.send(data.subarray(byteLength / 4), { fin: true })
    })
    const back = keepMessages(near)
    const random = seededRandom(byteLength)
    const messages = Array.from({ length: 100 }, () => messageOf(byteLength, random))
    for (const [isBinary, payload] of messages) near.send(payload, { binary: isBinary })
    await until(() => back.length === messages.length, 'all came back')
    expect(back).toEqual(messages.map(digest))
  },
)

it('messages in fragments are sent in fragments, and pings go between them in their place', async () => {
  const { near, far } = await openPair(true)
  const heard: string[] = []
  far.on('message', (data) => heard.push(String(data)))
  far.on('ping', (data) => heard.push(`ping ${data}`))
  const large = 'large '.repeat(DEFLATE_IN_PLACE_MAX_BYTES)
  near.send('first', { binary: false })
  near.ping('1')
  near.send('begun ', { fin: false })
  near.ping('2')
  near.send(large, { fin: false })
  near.send('ended', { fin: true })
  near.ping('3')
  near.send(Buffer.from('last'), { binary: false })
  await until(() => heard.includes('last'), 'the last has come')
  expect(heard).toEqual(['first', 'ping 1', 'ping 2', `begun ${large}ended`, 'ping 3', 'last'])
})

it('a blob is sent in its turn', async () => {
  const { near, far } = await openPair(true)
  const heard: string[] = []
  far.on('message', (data) => heard.push(String(data)))
  const payloads = [
    Buffer.from('first'),
    new Blob(['blob']),
    Buffer.from('then'),
    new Blob(['blob again']),
    Buffer.from('last'),
  ]
  for (const payload of payloads) near.send(payload as Buffer)
  await until(() => heard.length === payloads.length, 'all have come')
  expect(heard).toEqual(['first', 'blob', 'then', 'blob again', 'last'])
})

it.each([
  [1_023, false],
  [1_024, true],
])('without context takeover a message of %i bytes is compressed: %s', async (byteLength, isCompressed) => {
  const { near, far } = await openPair({ clientNoContextTakeover: true })
  near.send(Buffer.alloc(2_000, 'x'))
  await new Promise((resolve) => far.once('message', resolve))
  const before = transportOf(near).bytesWritten
  near.send(Buffer.alloc(byteLength, 'x'))
  await new Promise((resolve) => far.once('message', resolve))
  expect(transportOf(near).bytesWritten - before < 200).toBe(isCompressed)
})

function transportOf(socket: WebSocket) {
  return (socket as unknown as { _socket: { bytesWritten: number } })._socket
}

// ── bytes of a raw peer, as plain ws and we take them ────────────────────────────────────────────────────────────────

interface Heard {
  what: (Digest | string)[]
  error: { code?: string; message: string } | undefined
  closeCode: number | undefined
  /** How often the event loop had its turn from the first message to the last. */
  turns: number
}

interface Hearing {
  maxPayload?: number
  params?: string
  act?(socket: WebSocket, messageCount: number): void
}

/** Dials a raw server that says these bytes in one write, and then a ping that marks the end. */
async function hear(bytes: Buffer, isInPlace: boolean, { maxPayload = 16 * MIB, params = '', act }: Hearing = {}) {
  const { url, peers } = await startRawServer((peer) =>
    peer.accept(`Sec-WebSocket-Extensions: permessage-deflate${params}`),
  )
  const socket = new WebSocket(url, { perMessageDeflate: true, maxPayload, autoPong: false })
  onTestFinished(() => socket.terminate())
  const heard: Heard = { what: [], error: undefined, closeCode: undefined, turns: 0 }
  let turn = 0
  let firstTurn: number | undefined
  const count = () => {
    turn++
    counting = setImmediate(count)
  }
  let counting = setImmediate(count)
  onTestFinished(() => clearImmediate(counting))
  let isOver = false
  socket.on('message', (data: Buffer, isBinary) => {
    heard.what.push(digest([isBinary, data]))
    firstTurn ??= turn
    heard.turns = turn - firstTurn
    act?.(socket, heard.what.length)
  })
  socket.on('ping', (data) => {
    if (String(data) === 'end') isOver = true
    else heard.what.push(`ping ${data}`)
  })
  socket.on('error', ({ message, code }: NodeJS.ErrnoException) => {
    heard.error = { code, message }
  })
  socket.on('close', () => {
    isOver = true
  })
  await new Promise((resolve) => socket.once('open', resolve))
  if (isInPlace) expect(compressInPlace(socket)).toBe(true)
  const peer = peers[0]
  peer?.say(Buffer.concat([bytes, packWireFrame(9, 'end')]))
  const hasClosed = () => peer?.frames.some(({ opcode }) => opcode === 8)
  await until(() => isOver || heard.error !== undefined || hasClosed(), 'the scenario is over', 9_000)
  if (heard.error !== undefined) {
    const closing = await until(() => peer?.frames.find(({ opcode }) => opcode === 8), 'a close frame has come')
    heard.closeCode = closing.payload.readUInt16BE(0)
  }
  return heard
}

/** A compressed message in several frames. */
function inFragments(payload: Buffer, cuts: number[], between: Buffer[] = []): Buffer {
  const parts: Buffer[] = []
  const ends = [...cuts, payload.byteLength]
  for (const [at, end] of ends.entries()) {
    const isFirst = at === 0
    const part = payload.subarray(isFirst ? 0 : ends[at - 1], end)
    parts.push(
      packWireFrame(isFirst ? 1 : 0, part, {
        fin: end === payload.byteLength && at === ends.length - 1,
        reserved: isFirst ? COMPRESSED : 0,
      }),
    )
    parts.push(...between)
  }
  return Buffer.concat(parts)
}

const compressed = (payload: Uint8Array, opcode = 1) => packWireFrame(opcode, payload, { reserved: COMPRESSED })
const long = JSON.stringify(Array.from({ length: 500 }, (_, at) => ({ at, price: at / 7 })))
/** One message of `x` that inflates to `byteLength` from a thousandth of it. */
const swelling = (byteLength: number) => Buffer.alloc(byteLength, 'x')

type Write = (deflater: MessageDeflater) => Promise<Buffer[]>
const scenarios: [name: string, write: Write, hearing?: Hearing][] = [
  [
    'a message as the RFC gives it',
    async () => [compressed(Buffer.from('f248cdc9c90700', 'hex')), compressed(Buffer.from('f200110000', 'hex'))],
  ],
  ['a message without any compression', async () => [compressed(Buffer.from('000500faff48656c6c6f00', 'hex'))]],
  [
    'a message of two blocks',
    async () => [compressed(Buffer.from('f248050000 00ffffcac9c90700'.replace(' ', ''), 'hex'))],
  ],
  [
    'empty messages',
    async (d) => [await d.frame(''), compressed(Buffer.alloc(0)), await d.frame(Buffer.alloc(0)), await d.frame('x')],
  ],
  [
    'fragments with pings between',
    async (d) => [
      await d.frame(long),
      inFragments(await d.deflate(long), [0, 1, 40, 40, 90], [packWireFrame(9, 'in between')]),
      await d.frame('after'),
    ],
  ],
  [
    'fragments of one byte',
    async (d) => [
      await d.frame(long),
      inFragments(
        await d.deflate(`${long}!`),
        Array.from({ length: 20 }, (_, at) => at + 1),
      ),
      await d.frame('after'),
    ],
  ],
  [
    'a plain message between compressed ones',
    async (d) => [await d.frame(long), packWireFrame(1, 'plain'), await d.frame(long)],
  ],
  [
    'data that do not inflate',
    async (d) => [
      await d.frame('good'),
      await d.frame('good'),
      compressed(Buffer.from('ffffffff', 'hex')),
      await d.frame('never'),
    ],
  ],
  ['a first message that does not inflate', async () => [compressed(Buffer.from('ffffffff', 'hex'))]],
  [
    'a distance beyond the window',
    async (d) => [await d.frame('good'), compressed(Buffer.from('021300', 'hex')), await d.frame('never')],
  ],
  [
    'a message whose end is missing',
    async (d) => [await d.frame('good'), compressed((await d.deflate(long)).subarray(0, -9)), await d.frame('after')],
  ],
  [
    'a stream that ends, and another',
    async (d) => [
      await d.frame('good'),
      finalFrame('final'),
      finalFrame('final again'),
      await new MessageDeflater().frame('after'),
      finalFrame(''),
    ],
  ],
  [
    'a fragment that ends the stream',
    async (d) => [await d.frame('good'), inFragments(Buffer.from('cb48cdc9c957c8009100', 'hex'), [10, 10])],
  ],
  [
    'invalid UTF-8',
    async (d) => [
      await d.frame('good'),
      compressed(await d.deflate(Buffer.from([0xc3, 0x28]))),
      await d.frame('never'),
    ],
  ],
  [
    'a message of the maximal length',
    async (d) => [await d.frame('good'), await d.frame(swelling(3_000)), await d.frame('after')],
    { maxPayload: 3_000 },
  ],
  [
    'a message one byte beyond',
    async (d) => [await d.frame('good'), await d.frame(swelling(3_001)), await d.frame('never')],
    { maxPayload: 3_000 },
  ],
  [
    'fragments that are one byte beyond',
    async (d) => [
      await d.frame('good'),
      inFragments(await d.deflate(`${'x'.repeat(1_500)}${long.slice(0, 1_501)}`), [400]),
    ],
    { maxPayload: 3_000 },
  ],
  [
    'a bomb',
    async (d) => [await d.frame('good'), await d.frame(swelling(64 * MIB)), await d.frame('never')],
    { maxPayload: 4 * MIB },
  ],
  [
    'messages that swell to megabytes',
    async (d) => [
      await d.frame('good'),
      await d.frame(swelling(3 * MIB)),
      await d.frame('x'),
      await d.frame(swelling(MIB)),
      await d.frame(swelling(MIB + 1)),
      await d.frame(long),
    ],
  ],
  [
    'no context takeover',
    async () => Promise.all([1, 2, 3].map(() => new MessageDeflater().frame(long))),
    { params: '; server_no_context_takeover' },
  ],
  [
    'a message that stands on another without context takeover',
    async (d) => [await new MessageDeflater().frame(long), await d.frame(long), await d.frame(long)],
    { params: '; server_no_context_takeover' },
  ],
  [
    'a window of 9 bits',
    async (d) => [await d.frame(long), await d.frame(long)],
    { params: '; server_max_window_bits=9' },
  ],
  [
    'reserved bits',
    async (d) => [await d.frame('good'), await d.frame('good'), packWireFrame(1, 'x', { reserved: 0b110 })],
  ],
  [
    'a fragment that says again that it is compressed',
    async (d) => [
      await d.frame('good'),
      await d.frame('good'),
      packWireFrame(1, 'x', { fin: false }),
      packWireFrame(0, 'x', { reserved: COMPRESSED }),
    ],
  ],
  [
    'a close frame with data after it',
    async (d) => [
      await d.frame('good'),
      await d.frame('good'),
      packWireFrame(8, Buffer.from([3, 232])),
      await d.frame('never'),
    ],
  ],
  [
    'a pause in the middle',
    async (d) => manyFrames(d, 3_000),
    {
      act: (socket, count) => {
        if (count % 1_000 === 10) {
          socket.pause()
          setImmediate(() => socket.resume())
        }
      },
    },
  ],
]

async function manyFrames(deflater: MessageDeflater, count: number): Promise<Buffer[]> {
  const frames: Buffer[] = []
  for (let n = 0; n < count; n++) frames.push(await deflater.frame(`{"n":${n},"price":${n % 97}}`))
  return frames
}

it.each(scenarios)('%s: heard as plain ws hears it', async (name, write, hearing = {}) => {
  const bits = Number(/bits=(\d+)/.exec(hearing.params ?? '')?.[1] ?? 15)
  const bytes = Buffer.concat(await write(new MessageDeflater({ windowBits: bits })))
  const { turns: _, ...plain } = await hear(bytes, false, hearing)
  const { turns: __, ...inPlace } = await hear(bytes, true, hearing)
  expect(inPlace).toEqual(plain)
  expect(inPlace.what.length + (inPlace.error === undefined ? 0 : 1), name).toBeGreaterThan(0)
})

it('100,000 messages in one write are heard in a few turns of the event loop, and do not overflow the stack', async () => {
  const frames = await manyFrames(new MessageDeflater(), 1_000)
  // The same again and again: with a window that holds them all, each stands for itself.
  const tail = compressed(await new MessageDeflater().deflate('x'))
  const bytes = Buffer.concat([...frames, ...Array.from({ length: 99_000 }, () => tail)])
  const { what, error, turns } = await hear(bytes, true)
  expect(error).toBeUndefined()
  expect(what).toHaveLength(100_000)
  expect(turns).toBeLessThan(1_000)
})

it('messages that swell give the event loop its turn', async () => {
  const swollen = compressed(await new MessageDeflater().deflate(swelling(MIB)), 2)
  const bytes = Buffer.concat(Array.from({ length: 60 }, () => swollen))
  const { what, turns } = await hear(bytes, true)
  expect(what).toHaveLength(60)
  expect(turns).toBeGreaterThan(30)
})

it('a bomb of a gigabyte is refused with 1009 in flat memory', async () => {
  const deflater = new MessageDeflater({ level: 9 })
  const good = await deflater.frame('good')
  const parts: Buffer[] = []
  for (let n = 0; n < 64; n++) parts.push(await deflater.deflate(swelling(MIB)))
  const mib = parts.at(-1) as Buffer
  // Sync flushes within a message are blocks like others, once their trailer stands there.
  const trailer = Buffer.from([0, 0, 0xff, 0xff])
  const bomb = Buffer.concat([...parts, ...Array.from({ length: 960 }, () => mib)].flatMap((part) => [part, trailer]))
  let peak = 0
  const before = process.memoryUsage().rss
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 5)
  onTestFinished(() => clearInterval(watching))
  const fragments = inFragments(bomb, [INFLATE_IN_PLACE_MAX_BYTES, 2 * INFLATE_IN_PLACE_MAX_BYTES])
  for (const bytes of [compressed(bomb), fragments]) {
    const heard = await hear(Buffer.concat([good, bytes]), true)
    expect(heard.error?.code).toBe('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    expect(heard.closeCode).toBe(1009)
  }
  expect((Math.max(peak, process.memoryUsage().rss) - before) / MIB).toBeLessThan(120)
})

it('what was handed out is never written over', async () => {
  const frames = await manyFrames(new MessageDeflater(), 5_000)
  const { url, peers } = await startRawServer((peer) => peer.accept('Sec-WebSocket-Extensions: permessage-deflate'))
  const socket = await opened(url, { perMessageDeflate: true })
  expect(compressInPlace(socket)).toBe(true)
  const kept: Buffer[] = []
  socket.on('message', (data: Buffer) => kept.push(data))
  peers[0]?.say(Buffer.concat(frames))
  await until(() => kept.length === 5_000, 'all have come')
  expect(kept.map(String)).toEqual(kept.map((_, n) => `{"n":${n},"price":${n % 97}}`))
})

it.each([
  ['terminated', (socket: WebSocket) => socket.terminate()],
  ['closed', (socket: WebSocket) => socket.close()],
])('a connection that is %s while data remain closes, and its streams with it', async (_, end) => {
  const { near, far } = await openPair(true)
  near.on('message', () => end(near))
  for (let n = 0; n < 2_000; n++) far.send(`{"n":${n}}`)
  await until(() => near.readyState === near.CLOSED, 'it is closed')
  expect(extensionOf(near)).toMatchObject({ _inflate: null, _deflate: null })
})

function extensionOf(socket: WebSocket) {
  return (socket as unknown as { _extensions: Record<string, object> })._extensions['permessage-deflate']
}

// ── the ground it stands on ──────────────────────────────────────────────────────────────────────────────────────────

it('ws and Node are as we know them', () => {
  expect(thisGround.wsVersion).toBe(WS_VERSION_KNOWN)
  expect(tryGround(thisGround)).toBeUndefined()
})

const { Receiver, Sender } = thisGround.classes
const otherGround: [name: string, Partial<Ground>][] = [
  ['another version of ws', { wsVersion: '8.24.0' }],
  [
    'a receiver that does not decompress',
    { classes: { ...thisGround.classes, Receiver: changed(Receiver, { decompress: undefined }) } },
  ],
  [
    'a receiver that goes on in another way',
    { classes: { ...thisGround.classes, Receiver: changed(Receiver, { dataMessage() {} }) } },
  ],
  [
    'a sender that sends in another way',
    {
      classes: {
        ...thisGround.classes,
        Sender: Object.assign(changed(Sender, { sendFrame() {} }), { frame: Sender.frame }),
      },
    },
  ],
  [
    'a zlib without a handle',
    { inflateRaw: () => Object.defineProperty(createInflateRaw(), '_handle', { value: undefined }) },
  ],
  [
    'a zlib without a write state',
    { deflateRaw: () => Object.defineProperty(createDeflateRaw(), '_writeState', { value: [0, 0] }) },
  ],
  [
    'a zlib that writes in another way',
    { inflateRaw: () => Object.assign(createInflateRaw(), { _processChunk: () => Buffer.alloc(0) }) },
  ],
]

/** The same class, but for these methods. */
function changed<C extends new (...args: never[]) => object>(original: C, methods: object): C {
  const copy = class extends (original as unknown as new (...args: unknown[]) => object) {}
  Object.assign(copy.prototype, methods)
  return copy as unknown as C
}

it.each(otherGround)('%s is found out', (_, change) => {
  expect(tryGround({ ...thisGround, ...change })).toEqual(expect.any(String))
})

it('on other ground ws is left as it is, and all arrives', async () => {
  const { near, far, isInPlace } = await openPair(true, 'ws is another')
  expect(isInPlace).toBe(false)
  const { _receiver, _sender } = near as unknown as { _receiver: object; _sender: object }
  for (const [object, method] of [
    [_receiver, 'decompress'],
    [_sender, 'dispatch'],
    [_sender, 'dequeue'],
  ] as const) {
    expect(Object.hasOwn(object, method)).toBe(false)
  }
  const received = keepMessages(near)
  const messages = manyMessages(50, 4)
  for (const [isBinary, payload] of messages) far.send(payload, { binary: isBinary })
  await until(() => received.length === messages.length, 'all have come')
  expect(received).toEqual(messages.map(digest))
})

// ── in the engine ────────────────────────────────────────────────────────────────────────────────────────────────────

it.each([true, false])('a local server that accepts compression (%s) is heard and hears', async (compression) => {
  const seat = takeSeat()
  const { url } = await seat.serve('echo', { compression })
  const id = await seat.open(url, { compression: true })
  const log = await seat.watchConnection(id)
  expect((await seat.handshake(id)).extensions).toBe(compression ? 'permessage-deflate' : '')
  for (let n = 0; n < 50; n++)
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: `message ${n}` })
  await log.until(
    (rows) => rows.some(({ direction, text }) => direction === 'received' && text === 'message 49'),
    'all came back',
  )
  const back = log.rows.filter(({ direction, type }) => direction === 'received' && type === 'text')
  expect(back.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, n) => `message ${n}`))
})
