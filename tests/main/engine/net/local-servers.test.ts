import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { Behaviour, BehaviourCatalogue, BehaviourType } from '../../../../src/main/engine/behaviours/behaviour'
import { Ids } from '../../../../src/main/engine/net/ids'
import { LocalServers } from '../../../../src/main/engine/net/local-servers'
import { ReadTurns } from '../../../../src/main/engine/net/read-turns'
import { ok } from '../../../../src/shared/failure'
import { frameTypeOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { dialRaw } from '../../../support/raw-peer'
import { type Seat, takeSeat } from '../../../support/seat'
import { dialTestClient } from '../../../support/test-client'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const MIB = 1024 * 1024
const START = plainServer({ behaviour: 'echo', port: 0 })

interface Client {
  socket: WebSocket
  texts: string[]
  closed: { code: number; reason: string } | undefined
}

async function dialClient(url: string): Promise<Client> {
  const socket = new WebSocket(url)
  const client: Client = { socket, texts: [], closed: undefined }
  socket.on('message', (data) => client.texts.push(String(data)))
  socket.on('close', (code, reason) => {
    client.closed = { code, reason: String(reason) }
  })
  onTestFinished(() => socket.terminate())
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return client
}

async function occupy(port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { server, port: (server.address() as AddressInfo).port }
}

async function isReachable(port: number, host: string): Promise<boolean> {
  const socket = connect({ port, host, timeout: 1_000 })
  return new Promise((resolve) => {
    const done = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
    socket.once('timeout', () => done(false))
  })
}

async function peerCountIs(seat: Seat, id: number, count: number): Promise<void> {
  await until(() => seat.server(id)?.peerCount === count, `server ${id} has ${count} peers`)
}

it('a client that a server closes twice is closed once, and not cut', async () => {
  const seat = takeSeat()
  const steps = [
    { do: 'wait' as const, ms: 20 },
    { do: 'close' as const, closeCode: 4000, reason: 'bye' },
  ]
  const rules = [{ when: { on: 'message' as const, matches: '' }, do: steps }]
  const server = await seat.serve('silent', { rules })
  const log = await seat.watch({ kind: 'server', id: server.id })
  const client = await dialTestClient(server.url)
  client.send('one')
  client.send('two')
  expect(await client.untilClosed()).toEqual({ code: 4000, reason: 'bye' })
  await log.untilLine('received close: 4000 bye')
})

describe('a local server', () => {
  it('takes any free port for 0, and is reached by 127.0.0.1, ::1 and localhost', async () => {
    const seat = takeSeat()
    const { id, port, url } = await seat.serve('echo')
    expect(port).toBeGreaterThan(0)
    expect(url).toBe(`ws://127.0.0.1:${port}`)
    expect(seat.server(id)).toMatchObject({ name: `:${port} echo`, port: 0, state: { name: 'running', port, url } })
    for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
      const { socket, texts } = await dialClient(`ws://${host}:${port}`)
      socket.send(host)
      await until(() => texts.length === 1, 'the echo came')
      expect(texts).toEqual([host])
    }
  })

  it('listens on loopback and nowhere else', async () => {
    const seat = takeSeat()
    const { port } = await seat.serve('echo')
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    for (const { address } of outside) expect(await isReachable(port, address), address).toBe(false)
    expect(await isReachable(port, '127.0.0.1')).toBe(true)
  })

  it.runIf(process.platform === 'linux')('listens on loopback and nowhere else, as the kernel sees it', async () => {
    const seat = takeSeat()
    const { port } = await seat.serve('echo')
    const LISTEN = '0A'
    const listening = ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/self/net/${table}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter(([, local, , state]) => state === LISTEN && Number.parseInt(local?.split(':')[1] ?? '', 16) === port)
        .map(([, local]) => local?.split(':')[0]),
    )
    expect(listening).toEqual(['0100007F', '00000000000000000000000001000000'])
  })

  it('says in its log that it listens, whom it lets in, and that it stopped', async () => {
    const seat = takeSeat()
    const { id, port, url } = await seat.serve('echo')
    const log = await seat.watch({ kind: 'server', id })
    await dialClient(url)
    await log.untilLine(/^Open/)
    await seat.call('server.stop', { id })
    await log.untilLine('Stopped')
    const events = log.rows.filter(({ type }) => type === 'event').map(({ text }) => text)
    expect(events).toEqual([`Listening on ws://127.0.0.1:${port}`, 'Open: 101 Switching Protocols', 'Stopped'])
  })

  it('keeps the handshake of each peer', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    const socket = new WebSocket(`${url}/some/path?a=1`, ['chat', 'superchat'], { headers: { 'X-Who': 'me' } })
    onTestFinished(() => socket.terminate())
    // The server has its peer a moment before the client knows.
    await once(socket, 'open')
    await peerCountIs(seat, id, 1)
    const [peer] = await seat.peers(id)
    const handshake = await seat.handshake(peer?.id ?? 0)
    expect(handshake).toMatchObject({
      requestLine: 'GET /some/path?a=1',
      subprotocol: 'chat',
      extensions: '',
      remoteAddress: peer?.remoteAddress,
      response: { statusCode: 101, statusText: 'Switching Protocols' },
    })
    expect(handshake.requestHeaders).toContainEqual(['X-Who', 'me'])
    expect(handshake.response?.headers.map(([name]) => name)).toEqual([
      'Upgrade',
      'Connection',
      'Sec-WebSocket-Accept',
      'Sec-WebSocket-Protocol',
    ])
  })
})

describe('starting', () => {
  it('on a busy port is ERR_PORT_IN_USE, with a port that is free', async () => {
    const seat = takeSeat()
    const { port } = await occupy()
    const { code, message, suggestedPort } = await seat.refusal('server.start', { ...START, port })
    expect(code).toBe('ERR_PORT_IN_USE')
    expect(message).toBe(`Port ${port} is already in use. Port ${suggestedPort} is free.`)
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
    const { port: taken } = await seat.serve('echo', { port: suggestedPort })
    expect(taken).toBe(suggestedPort)
  })

  it('on a port of our own server suggests one that is free, over those that are not', async () => {
    const seat = takeSeat()
    const { port } = await seat.serve('echo')
    const next = port + 1
    await occupy(next).catch(() => undefined)
    const { code, suggestedPort = 0 } = await seat.refusal('server.start', { ...START, port })
    expect(code).toBe('ERR_PORT_IN_USE')
    expect(suggestedPort).toBeGreaterThan(next)
    await occupy(suggestedPort)
  })

  it('with an option that does not fit is ERR_OPTION_INVALID, and nothing listens', async () => {
    const seat = takeSeat()
    const options = { rate: -1 }
    expect((await seat.refusal('server.start', { ...START, behaviour: 'ticker', options })).code).toBe(
      'ERR_OPTION_INVALID',
    )
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
  })

  it('what runs already is ERR_ALREADY_RUNNING, what is not there ERR_NOT_FOUND', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('echo')
    expect((await seat.refusal('server.start', { ...START, id })).code).toBe('ERR_ALREADY_RUNNING')
    expect((await seat.refusal('server.start', { ...START, id: 4_711 })).code).toBe('ERR_NOT_FOUND')
  })

  it('one server twice at the same moment starts it once', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('echo')
    await seat.call('server.stop', { id })
    const results = await Promise.all([1, 2].map(() => seat.callAnything('server.start', { ...START, id })))
    expect(results.map(({ ok: isOk }) => isOk)).toEqual([true, false])
    expect(results[1]).toMatchObject({ error: { code: 'ERR_ALREADY_RUNNING' } })
  })

  it('several keeps each apart: its port, its peers, its end', async () => {
    const seat = takeSeat()
    const echo = await seat.serve('echo')
    const hello = await seat.serve('hello')
    expect(echo.port).not.toBe(hello.port)
    const toEcho = await dialClient(echo.url)
    const toHello = await dialClient(hello.url)
    toEcho.socket.send('ping')
    toHello.socket.send('ping')
    await until(() => toEcho.texts.length + toHello.texts.length === 2, 'both have answered')
    expect([toEcho.texts, toHello.texts]).toEqual([['ping'], ['Hello Client!']])
    await seat.call('server.stop', { id: echo.id })
    await until(() => toEcho.closed, 'the client of the one is closed')
    toHello.socket.send('ping')
    await until(() => toHello.texts.length === 2, 'the other goes on')
    expect(await seat.peers(hello.id)).toHaveLength(1)
  })

  it('more than 50 is ERR_TOO_MANY', async () => {
    const seat = takeSeat()
    await Promise.all(Array.from({ length: 50 }, () => seat.call('server.start', START)))
    expect((await seat.refusal('server.start', START)).code).toBe('ERR_TOO_MANY')
  })
})

describe('stopping', () => {
  it('says goodbye with 1001 to every peer, frees the port, and keeps the settings', async () => {
    const seat = takeSeat()
    const { id, port, url } = await seat.serve('echo')
    const clients = [await dialClient(url), await dialClient(url)]
    await seat.call('server.stop', { id })
    await until(() => clients.every(({ closed }) => closed), 'both are closed')
    for (const { closed } of clients) expect(closed).toEqual({ code: 1_001, reason: 'Server stopped' })
    await until(() => seat.server(id)?.state.name === 'stopped', 'it is stopped')
    expect(seat.server(id)).toMatchObject({ behaviour: 'echo', peerCount: 0 })
    expect(await isReachable(port, '127.0.0.1')).toBe(false)
    await occupy(port)
    expect((await seat.call('server.peers', { id, first: 0, count: 10 })).total).toBe(0)
    expect((await seat.refusal('server.broadcast', { id, type: 'text', payload: 'x' })).code).toBe('ERR_NOT_OPEN')
  })

  it('is done soon whatever clients do: say nothing, half a request, stay after a refusal, ignore a goodbye', async () => {
    const seat = takeSeat()
    const { id, port } = await seat.serve('echo')
    const [silent, half, refused, deaf] = [
      await dialRaw(port),
      await dialRaw(port),
      await dialRaw(port),
      await dialRaw(port),
    ]
    half.say('GET / HTTP/1.1\r\nHost: ')
    refused.requestUpgrade({ Origin: 'https://evil.example' })
    await refused.head()
    deaf.requestUpgrade()
    await deaf.head()
    const startedMs = performance.now()
    await seat.call('server.stop', { id })
    expect(performance.now() - startedMs).toBeLessThan(2_000)
    await Promise.all([silent, half, refused, deaf].map((peer) => peer.untilHungUp()))
  })

  it('and starting again keeps the id and goes on in the same log, with new settings', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('echo')
    const log = await seat.watch({ kind: 'server', id })
    await seat.call('server.stop', { id })
    const again = await seat.serve('hello', { id, allowedOrigins: ['https://app.example'] })
    expect(again.id).toBe(id)
    expect(seat.servers).toHaveLength(1)
    expect(seat.server(id)).toMatchObject({ behaviour: 'hello', allowedOrigins: ['https://app.example'] })
    const { socket, texts } = await dialClient(again.url)
    socket.send('x')
    await until(() => texts[0] === 'Hello Client!', 'it greets')
    await log.untilLine('received: x')
    expect(log.lines.filter((line) => line.startsWith('Listening')).length).toBe(2)
  })

  it('what is stopped, or is not there, is no harm', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('echo')
    await seat.call('server.stop', { id })
    await seat.call('server.stop', { id })
    expect((await seat.refusal('server.stop', { id: 4_711 })).code).toBe('ERR_NOT_FOUND')
  })

  it('while it starts wins', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('echo')
    await seat.call('server.stop', { id })
    await Promise.all([seat.callAnything('server.start', { ...START, id }), seat.call('server.stop', { id })])
    await until(() => seat.server(id)?.state.name === 'stopped', 'it is stopped')
    expect((await seat.call('workspace.read', {})).servers).toMatchObject([{ id, state: { name: 'stopped' } }])
  })

  it('for good removes it', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    const client = await dialClient(url)
    await seat.call('server.remove', { id })
    await until(() => client.closed, 'its client is closed')
    await until(() => seat.servers.length === 0, 'it is gone from the list')
    expect((await seat.refusal('server.remove', { id })).code).toBe('ERR_NOT_FOUND')
    expect((await seat.refusal('server.start', { ...START, id })).code).toBe('ERR_NOT_FOUND')
  })

  it('for good while it starts removes it, too', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('echo')
    await seat.call('server.stop', { id })
    await Promise.all([seat.callAnything('server.start', { ...START, id }), seat.call('server.remove', { id })])
    expect((await seat.call('workspace.read', {})).servers).toEqual([])
  })
})

describe('configuring', () => {
  it('changes a running server: what comes after it follows the new values', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('ticker', { options: { symbols: 'AAA', rate: 200 } })
    const { texts } = await dialClient(url)
    await until(() => texts.length > 0, 'it ticks')
    expect(texts[0]).toContain('"AAA"')
    await seat.call('server.configure', { id, options: { symbols: 'BBB' } })
    await until(() => texts.at(-1)?.includes('"BBB"'), 'it ticks the new symbol')
    await until(() => seat.server(id)?.options.symbols === 'BBB', 'it is told')
    expect(seat.server(id)?.options.rate).toBe(200)
  })

  it('a stopped one is for its next start; a value that does not fit is ERR_OPTION_INVALID', async () => {
    const seat = takeSeat()
    const { id } = await seat.serve('ticker')
    await seat.call('server.stop', { id })
    await seat.call('server.configure', { id, options: { rate: 7 } })
    await until(() => seat.server(id)?.options.rate === 7, 'it is told')
    expect((await seat.refusal('server.configure', { id, options: { rate: -7 } })).code).toBe('ERR_OPTION_INVALID')
    expect((await seat.refusal('server.configure', { id: 4_711, options: {} })).code).toBe('ERR_NOT_FOUND')
    expect(seat.server(id)?.options.rate).toBe(7)
  })
})

describe('the peers of a server', () => {
  it('are listed with their address and their counts, a page at a time', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    const clients = [await dialClient(url), await dialClient(url), await dialClient(url)]
    const [, second] = clients
    for (let i = 0; i < 4; i++) second?.socket.send('12345')
    second?.socket.ping()
    await until(() => second?.texts.length === 4, 'all are echoed')
    await until(async () => (await seat.peers(id))[1]?.sentCount === 5, 'the pong is counted')
    const { total, peers } = await seat.call('server.peers', { id, first: 1, count: 1 })
    expect(total).toBe(3)
    expect(peers).toMatchObject([
      {
        receivedCount: 5,
        sentCount: 5,
        receivedBytes: 20,
        sentBytes: 20,
      },
    ])
    expect(Math.abs((peers[0]?.connectedAtMs ?? 0) - Date.now())).toBeLessThan(60_000)
    const addresses = (await seat.peers(id)).map(({ remoteAddress }) => remoteAddress)
    for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(new Set(addresses).size).toBe(3)
    expect((await seat.call('server.peers', { id, first: 3, count: 10 })).peers).toEqual([])
    await peerCountIs(seat, id, 3)
  })

  it('can be pinged, and the list says how long the answer took', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    await dialClient(url)
    const [peer] = await seat.peers(id)
    expect(peer?.roundTripMs).toBeUndefined()
    await seat.call('frame.send', { connectionId: peer?.id ?? 0, type: 'ping', payload: 'x' })
    const log = await seat.watchConnection(peer?.id ?? 0)
    await log.untilLine('received pong: x')
    expect((await seat.peers(id))[0]?.roundTripMs).toBeGreaterThan(0)
  })

  it('are disconnected one by one, with code and reason', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    const clients = [await dialClient(url), await dialClient(url)]
    const [first] = await seat.peers(id)
    await seat.call('connection.disconnect', { id: first?.id ?? 0, closeCode: 4_000, reason: 'out' })
    await until(() => clients[0]?.closed, 'it is closed')
    expect(clients[0]?.closed).toEqual({ code: 4_000, reason: 'out' })
    await peerCountIs(seat, id, 1)
    expect(clients[1]?.closed).toBeUndefined()
    expect((await seat.refusal('connection.disconnect', { id: first?.id ?? 0 })).code).toBe('ERR_NOT_FOUND')
  })

  it('that leave are gone from the list; their frames stay in the log of the server', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    const { socket } = await dialClient(url)
    socket.send('I was here')
    socket.close(1_000, 'bye')
    await peerCountIs(seat, id, 0)
    const log = await seat.watch({ kind: 'server', id })
    await log.untilLine('received close: 1000 bye')
    expect(log.lines).toContain('received text: I was here')
  })

  it('all get a broadcast, text or binary, and it is in the log of each', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('hello')
    const clients = [await dialClient(url), await dialClient(url), await dialClient(url)]
    expect(await seat.call('server.broadcast', { id, type: 'text', payload: 'to all: é' })).toEqual({ peerCount: 3 })
    await until(() => clients.every(({ texts }) => texts.length === 1), 'all have it')
    for (const { texts } of clients) expect(texts).toEqual(['to all: é'])
    const binary: Buffer[] = []
    for (const { socket } of clients) socket.on('message', (data: Buffer, isBinary) => isBinary && binary.push(data))
    await seat.call('server.broadcast', { id, type: 'binary', payload: new Uint8Array([1, 2, 3]) })
    await until(() => binary.length === 3, 'all have the binary, too')
    expect(binary.map((data) => [...data])).toEqual(Array(3).fill([1, 2, 3]))
    const log = await seat.watch({ kind: 'server', id }, { directions: ['sent'], types: ['text', 'binary'] })
    await log.until((rows) => rows.length === 6, 'six rows')
    expect(new Set(log.rows.map(({ connectionId }) => connectionId)).size).toBe(3)
  })

  it('are sent to one by one', async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('hello')
    const clients = [await dialClient(url), await dialClient(url)]
    const [, second] = await seat.peers(id)
    await seat.call('frame.send', { connectionId: second?.id ?? 0, type: 'text', payload: 'to you' })
    await until(() => clients[1]?.texts.length === 1, 'it has it')
    await seat.call('server.broadcast', { id, type: 'text', payload: 'to all' })
    await until(() => clients.every(({ texts }) => texts.includes('to all')), 'all have this')
    expect(clients.map(({ texts }) => texts)).toEqual([['to all'], ['to you', 'to all']])
  })

  it('that do not read are cut when 32 MiB wait for them; the others go on', async () => {
    const seat = takeSeat()
    const { id, url, port } = await seat.serve('hello')
    const deaf = await dialRaw(port)
    deaf.requestUpgrade()
    await deaf.head()
    deaf.socket.pause()
    const reader = await dialClient(url)
    let byteLength = 0
    reader.socket.removeAllListeners('message')
    reader.socket.on('message', (data: Buffer) => {
      byteLength += data.byteLength
    })
    const log = await seat.watch({ kind: 'server', id }, { types: ['event'] })
    const payload = new Uint8Array(4 * MIB)
    let sent = 0
    while ((await seat.peers(id)).length === 2) {
      await seat.call('server.broadcast', { id, type: 'binary', payload })
      sent += payload.byteLength
      if (sent > 100 * MIB) throw new Error('It was never cut.')
      await until(() => byteLength === sent, 'the reader has it')
    }
    expect(sent).toBeGreaterThanOrEqual(32 * MIB)
    await log.untilLine('ERR_SEND_QUEUE_FULL: This client does not read what it is sent, so it was disconnected.')
    await log.untilLine('The connection ended without a close frame from the other side (1006).')
    expect(reader.closed).toBeUndefined()
    await seat.call('server.broadcast', { id, type: 'text', payload: 'still here' })
    await until(() => byteLength === sent + 'still here'.length, 'the reader goes on')
  })
})

it('hello is the server of the tutorial, to the word', async () => {
  const seat = takeSeat()
  const { id, url } = await seat.serve('hello')
  const log = await seat.watch({ kind: 'server', id })
  const client = await dialClient(url)
  client.socket.send('Hello Server!')
  await until(() => client.texts.length === 1, 'the answer came')
  expect(client.texts).toEqual(['Hello Client!'])
  client.socket.close()
  await log.untilLine('Client has disconnected.')
  expect(log.lines).toEqual([
    `Listening on ${url}`,
    'Open: 101 Switching Protocols',
    'A new client connected.',
    'received text: Hello Server!',
    'received: Hello Server!',
    'sent text: Hello Client!',
    'received close: ',
    'sent close: ',
    'Client has disconnected.',
  ])
  // All but the first are rows of the client.
  expect(new Set(log.rows.slice(1).map(({ connectionId }) => connectionId)).size).toBe(1)
})

describe('a behaviour that has a bug', () => {
  function startFaulty(behaviour: (every: (tick: () => void) => void) => Behaviour) {
    const rows: string[] = []
    const type: BehaviourType = {
      description: '',
      options: [],
      begin: (stage) => behaviour((tick) => void stage.every(5, tick)),
    }
    const catalogue: BehaviourCatalogue = {
      checkOptions: (_, options) => ok(options),
      checkRules: () => ok(undefined),
      begin: (_, options, __, stage) => ({ ...type.begin(stage, options), changeRules: () => {} }),
    }
    const servers = new LocalServers(new Ids(), catalogue, {
      now: () => performance.now(),
      turns: new ReadTurns(() => performance.now()),
      onFrame: (_, kind, payload) =>
        frameTypeOf(kind) === 'event' ? rows.push(Buffer.from(payload).toString()) : undefined,
      onServerEvent: (_, text) => rows.push(text),
      onAccept: () => {},
      onChange: () => {},
      certificateFolder: undefined,
      trustedAuthorities: () => [],
    })
    onTestFinished(() => servers.dispose())
    return { servers, rows }
  }

  const bug = () => {
    throw new Error('a bug')
  }
  const bugIn = (what: string) => () => {
    throw new Error(`a bug in ${what}`)
  }

  it.each<[string, Behaviour]>([
    ['greets', { onOpen: bug }],
    ['answers', { onMessage: bug }],
  ])('when it %s closes that peer with 1011, says so, and goes on', async (_, behaviour) => {
    let isBroken = true
    const { servers, rows } = startFaulty(() => ({
      onOpen: (peer) => isBroken && behaviour.onOpen?.(peer),
      onMessage: (peer, message) => (isBroken ? behaviour.onMessage?.(peer, message) : peer.send('well')),
    }))
    const started = await servers.start(START)
    const url = servers.running(started.ok ? started.value.id : 0)?.url ?? ''
    const first = await dialClient(url)
    first.socket.send('x')
    await until(() => first.closed, 'it is closed')
    expect(first.closed).toEqual({ code: 1_011, reason: 'Internal error' })
    expect(rows).toContain('ERR_BEHAVIOUR_FAULT: a bug')
    isBroken = false
    const second = await dialClient(url)
    second.socket.send('x')
    await until(() => second.texts[0] === 'well', 'the next is served')
  })

  it('when a timer ticks, a peer leaves or it is configured says so and goes on', async () => {
    const { servers, rows } = startFaulty((every) => {
      every(bugIn('a tick'))
      return { onClose: bugIn('a goodbye'), configure: bugIn('configuring') }
    })
    const faultsIn = (what: string) => rows.filter((row) => row === `ERR_BEHAVIOUR_FAULT: a bug in ${what}`).length
    const started = await servers.start(START)
    const id = started.ok ? started.value.id : 0
    expect(servers.configure(id, { options: {} }).ok).toBe(true)
    expect(faultsIn('configuring')).toBe(1)
    const { socket } = await dialClient(servers.running(id)?.url ?? '')
    socket.close()
    await until(() => faultsIn('a goodbye') === 1, 'the peer has left')
    const ticks = faultsIn('a tick')
    await until(() => faultsIn('a tick') > ticks, 'it ticks on')
    expect(servers.list()).toMatchObject([{ state: { name: 'running' }, peerCount: 0 }])
  })
})

it('a message that a client sends in pieces reaches the behaviour whole', async () => {
  const seat = takeSeat()
  const { id, port } = await seat.serve('echo')
  const peer = await dialRaw(port)
  peer.requestUpgrade()
  await peer.head()
  for (const byte of packWireFrame(1, 'piecemeal', { mask: true })) peer.say(Uint8Array.of(byte))
  await until(() => peer.frames.length === 1, 'the echo came')
  expect(peer.frames[0]).toEqual({ opcode: 1, payload: Buffer.from('piecemeal') })
  await peerCountIs(seat, id, 1)
})

it('a stop tells the end of a client that was just leaving before it says that it stopped', async () => {
  const seat = takeSeat()
  const { id, port } = await seat.serve('echo')
  const log = await seat.watch({ kind: 'server', id })
  const peers = await Promise.all(Array.from({ length: 20 }, () => dialRaw(port)))
  for (const peer of peers) {
    peer.requestUpgrade()
    await peer.head()
  }
  for (const peer of peers) peer.say(packWireFrame(8, Uint8Array.of(0x03, 0xe8), { mask: true }))
  await seat.call('server.stop', { id })
  await log.untilLine('Stopped')
  const stopped = log.lines.indexOf('Stopped')
  expect(stopped).toBe(log.lines.length - 1)
  expect(log.lines.filter((line) => /^(received close|The connection ended)/.test(line)).length).toBe(peers.length)
})
