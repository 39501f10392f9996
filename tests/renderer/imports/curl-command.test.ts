import { expect, test } from 'vitest'
import { readCurl } from '../../../src/renderer/src/features/imports/curl-command'
import type { Imported } from '../../../src/renderer/src/features/imports/imported'

function read(line: string): Imported {
  const result = readCurl(line)
  if (!result.ok) throw new Error(result.problem)
  return result.value
}

/** Of a line that makes one connection and has nothing to say. */
function connection(line: string) {
  const { connections, notes } = read(line)
  expect(notes).toEqual([])
  expect(connections).toHaveLength(1)
  return connections[0]
}

test('what a browser copies of a WebSocket becomes a connection, and its handshake’s own headers do not', () => {
  const made = connection(`curl 'wss://feed.example.com/live?x=1' \\
  -H 'Upgrade: websocket' \\
  -H 'Origin: https://app.example.com' \\
  -H 'Cache-Control: no-cache' \\
  -H 'Connection: Upgrade' \\
  -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \\
  -H 'Sec-WebSocket-Version: 13' \\
  -H 'Sec-WebSocket-Protocol: v2, v1' \\
  -H 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=10; server_no_context_takeover'`)
  expect(made).toMatchObject({
    url: 'wss://feed.example.com/live?x=1',
    origin: 'https://app.example.com',
    headers: [['Cache-Control', 'no-cache']],
    subprotocols: ['v2', 'v1'],
    compression: true,
    deflate: { serverNoContextTakeover: true, clientNoContextTakeover: false, clientMaxWindowBits: 10 },
  })
})

test('http becomes ws, https wss, and no scheme ws', () => {
  expect(connection('curl https://a.example/x')?.url).toBe('wss://a.example/x')
  expect(connection('curl http://a.example')?.url).toBe('ws://a.example')
  expect(connection('curl a.example:8080/y')?.url).toBe('ws://a.example:8080/y')
  expect(connection('curl --url a.example -sSN')?.url).toBe('ws://a.example')
})

test('each way to log in is read', () => {
  expect(connection('curl -u anna:pa:ss a.example')?.auth).toEqual({ kind: 'basic', user: 'anna', password: 'pa:ss' })
  expect(connection('curl -uanna a.example')?.auth).toEqual({ kind: 'basic', user: 'anna', password: '' })
  const bearer = connection('curl -H "authorization: Bearer abc.def" a.example')
  expect(bearer).toMatchObject({ auth: { kind: 'bearer', token: 'abc.def' }, headers: [] })
  expect(connection('curl --oauth2-bearer xyz a.example')?.auth).toEqual({ kind: 'bearer', token: 'xyz' })
  expect(connection('curl -H "Authorization: Basic YW5uYTpwdw==" a.example')?.auth).toEqual({
    kind: 'basic',
    user: 'anna',
    password: 'pw',
  })
  expect(connection('curl -H "Authorization: Digest x" a.example')?.headers).toEqual([['Authorization', 'Digest x']])
})

test('headers keep their case and order; cookies, agent and referer become headers', () => {
  const made = connection(
    `curl -H 'x-One: 1' -H 'X-Empty;' -b 'a=1' --cookie 'b=2' -A 'me/1' -e https://r.example/ a.example`,
  )
  expect(made?.headers).toEqual([
    ['x-One', '1'],
    ['X-Empty', ''],
    ['Cookie', 'a=1; b=2'],
    ['User-Agent', 'me/1'],
    ['Referer', 'https://r.example/'],
  ])
})

test('files, keys and versions of TLS go where they belong', () => {
  const made = connection(
    'curl --cacert /ca.pem --cert /c.pem --key /k.pem --pass secret --tlsv1.3 https://a.example --http1.1',
  )
  expect(made?.tls).toMatchObject({
    caFile: '/ca.pem',
    minVersion: 'TLSv1.3',
    clientCertificate: { kind: 'pem', certificateFile: '/c.pem', keyFile: '/k.pem', passphrase: 'secret' },
  })
  const bundled = connection('curl --cert-type P12 -E /c.bundle:pw https://a.example')
  expect(bundled?.tls.clientCertificate).toEqual({ kind: 'pkcs12', file: '/c.bundle', passphrase: 'pw' })
  const windows = connection('curl -E C:\\\\keys\\\\c.pem:pw https://a.example')
  expect(windows?.tls.clientCertificate).toMatchObject({ certificateFile: 'C:\\keys\\c.pem', passphrase: 'pw' })
})

test('proxies, redirects, families and timeouts are read', () => {
  const made = connection('curl -x proxy.example -U me:pw -L --max-redirs 3 -6 --connect-timeout 2.5 -m 60 a.example')
  expect(made).toMatchObject({
    network: { proxy: { kind: 'server', url: 'http://proxy.example:1080', user: 'me', password: 'pw' }, family: 6 },
    redirectsMax: 3,
    handshakeTimeoutMs: 2_500,
  })
  expect(connection('curl -x socks5h://u:p@s.example:9 a.example')?.network.proxy).toEqual({
    kind: 'server',
    url: 'socks5://s.example:9',
    user: 'u',
    password: 'p',
  })
  expect(connection('curl --socks5-hostname s.example:9 a.example')?.network.proxy).toMatchObject({
    url: 'socks5://s.example:9',
  })
  expect(connection('curl --noproxy "*" -x p.example a.example')?.network.proxy).toEqual({ kind: 'none' })
  expect(connection('curl a.example')?.redirectsMax).toBe(0)
  expect(connection('curl -L a.example')?.redirectsMax).toBe(20)
})

test('data is a query with -G, and no part of a handshake without', () => {
  expect(connection('curl -G -d a=1 -d "b=x y" a.example')?.query).toEqual([
    ['a', '1'],
    ['b', 'x y'],
  ])
  expect(read(`curl -d '{"a":1}' a.example`).notes).toEqual([
    'A WebSocket handshake has no body: the data is left out.',
  ])
})

test('several URLs are several connections', () => {
  expect(read('curl -H "A: b" ws://a.example ws://b.example').connections).toMatchObject([
    { url: 'ws://a.example', headers: [['A', 'b']] },
    { url: 'ws://b.example', headers: [['A', 'b']] },
  ])
})

test('what is not taken is said, each thing once', () => {
  const { notes, connections } = read(
    'curl -k --resolve a:1:2 -X POST -b jar.txt --cacert ca.pem --frobnicate --digest a.example',
  )
  expect(connections[0]?.tls.caFile).toBe('ca.pem')
  expect(notes.join('\n')).toMatch(/pin the one you see/)
  expect(notes.join('\n')).toMatch(/--resolve is left out/)
  expect(notes.join('\n')).toMatch(/not a POST/)
  expect(notes.join('\n')).toMatch(/jar\.txt/)
  expect(notes.join('\n')).toMatch(/ca\.pem is given without its whole path/)
  expect(notes.join('\n')).toMatch(/--frobnicate is not known/)
  expect(notes.join('\n')).toMatch(/--digest/)
  expect(notes).toHaveLength(7)
})

test('a shell’s variables are variables to be given a value', () => {
  const { connections, variables } = read('curl -H "Authorization: Bearer $TOKEN" "wss://$HOST/x"')
  expect(connections[0]).toMatchObject({ url: 'wss://{{HOST}}/x', auth: { kind: 'bearer', token: '{{TOKEN}}' } })
  expect(variables.map(({ name }) => name)).toEqual(['TOKEN', 'HOST'])
})

test('a command without a URL, or with an open quote, is refused with a sentence', () => {
  expect(readCurl('curl -k')).toEqual({ ok: false, problem: 'There is no URL in this curl command.' })
  expect(readCurl("curl 'x")).toMatchObject({ ok: false, problem: expect.stringContaining('not closed') })
})
