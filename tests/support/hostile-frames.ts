/** What no well-behaved client sends once a WebSocket is open, byte for byte, and what each is answered with. */
import { constants, deflateRawSync } from 'node:zlib'
import { COMPRESSED } from './compressed-wire'
import { type FrameFlaws, packWireFrame } from './wire'

const MIB = 1024 * 1024

export interface HostileFrames {
  what: string
  /** Said one after the other, each in a packet of its own where the kernel lets it. */
  bytes: () => Buffer | Buffer[]
  /** Of the close frame that comes back. */
  closeCode?: number
  /** What is echoed before it. */
  before?: string[]
  /** Where it is hostile but right: what the echo says. */
  echo?: string
}

const CONTINUATION = 0
const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10

const pack = (opcode: number, payload: string | Uint8Array = 'x', flaws: FrameFlaws = {}) =>
  packWireFrame(opcode, payload, { mask: true, ...flaws })
const all = (...frames: Buffer[]) => Buffer.concat(frames)
const begin = (payload: string | Uint8Array = 'x', opcode = TEXT) => pack(opcode, payload, { fin: false })
const goOn = (payload: string | Uint8Array = 'x') => pack(CONTINUATION, payload, { fin: false })
const end = (payload: string | Uint8Array = 'x') => pack(CONTINUATION, payload)
const breaks = (what: string, closeCode: number, bytes: HostileFrames['bytes']): HostileFrames => ({
  what,
  bytes,
  closeCode,
})
const works = (what: string, echo: string, bytes: HostileFrames['bytes']): HostileFrames => ({ what, bytes, echo })

/** A length in more bytes than it needs: RFC 6455, section 5.2 wants the fewest, and `ws`, as browsers do, takes any. */
function inLongForm(opcode: number, payload: string, form: 126 | 127): Buffer {
  const length = Buffer.alloc(form === 126 ? 2 : 8)
  length[length.byteLength - 1] = payload.length
  return all(Buffer.of(0x80 | opcode, 0x80 | form), length, Buffer.alloc(4), Buffer.from(payload))
}

function claiming(high: number): Buffer {
  const head = Buffer.alloc(14)
  head.set([0x80 | BINARY, 0x80 | 127])
  head.writeUInt32BE(high, 2)
  return head
}

const reservedOpcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]

export const frames: HostileFrames[] = [
  ...reservedOpcodes.map((opcode) => breaks(`the reserved opcode ${opcode}`, 1002, () => pack(opcode))),
  breaks('the bit RSV2', 1002, () => pack(TEXT, 'x', { reserved: 2 })),
  breaks('the bit RSV3', 1002, () => pack(TEXT, 'x', { reserved: 1 })),
  breaks('all reserved bits', 1002, () => pack(TEXT, 'x', { reserved: 7 })),
  breaks('a frame that is not masked', 1002, () => pack(TEXT, 'x', { mask: false })),
  breaks('a ping that is not masked', 1002, () => pack(PING, 'x', { mask: false })),
  breaks('a close frame that is not masked', 1002, () => pack(CLOSE, Buffer.of(3, 232), { mask: false })),
  breaks('a length of 2^63', 1009, () => claiming(0x8000_0000)),
  breaks('a length of 2^53', 1009, () => claiming(0x0020_0000)),
  breaks('a length of 4 GiB', 1009, () => claiming(1)),
  breaks('a length of 16 MiB and a byte', 1009, () => pack(BINARY, 'x', { claimedLength: 16 * MIB + 1 })),
  breaks('a ping of 126 bytes', 1002, () => pack(PING, 'x'.repeat(126))),
  breaks('a ping of 5 bytes in the form for 126', 1002, () => inLongForm(PING, 'short', 126)),
  breaks('a pong of 64 KiB', 1002, () => pack(PONG, 'x'.repeat(65_536))),
  breaks('a ping in fragments', 1002, () => pack(PING, 'x', { fin: false })),
  breaks('a pong in fragments', 1002, () => pack(PONG, 'x', { fin: false })),
  breaks('a close frame in fragments', 1002, () => pack(CLOSE, Buffer.of(3, 232), { fin: false })),
  works('5 bytes in the form for 126', 'short', () => inLongForm(TEXT, 'short', 126)),
  works('5 bytes in the form for 64 KiB', 'short', () => inLongForm(TEXT, 'short', 127)),
  works('a mask of zeros', 'plain', () => all(Buffer.of(0x81, 0x85, 0, 0, 0, 0), Buffer.from('plain'))),
  works('a frame byte by byte', 'byte by byte', () => [...pack(TEXT, 'byte by byte')].map((byte) => Buffer.of(byte))),
  works('an empty message', '', () => pack(TEXT, '')),
  works('a pong nobody asked for', 'after', () => all(pack(PONG, 'unasked'), pack(TEXT, 'after'))),
  works('a thousand pings before a message', 'after', () =>
    all(...Array.from({ length: 1_000 }, () => pack(PING, 'p')), pack(TEXT, 'after')),
  ),
]

export const fragments: HostileFrames[] = [
  breaks('a continuation of nothing', 1002, () => goOn()),
  breaks('a last fragment of nothing', 1002, () => end()),
  breaks('a message within another', 1002, () => all(begin(), pack(TEXT))),
  breaks('a binary message within text', 1002, () => all(begin(), pack(BINARY))),
  {
    ...breaks('a continuation after the last', 1002, () => all(begin('a '), end('whole'), end())),
    before: ['a whole'],
  },
  breaks('a message in too many fragments', 1008, () => all(begin(), ...Array.from({ length: 17_000 }, () => goOn()))),
  breaks('empty fragments without end', 1008, () => all(begin(''), ...Array.from({ length: 17_000 }, () => goOn('')))),
  breaks('fragments that are too long together', 1009, () => {
    const half = new Uint8Array(8 * MIB)
    return [begin(half, BINARY), goOn(half), goOn('x')]
  }),
  works('a ping between fragments', 'one two', () => all(begin('one '), pack(PING, 'ping'), end('two'))),
  works('a hundred fragments', 'x'.repeat(100), () => all(begin(), ...Array.from({ length: 98 }, () => goOn()), end())),
  works('empty fragments around a byte', 'x', () => all(begin(''), goOn(''), goOn('x'), end(''))),
]

/** Sixteen mebibytes of zeros, so ended that the same bytes can follow: 64 of them are a gigabyte in one mebibyte. */
const zeros = () => deflateRawSync(Buffer.alloc(16 * MIB), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
let bombBytes: Buffer | undefined
/** Made once: 1 GiB that is about 1 MiB long. */
function bomb(): Buffer {
  const block = bombBytes ?? zeros()
  bombBytes = block
  return Buffer.concat(Array.from({ length: 64 }, () => block))
}
let bombFrameBytes: Buffer | undefined
const bombFrame = () => {
  bombFrameBytes ??= pack(BINARY, bomb(), { reserved: COMPRESSED })
  return bombFrameBytes
}

/** As a message of its own: without the end that the protocol leaves out (RFC 7692, section 7.2.1). */
function deflated(text: string | Uint8Array): Buffer {
  return deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
}
const squeezed = (payload: Uint8Array, opcode = TEXT, fin = true) =>
  pack(opcode, payload, { reserved: COMPRESSED, fin })

/** For a server that has agreed to compress. */
export const compression: HostileFrames[] = [
  breaks('a compressed ping', 1002, () => pack(PING, 'x', { reserved: COMPRESSED })),
  breaks('a compressed close frame', 1002, () => pack(CLOSE, Buffer.of(3, 232), { reserved: COMPRESSED })),
  breaks('a fragment that says again it is compressed', 1002, () =>
    all(squeezed(deflated('one'), TEXT, false), pack(CONTINUATION, 'x', { reserved: COMPRESSED })),
  ),
  breaks('what does not inflate', 1007, () => squeezed(Buffer.alloc(64, 0xff))),
  breaks('a block type that there is none of', 1007, () => squeezed(Buffer.of(0x07))),
  breaks('a reference to before the beginning', 1007, () => squeezed(Buffer.of(0x02, 0x02, 0, 0))),
  // Deflate has no sum over what it holds: what inflates is the message.
  works('a message that breaks off in a block', 'a', () => squeezed(Buffer.of(0x4a, 0x04))),
  works('garbage behind a stream that has ended', 'final', () =>
    squeezed(all(deflateRawSync('final'), Buffer.from('garbage'))),
  ),
  breaks('a gigabyte in a mebibyte', 1009, bombFrame),
  breaks('a gigabyte in fragments', 1009, () => {
    const whole = bomb()
    const cut = whole.byteLength / 2
    return [squeezed(whole.subarray(0, cut), BINARY, false), goOn(whole.subarray(cut))]
  }),
  breaks('a gigabyte in small fragments', 1009, () => {
    const whole = bomb()
    const size = 32_000
    const first = squeezed(whole.subarray(0, size), BINARY, false)
    const more: Buffer[] = []
    for (let at = size; at < whole.byteLength; at += size) more.push(goOn(whole.subarray(at, at + size)))
    return all(first, ...more)
  }),
  breaks('text that is no UTF-8 when inflated', 1007, () => squeezed(deflated(Buffer.of(0x61, 0xff)))),
  works('an uncompressed message among compressed ones', 'plain', () => pack(TEXT, 'plain')),
  works('a compressed message', 'squeezed', () => squeezed(deflated('squeezed'))),
  works('a stream that ends in its message', 'final', () => squeezed(deflateRawSync('final'))),
  works('a compressed message in fragments', 'one two', () => {
    const whole = deflated('one two')
    return all(squeezed(whole.subarray(0, 3), TEXT, false), end(whole.subarray(3)))
  }),
]

const bytes = (...values: number[]) => Buffer.from(values)
const badText = (what: string, payload: Buffer) => breaks(what, 1007, () => pack(TEXT, payload))
const euro = Buffer.from('€')

export const utf8: HostileFrames[] = [
  badText('an overlong slash of two bytes', bytes(0xc0, 0xaf)),
  badText('an overlong slash of three bytes', bytes(0xe0, 0x80, 0xaf)),
  badText('an overlong slash of four bytes', bytes(0xf0, 0x80, 0x80, 0xaf)),
  badText('half a surrogate pair', bytes(0xed, 0xa0, 0x80)),
  badText('a whole surrogate pair', bytes(0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80)),
  badText('a code point beyond U+10FFFF', bytes(0xf4, 0x90, 0x80, 0x80)),
  badText('five bytes for one code point', bytes(0xf8, 0x88, 0x80, 0x80, 0x80)),
  badText('a lone continuation byte', bytes(0x80)),
  badText('the byte FF', bytes(0x61, 0xff)),
  badText('a code point that is cut at the end', euro.subarray(0, 2)),
  breaks('a code point that is cut at the end of the last fragment', 1007, () =>
    all(begin('a'), end(euro.subarray(0, 2))),
  ),
  breaks('a close reason that is no UTF-8', 1007, () => pack(CLOSE, bytes(0x03, 0xe8, 0xc3))),
  works('a code point across fragments', '€', () =>
    all(begin(euro.subarray(0, 1)), goOn(euro.subarray(1, 2)), end(euro.subarray(2))),
  ),
  works('a byte order mark', '\ufeffa', () => pack(TEXT, '\ufeffa')),
  works('a NUL', 'a\0b', () => pack(TEXT, 'a\0b')),
  works('the last code point', '\u{10ffff}', () => pack(TEXT, '\u{10ffff}')),
  works('a noncharacter', '\uffff', () => pack(TEXT, '\uffff')),
]

const closing = (code: number, reason = '') => {
  const body = Buffer.alloc(2)
  body.writeUInt16BE(code)
  return pack(CLOSE, all(body, Buffer.from(reason)))
}
const badCode = (code: number) => breaks(`the close code ${code}`, 1002, () => closing(code))
const goodCode = (code: number) => breaks(`the close code ${code}, which may be sent,`, code, () => closing(code))

export const closes: HostileFrames[] = [
  ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65_535].map(badCode),
  ...[1000, 1001, 1014, 3000, 4999].map(goodCode),
  breaks('one byte in a close frame', 1002, () => pack(CLOSE, Buffer.of(3))),
  breaks('a close reason of 124 bytes', 1002, () => closing(1000, 'x'.repeat(124))),
  breaks('a close reason of 123 bytes, which is the most,', 1000, () => closing(1000, 'x'.repeat(123))),
  breaks('a close frame, then more data,', 1000, () => all(closing(1000), pack(TEXT, 'too late'))),
  breaks('two close frames', 1000, () => all(closing(1000), closing(1001))),
  breaks('a close frame within a message', 1000, () => all(begin(), closing(1000))),
  breaks('a close frame, then nonsense,', 1000, () => all(closing(1000), Buffer.alloc(1_000, 0xff))),
]
