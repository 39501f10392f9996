import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import {
  LARGE_WINDOWS_MAX_BYTES,
  LentReads,
  WINDOW_MAX_BYTES,
  WindowBudget,
} from '../../../../src/main/engine/net/lent-reads'
import { acceptKeyFor } from '../../../support/raw-peer'
import { seededRandom } from '../../../support/seeded-random'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

interface Feed {
  socket: WebSocket
  /** What has come since the handshake. */
  got: Digest
  transport: Socket
  /** Writes as it stands, in one piece. */
  write(bytes: Buffer): Promise<void>
}

/** A client that reads this way, and a server that writes whatever bytes it is told to. */
async function openFeed(budget = new WindowBudget(), afterHandshake = Buffer.alloc(0)): Promise<Feed> {
  const server = createServer({ allowHalfOpen: true })
  onTestFinished(() => void server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const reads = new LentReads(budget)
  const { port } = server.address() as { port: number }
  const options = { perMessageDeflate: false, autoPong: false, createConnection: reads.connect }
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, options)
  const got = digest(socket)
  onTestFinished(() => socket.terminate())
  const [far] = (await once(server, 'connection')) as [Socket]
  far.on('error', () => {})
  const key = /sec-websocket-key: (.*)/i.exec(String((await once(far, 'data'))[0]))?.[1] ?? ''
  let transport: Socket | undefined
  socket.on('upgrade', (response) => {
    transport = response.socket
  })
  socket.on('open', () => reads.begin(socket))
  const lines = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${acceptKeyFor(key)}`]
  const head = ['HTTP/1.1 101 Switching Protocols', ...lines, '', ''].join('\r\n')
  far.write(Buffer.concat([Buffer.from(head), afterHandshake]))
  await once(socket, 'open')
  const write = async (bytes: Buffer) => {
    if (!far.write(bytes)) await once(far, 'drain')
  }
  return { socket, got, transport: transport as Socket, write }
}

/** What a consumer that copies at once has of the messages: how many, and one hash of them all, lengths included. */
interface Digest {
  count: number
  hash: Hash
}

function digest(socket: WebSocket): Digest {
  const state = { count: 0, hash: createHash('sha256') }
  socket.on('message', (data: Buffer, isBinary) => note(state, data, isBinary))
  return state
}

function note(state: Digest, data: Buffer, isBinary: boolean) {
  state.count++
  state.hash.update(`${data.byteLength} ${isBinary};`).update(data)
}

/** Random messages of all sizes, some in fragments with pings between, as bytes of the wire and as a digest. */
function randomMessages(seed: number, count: number, maxBytes: number) {
  const random = seededRandom(seed)
  const expected = { count: 0, hash: createHash('sha256') }
  const wire: Buffer[] = []
  for (let n = 0; n < count; n++) {
    const payload = Buffer.alloc(Math.floor(random() ** 6 * maxBytes), Math.floor(random() * 256))
    if (payload.byteLength >= 4) payload.writeUInt32LE(n, payload.byteLength - 4)
    note(expected, payload, true)
    if (random() < 0.8) {
      wire.push(packWireFrame(2, payload))
      continue
    }
    const cut = Math.floor(random() * payload.byteLength)
    wire.push(packWireFrame(2, payload.subarray(0, cut), { fin: false }))
    if (random() < 0.5) wire.push(packWireFrame(9, `ping ${n}`))
    wire.push(packWireFrame(0, payload.subarray(cut)))
  }
  return { bytes: Buffer.concat(wire), expected }
}

describe('a socket read into two buffers', () => {
  it.each([
    [1, 20_000, 2_000],
    [2, 2_000, 100_000],
    [3, 60, 3_000_000],
  ])('delivers every message whole, whatever its size and wherever it was cut (%i)', async (seed, count, maxBytes) => {
    const { got, write } = await openFeed()
    const { bytes, expected } = randomMessages(seed, count, maxBytes)
    const random = seededRandom(seed + 100)
    for (let at = 0; at < bytes.byteLength; ) {
      const piece = 1 + Math.floor(random() ** 3 * 600_000)
      await write(bytes.subarray(at, at + piece))
      at += piece
      if (random() < 0.3) await new Promise(setImmediate)
    }
    await until(() => got.count === expected.count, 'all has come')
    expect(got.hash.digest('hex')).toBe(expected.hash.digest('hex'))
  })

  it('delivers what came in one piece with the end of the handshake', async () => {
    const { bytes, expected } = randomMessages(4, 200, 1_000)
    const { got } = await openFeed(new WindowBudget(), bytes)
    await until(() => got.count === expected.count, 'all has come')
    expect(got.hash.digest('hex')).toBe(expected.hash.digest('hex'))
  })

  it('delivers every message whole when it is paused and resumed all the time', async () => {
    const { socket, got, write } = await openFeed()
    const { bytes, expected } = randomMessages(5, 30_000, 3_000)
    const random = seededRandom(6)
    socket.on('message', () => {
      if (random() > 0.02) return
      socket.pause()
      setImmediate(() => socket.resume())
    })
    for (let at = 0; at < bytes.byteLength; at += 50_000) await write(bytes.subarray(at, at + 50_000))
    await until(() => got.count === expected.count, 'all has come', 9_000)
    expect(got.hash.digest('hex')).toBe(expected.hash.digest('hex'))
  })

  it('lends the same memory again and again', async () => {
    const { socket, write } = await openFeed()
    const memories = new Set<ArrayBufferLike>()
    let count = 0
    socket.on('message', (data: Buffer) => {
      memories.add(data.buffer)
      count++
    })
    for (let round = 0; round < 300; round++) {
      await write(packWireFrame(2, Buffer.alloc(1_000)))
      await until(() => count === round + 1, 'it has come')
    }
    // Node's own way has a buffer for each of the 300.
    expect(memories.size).toBeLessThanOrEqual(2)
  })

  it('keeps the reason of a close whole, whatever comes after it', async () => {
    const { socket, got, write } = await openFeed()
    await write(packWireFrame(2, 'first'))
    await until(() => got.count === 1, 'it reads')
    const closed = once(socket, 'close') as Promise<[number, Buffer]>
    const body = Buffer.concat([Buffer.from([0x03, 0xe8]), Buffer.from('because of this')])
    await write(packWireFrame(8, body))
    await until(() => socket.readyState !== socket.OPEN, 'the close frame was read')
    for (let i = 0; i < 5; i++) {
      await write(Buffer.alloc(1_000, 'x'))
      await new Promise(setImmediate)
    }
    socket.terminate()
    const [closeCode, reason] = await closed
    expect([closeCode, reason.toString()]).toEqual([1000, 'because of this'])
  })

  it('ends when the other side ends', async () => {
    const { socket, transport } = await openFeed()
    const closed = once(socket, 'close')
    transport.destroy()
    expect(await closed).toEqual([1006, Buffer.alloc(0)])
  })
})

describe('large windows', () => {
  it('are for sockets that fill the small ones, as long as there is room for them', async () => {
    const budget = new WindowBudget()
    const { socket, got, write } = await openFeed(budget)
    const { bytes, expected } = randomMessages(7, 5_000, 60_000)
    for (let at = 0; at < bytes.byteLength; at += 1_000_000) await write(bytes.subarray(at, at + 1_000_000))
    await until(() => got.count === expected.count, 'all has come')
    expect(budget.take(LARGE_WINDOWS_MAX_BYTES), 'it has its share').toBe(false)
    expect(budget.take(LARGE_WINDOWS_MAX_BYTES - 2 * WINDOW_MAX_BYTES)).toBe(true)
    budget.give(LARGE_WINDOWS_MAX_BYTES - 2 * WINDOW_MAX_BYTES)
    const closed = once(socket, 'close')
    socket.terminate()
    await closed
    await until(() => budget.take(LARGE_WINDOWS_MAX_BYTES), 'its share is given back')
  })

  it('are not there when all the room is taken, and nothing is lost by it', async () => {
    const budget = new WindowBudget()
    budget.take(LARGE_WINDOWS_MAX_BYTES)
    const { got, write } = await openFeed(budget)
    const { bytes, expected } = randomMessages(8, 5_000, 60_000)
    for (let at = 0; at < bytes.byteLength; at += 1_000_000) await write(bytes.subarray(at, at + 1_000_000))
    await until(() => got.count === expected.count, 'all has come')
    expect(got.hash.digest('hex')).toBe(expected.hash.digest('hex'))
  })
})
