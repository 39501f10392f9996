/** Openings of a connection that no well-behaved client makes, byte for byte, and the status each is answered with. */

export interface HostileHandshake {
  what: string
  bytes: (port: number) => string | Buffer
  /** HTTP status; none for what ends without an answer. */
  status?: number
  /** How the client goes on. */
  ends?: 'fin' | 'reset'
}

/** Lines in place of the usual ones; undefined leaves one out. */
type Lines = Record<string, string | undefined>

interface Request {
  line?: string
  lines?: Lines
  /** After the usual ones, as they are. */
  more?: string
}

function request(port: number, { line = 'GET / HTTP/1.1', lines = {}, more = '' }: Request): string {
  const usual = {
    Host: `127.0.0.1:${port}`,
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
  }
  const all = Object.entries({ ...usual, ...lines }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}\r\n`],
  )
  return `${line}\r\n${all.join('')}${more}\r\n`
}

const upgrade = (what: string, how: Request, status: number): HostileHandshake => ({
  what,
  bytes: (port) => request(port, how),
  status,
})
const key = (what: string, value: string | undefined) =>
  upgrade(`a key that is ${what}`, { lines: { 'Sec-WebSocket-Key': value } }, 400)
const version = (value: string) => upgrade(`version ${value}`, { lines: { 'Sec-WebSocket-Version': value } }, 400)
const offer = (what: string, value: string, status: number) =>
  upgrade(`an extension offer with ${what}`, { lines: { 'Sec-WebSocket-Extensions': value } }, status)
const protocols = (what: string, value: string) =>
  upgrade(`a subprotocol header with ${what}`, { lines: { 'Sec-WebSocket-Protocol': value } }, 400)

function manyHeaders(count: number): string {
  return Array.from({ length: count }, (_, n) => `X-${n}: 1\r\n`).join('')
}

export const handshakes: HostileHandshake[] = [
  upgrade('the method POST', { line: 'POST / HTTP/1.1', more: 'Content-Length: 0\r\n' }, 400),
  upgrade('a method nobody knows', { line: 'FROB / HTTP/1.1' }, 400),
  { what: 'the method CONNECT', bytes: (port) => request(port, { line: 'CONNECT 127.0.0.1:80 HTTP/1.1' }) },
  upgrade('HTTP 1.0', { line: 'GET / HTTP/1.0' }, 400),
  upgrade('HTTP 9.9', { line: 'GET / HTTP/9.9' }, 400),
  { what: 'the preface of HTTP/2', bytes: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', status: 400 },
  key('missing', undefined),
  key('empty', ''),
  key('too short', 'c2hvcnQ='),
  key('too long', 'dGhlIHNhbXBsZSBub25jZSB0aGF0IGlzIHRvbyBsb25n'),
  key('not Base64', '!!!!!!!!!!!!!!!!!!!!!!=='),
  key('there twice', 'dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='),
  ...['0', '8', '12', '14', '13, 8', '-13', 'thirteen', ''].map(version),
  upgrade('no Upgrade header', { lines: { Upgrade: undefined } }, 426),
  upgrade('an upgrade to something else', { lines: { Upgrade: 'h2c' } }, 400),
  upgrade('an upgrade to one of several', { lines: { Upgrade: 'h2c, websocket' } }, 400),
  upgrade('a Connection header without upgrade', { lines: { Connection: 'keep-alive' } }, 426),
  protocols('an empty token', 'chat,,news'),
  protocols('the same token twice', 'chat, chat'),
  protocols('spaces within a token', 'chat room'),
  protocols('nothing in it', ''),
  upgrade('two Host headers', { more: 'Host: evil.example\r\n' }, 400),
  upgrade('a Host that hides another', { lines: { Host: '127.0.0.1@evil.example' } }, 403),
  upgrade('two lengths of a body', { more: 'Content-Length: 1\r\nContent-Length: 2\r\n' }, 400),
  upgrade('a length and chunks', { more: 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n' }, 400),
  upgrade('a line that ends in a bare LF', { more: 'X-A: b\nX-C: d\r\n' }, 400),
  upgrade('a folded line', { more: 'X-A: b\r\n c\r\n' }, 400),
  upgrade('a NUL in a value', { more: 'X-A: b\0c\r\n' }, 400),
  upgrade('a space before the colon', { more: 'X-A : b\r\n' }, 400),
  upgrade('a bare CR in a value', { more: 'X-A: b\rX-C: d\r\n' }, 400),
  upgrade('a header without a name', { more: ': b\r\n' }, 400),
  upgrade(
    'a foreign page named in a smuggled second Origin',
    { more: 'Origin: http://evil.example\r\nOrigin: http://localhost\r\n' },
    403,
  ),
  upgrade('a target in absolute form of another host', { line: 'GET http://evil.example/ HTTP/1.1' }, 101),
  upgrade('a target with a fragment', { line: 'GET /#frag HTTP/1.1' }, 101),
  upgrade('a target with a control character', { line: 'GET /\x01 HTTP/1.1' }, 400),
  upgrade('a target that is no path', { line: 'GET nonsense HTTP/1.1' }, 400),
  upgrade('five hundred headers', { more: manyHeaders(500) }, 101),
  upgrade('five thousand headers', { more: manyHeaders(5_000) }, 431),
  upgrade('a header of 64 KiB', { more: `X-Long: ${'x'.repeat(65_536)}\r\n` }, 431),
  upgrade('a request line of 100 KB', { line: `GET /${'x'.repeat(100_000)} HTTP/1.1` }, 431),
  {
    what: 'the greeting of TLS',
    bytes: () => Buffer.from(`16030100fa010000f60303${'ab'.repeat(200)}`, 'hex'),
    status: 400,
  },
  { what: 'the banner of SSH', bytes: () => 'SSH-2.0-OpenSSH_9.6\r\n', status: 400 },
  {
    what: 'bytes of no protocol',
    bytes: () => Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 167 + 43) & 0xff)),
    status: 400,
  },
  { what: 'nothing but line ends', bytes: () => '\r\n'.repeat(100), ends: 'fin' },
  { what: 'nothing, and hangs up', bytes: () => '', ends: 'fin' },
  { what: 'half a request, and hangs up', bytes: (port) => request(port, {}).slice(0, 60), status: 400, ends: 'fin' },
  { what: 'half a request, and resets', bytes: (port) => request(port, {}).slice(0, 60), ends: 'reset' },
  { what: 'a whole request, and resets', bytes: (port) => request(port, {}), ends: 'reset' },
]

/** Only where compression is negotiated does anybody read them. */
export const offers: (HostileHandshake & { statusWithout: number })[] = [
  { ...offer('an unknown parameter', 'permessage-deflate; frobnicate', 400), statusWithout: 101 },
  { ...offer('a window of 7 bits', 'permessage-deflate; server_max_window_bits=7', 400), statusWithout: 101 },
  { ...offer('a window of 99 bits', 'permessage-deflate; server_max_window_bits=99', 400), statusWithout: 101 },
  {
    ...offer('a parameter twice', 'permessage-deflate; server_max_window_bits=9; server_max_window_bits=9', 400),
    statusWithout: 101,
  },
  { ...offer('quoted garbage', 'permessage-deflate; client_max_window_bits="a\\"b"', 400), statusWithout: 101 },
  { ...offer('an unterminated quote', 'permessage-deflate; client_max_window_bits="12', 400), statusWithout: 101 },
  { ...offer('an empty list', ',', 400), statusWithout: 101 },
  { ...offer('an extension nobody knows', 'x-frobnicate; a=1', 101), statusWithout: 101 },
]
