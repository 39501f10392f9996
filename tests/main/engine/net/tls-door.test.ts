import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { connect, type Server, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { type ConnectionOptions, connect as connectTls, TLSSocket } from 'node:tls'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { identityFor, type TlsIdentity } from '../../../../src/main/engine/net/certificate'
import { listen } from '../../../../src/main/engine/net/listen'
import { createTlsDoor } from '../../../../src/main/engine/net/tls-door'
import { RawPeer } from '../../../support/raw-peer'
import { until } from '../../../support/until'

const PATIENT_MS = 60_000
const TLS_1_2 = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const

let identity: TlsIdentity

beforeAll(async () => {
  const made = await identityFor(
    { kind: 'made', alsoPlain: false },
    { folder: undefined, hosts: [], nowMs: Date.now() },
  )
  if (!made.ok) throw new Error(made.error.message)
  identity = made.value
})

/** A WebSocket server that says back what it hears, behind doors on localhost. */
async function openDoor(options: { alsoPlain?: boolean; firstBytesMs?: number } = {}) {
  const refused: string[] = []
  const refusedAddresses: (string | undefined)[] = []
  const handedOn: Socket[] = []
  const arrived: Socket[] = []
  const http = createHttpServer((request, response) => {
    let length = 0
    request.on('data', (bytes: Buffer) => {
      length += bytes.length
    })
    request.on('end', () => response.end(`${request.url} ${length}`))
  })
  // Only then does it know its connections: it never listens itself.
  http.emit('listening')
  const acceptor = new WebSocketServer({ server: http })
  acceptor.on('connection', (socket) =>
    socket.on('message', (bytes, isBinary) => socket.send(bytes, { binary: isBinary })),
  )
  const listening = await listen('localhost', 0, () => {
    const door = createTlsDoor({
      identity,
      alsoPlain: options.alsoPlain ?? false,
      firstBytesMs: () => options.firstBytesMs ?? PATIENT_MS,
      onSocket(socket) {
        handedOn.push(socket)
        http.emit('connection', socket)
      },
      onRefused(reason, socket) {
        refused.push(reason)
        refusedAddresses.push(socket.remoteAddress)
      },
    })
    door.on('connection', (socket) => arrived.push(socket))
    return door
  })
  if (!listening.ok) throw new Error(listening.error.message)
  const { port, servers, close } = listening.value
  onTestFinished(async () => {
    for (const socket of acceptor.clients) socket.terminate()
    const closed = close()
    http.closeAllConnections()
    http.close()
    await closed
  })
  return { port, servers, close, refused, refusedAddresses, handedOn, arrived }
}

function dialRaw(port: number, allowHalfOpen = false): RawPeer {
  const peer = new RawPeer(connect({ port, host: '127.0.0.1', allowHalfOpen }))
  onTestFinished(() => void peer.socket.destroy())
  return peer
}

async function connectionsOf(servers: readonly Server[]): Promise<number> {
  const counts = servers.map((server) => new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n))))
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}

/** What a client hears back, or how it failed. */
function askOverWebSocket(url: string, ca?: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { ca })
    socket.on('open', () => socket.send('hello'))
    socket.on('message', (bytes) => {
      resolve(bytes.toString())
      socket.close()
    })
    socket.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message))
  })
}

/** The first bytes a client with these options says. */
function clientHello(options: ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const wire = new Duplex({
      read() {},
      write(bytes: Buffer, _, done) {
        resolve(bytes)
        done()
      },
    })
    const client = connectTls({ ...options, socket: wire, servername: 'localhost' })
    client.on('error', () => {})
    onTestFinished(() => void client.destroy())
  })
}

describe('a door that speaks TLS', () => {
  it.each(['localhost', '127.0.0.1', '[::1]'])('lets in who trusts the CA and dials %s', async (host) => {
    const { port, refused } = await openDoor()
    expect(await askOverWebSocket(`wss://${host}:${port}`, identity.summary.ca)).toBe('hello')
    const page = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`https://${host}:${port}/page`, { ca: identity.summary.ca }, resolve).on('error', reject)
    })
    let body = ''
    for await (const bytes of page) body += bytes
    expect(body).toBe('/page 0')
    expect(refused).toEqual([])
  })

  it('tells of a client that does not trust the CA and, as those of Node, leaves without an alert', async () => {
    const { port, refused, refusedAddresses } = await openDoor()
    expect(await askOverWebSocket(`wss://127.0.0.1:${port}`)).toBe('SELF_SIGNED_CERT_IN_CHAIN')
    await until(() => refused.length > 0, 'the door tells of it')
    expect(refused[0]).toMatch(
      /^The client left (during|after) the TLS handshake.*\. If it does not trust the certificate, give it the CA\.$/,
    )
    expect(refusedAddresses).toEqual(['127.0.0.1'])
  })

  it('tells of a client that leaves after the handshake without a request', async () => {
    const { port, refused, handedOn } = await openDoor()
    const client = connectTls({ port, host: 'localhost', ca: identity.summary.ca })
    await until(() => handedOn.length === 1, 'it is in')
    expect(refused).toEqual([])
    client.destroy()
    await until(() => refused.length > 0, 'the door tells of it')
    expect(refused).toEqual([
      'The client left after the TLS handshake without a request. If it does not trust the certificate, give it the CA.',
    ])
  })

  it.each([
    [48, 'unknown_ca'],
    [42, 'bad_certificate'],
    [46, 'certificate_unknown'],
  ])('tells what a client has against the certificate: alert %i', async (alert, name) => {
    const { port, refused, refusedAddresses, servers } = await openDoor()
    const peer = dialRaw(port)
    peer.say(await clientHello(TLS_1_2))
    await until(() => peer.text.length > 0, 'the server has shown its certificate')
    peer.say(Buffer.from([0x15, 3, 3, 0, 2, 2, alert]))
    await until(() => peer.isClosed, 'the line is closed')
    expect(refused).toEqual([`The client did not trust the certificate (TLS alert ${name}).`])
    expect(refusedAddresses).toEqual(['127.0.0.1'])
    await until(async () => (await connectionsOf(servers)) === 0, 'no socket is left')
  })

  it('tells of a client without a cipher in common, of one that is too old, and of one that leaves', async () => {
    const { port, refused } = await openDoor()
    const without = dialRaw(port)
    without.say(await clientHello({ ...TLS_1_2, ciphers: 'AES128-SHA256' }))
    await until(() => refused.length === 1, 'the first is refused')
    // It is told, too: an alert, handshake_failure.
    await until(() => without.isClosed, 'its line is closed')
    expect(Buffer.from(without.text, 'latin1').subarray(-2)).toEqual(Buffer.from([2, 40]))
    const old = dialRaw(port)
    old.say(await clientHello({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }))
    await until(() => refused.length === 2, 'the second is refused')
    const leaving = dialRaw(port)
    leaving.say(await clientHello(TLS_1_2))
    await until(() => leaving.text.length > 0, 'the server has answered')
    leaving.reset()
    await until(() => refused.length === 3, 'the third is told of')
    expect(refused).toEqual([
      'The client and this server have no TLS cipher in common.',
      'The client speaks no TLS that is safe: 1.2 is the least.',
      'The client left during the TLS handshake. If it does not trust the certificate, give it the CA.',
    ])
  })

  it('tells of a client that says nothing more in the middle of the handshake', async () => {
    const { port, refused, servers } = await openDoor()
    const peer = dialRaw(port, true)
    peer.say(await clientHello(TLS_1_2))
    await until(() => peer.text.length > 0, 'the server has answered')
    peer.socket.end()
    await until(() => refused.length > 0, 'the door tells of it')
    expect(refused[0]).toMatch(/^The client left during the TLS handshake/)
    await until(async () => (await connectionsOf(servers)) === 0, 'no socket is left')
  })

  it('answers plain HTTP with what to do, and is done with it', async () => {
    const { port, refused, servers, handedOn } = await openDoor()
    const peer = dialRaw(port, true)
    peer.requestUpgrade()
    expect(await peer.head()).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    await until(() => peer.hasEnded, 'all is said')
    const sentence = 'This server speaks TLS. Connect with wss://, not ws://.'
    expect(JSON.parse(peer.body)).toEqual({ error: sentence })
    expect(refused).toEqual([sentence])
    peer.socket.end()
    await until(async () => (await connectionsOf(servers)) === 0, 'no socket is left')
    expect(handedOn).toEqual([])
  })

  it('answers plain HTTP so that a client which goes on talking can read it', async () => {
    const { port } = await openDoor()
    const peer = dialRaw(port, true)
    // With a reset it could not, and the answer might be lost on its way.
    const written = (bytes: string) => new Promise((resolve) => peer.socket.write(bytes, resolve))
    const first = written(
      `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n${'x'.repeat(4_000_000)}`,
    )
    expect(await peer.head()).toMatch(/^HTTP\/1\.1 400 /)
    const second = written('x'.repeat(5_000_000))
    expect([await first, await second].map((error) => error ?? undefined)).toEqual([undefined, undefined])
    await until(() => peer.hasEnded, 'all is said')
    expect(peer.body).toContain('wss://')
  })

  it('cuts one that it refused and that does not hang up', async () => {
    const { port, refused } = await openDoor({ firstBytesMs: 100 })
    const peer = dialRaw(port, true)
    peer.requestUpgrade()
    await peer.head()
    await peer.untilHungUp()
    expect(refused).toHaveLength(1)
  })

  it('takes a handshake that comes byte by byte', async () => {
    const { port, handedOn, refused } = await openDoor()
    const raw = connect({ port, host: '127.0.0.1', noDelay: true })
    const dripping = new Duplex({
      read() {},
      async write(bytes: Buffer, _, done) {
        for (const byte of bytes) await new Promise((resolve) => raw.write(Buffer.from([byte]), resolve))
        done()
      },
    })
    raw.on('data', (bytes) => dripping.push(bytes))
    const secure = connectTls({ socket: dripping, ca: identity.summary.ca, servername: 'localhost' })
    onTestFinished(() => {
      secure.destroy()
      raw.destroy()
    })
    const peer = new RawPeer(secure)
    peer.say('GET /dripped HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await peer.head()
    await until(() => peer.body.includes('/dripped 0'), 'the answer is there')
    expect(handedOn[0]).toBeInstanceOf(TLSSocket)
    expect(refused).toEqual([])
  })

  it('cuts one that has begun a handshake and goes no further', async () => {
    const { port, refused, refusedAddresses } = await openDoor({ firstBytesMs: 100 })
    const peer = dialRaw(port)
    const hello = await clientHello({})
    peer.say(hello.subarray(0, 20))
    await until(() => peer.isClosed, 'it is cut')
    expect(refused).toEqual(['The TLS handshake was not done within 100 ms.'])
    expect(refusedAddresses).toEqual(['127.0.0.1'])
  })

  it('leaves those alone that are in, however long they are', async () => {
    const { port, arrived } = await openDoor({ firstBytesMs: 400 })
    const socket = new WebSocket(`wss://localhost:${port}`, { ca: identity.summary.ca })
    await new Promise((resolve) => socket.on('open', resolve))
    // One that came later is cut: the time of the first is over.
    const silent = dialRaw(port)
    await until(() => silent.isClosed, 'the silent one is cut')
    expect(arrived).toHaveLength(2)
    const heard = new Promise((resolve) => socket.on('message', (bytes) => resolve(bytes.toString())))
    socket.send('still here')
    expect(await heard).toBe('still here')
  })

  it('ends a flood of silent sockets, and serves others meanwhile', async () => {
    const { port, refused, servers } = await openDoor({ firstBytesMs: 1_500 })
    const flood = Array.from({ length: 200 }, () => dialRaw(port))
    await until(async () => (await connectionsOf(servers)) >= 200, 'all are connected')
    expect(await askOverWebSocket(`wss://127.0.0.1:${port}`, identity.summary.ca)).toBe('hello')
    await until(() => flood.every(({ isClosed }) => isClosed), 'all are cut')
    expect(new Set(refused)).toEqual(new Set(['The client sent nothing within 1500 ms.']))
    expect(refused).toHaveLength(200)
    await until(async () => (await connectionsOf(servers)) === 0, 'no socket is left')
  })

  it('says nothing of one that comes and goes', async () => {
    const { port, refused, arrived, servers } = await openDoor()
    const peer = dialRaw(port, true)
    await until(() => arrived.length === 1, 'it is there')
    peer.socket.end()
    await until(async () => (await connectionsOf(servers)) === 0, 'no socket is left')
    expect(refused).toEqual([])
  })

  it('ends who is still before it when it closes', async () => {
    const { port, close, arrived, refused } = await openDoor()
    const silent = dialRaw(port)
    const halfway = dialRaw(port)
    halfway.say((await clientHello({})).subarray(0, 20))
    await until(() => arrived.length === 2 && arrived.some(({ bytesRead }) => bytesRead > 0), 'both are there')
    await close()
    await until(() => silent.isClosed && halfway.isClosed, 'both are cut')
    expect(refused).toEqual([])
  })
})

describe('a door that also speaks plain', () => {
  it('lets both in on one port', async () => {
    const { port, refused, handedOn } = await openDoor({ alsoPlain: true })
    expect(await askOverWebSocket(`ws://127.0.0.1:${port}`)).toBe('hello')
    expect(await askOverWebSocket(`wss://127.0.0.1:${port}`, identity.summary.ca)).toBe('hello')
    expect(handedOn.map((socket) => socket instanceof TLSSocket)).toEqual([false, true])
    expect(refused).toEqual([])
  })

  it('loses no byte of what was read before it knew', async () => {
    const { port } = await openDoor({ alsoPlain: true })
    const peer = dialRaw(port)
    const length = 3_000_000
    peer.say(`POST /all HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`)
    await peer.head()
    await until(() => peer.body.includes(`/all ${length}`), 'the answer counts them all')
  })

  it('takes a request that comes byte by byte, and answers a client that has closed its side', async () => {
    const { port } = await openDoor({ alsoPlain: true })
    const peer = dialRaw(port, true)
    peer.socket.setNoDelay(true)
    for (const byte of Buffer.from('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n')) {
      await new Promise((resolve) => peer.socket.write(Buffer.from([byte]), resolve))
    }
    peer.socket.end()
    await peer.head()
    await until(() => peer.body.includes('/slow 0'), 'the answer is there')
  })

  it('cuts a silent one, too', async () => {
    const { port, refused } = await openDoor({ alsoPlain: true, firstBytesMs: 100 })
    const peer = dialRaw(port)
    await until(() => peer.isClosed, 'it is cut')
    expect(refused).toEqual(['The client sent nothing within 100 ms.'])
  })
})
