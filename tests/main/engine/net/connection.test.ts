import { describe, expect, it } from 'vitest'
import { SEND_QUEUE_MAX_BYTES } from '../../../../src/main/engine/net/outbox'
import { startFeed } from '../../../support/feed-server'
import type { LogPane } from '../../../support/log-pane'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { type Seat, settingsFor, takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const MIB = 1024 * 1024

async function openFeed(more: Parameters<Seat['open']>[1] = {}) {
  const seat = takeSeat()
  const feed = await startFeed({ perMessageDeflate: more.compression === true })
  const id = await seat.open(feed.url, more)
  const socket = await feed.socket()
  const log = await seat.watchConnection(id)
  return { seat, feed, id, socket, log }
}

/** A server of bytes: what it says after the handshake is the test's. */
async function openRaw() {
  const seat = takeSeat()
  const { url, peers } = await startRawServer((peer) => peer.accept())
  const id = await seat.open(url)
  const log = await seat.watchConnection(id)
  return { seat, id, peer: peers[0] as RawPeer, log }
}

/** Rows of the wire, without the events. */
const wireRows = (log: LogPane) => log.rows.filter(({ type }) => type !== 'event')

async function payloadOf(seat: Seat, seq: number): Promise<Buffer> {
  const { payload } = await seat.call('frame.read', { seq })
  if (typeof payload === 'string') throw new Error(`The payload of ${seq} is ${payload}.`)
  return Buffer.from(payload)
}

const messages: [type: 'text' | 'binary', payload: Buffer][] = [
  ['text', Buffer.from('hello')],
  ['binary', Buffer.from([0, 1, 0xff, 0xfe])],
  ['text', Buffer.alloc(0)],
  ['binary', Buffer.alloc(0)],
  ['text', Buffer.from('日本 🛰️ \0 \u202e')],
  ['text', Buffer.alloc(MIB, 'x')],
  ['binary', Buffer.alloc(MIB, 0xab)],
  ['text', Buffer.from('last')],
]

describe.each([false, true])('messages (with compression: %s)', (compression) => {
  it('of every kind and size are received whole and in their order', async () => {
    const { seat, socket, log } = await openFeed({ compression })
    for (const [type, payload] of messages) socket.send(payload, { binary: type === 'binary' })
    await log.until((rows) => rows.some(({ text }) => text === 'last'), 'the last message came')
    const rows = wireRows(log)
    expect(rows.map(({ direction, type, byteLength }) => [direction, type, byteLength])).toEqual(
      messages.map(([type, payload]) => ['received', type, payload.byteLength]),
    )
    for (const [at, [, payload]] of messages.entries()) {
      expect((await payloadOf(seat, rows[at]?.seq ?? 0)).equals(payload), `payload ${at}`).toBe(true)
    }
  })

  it('of every kind and size are sent whole and in their order, and recorded', async () => {
    const { seat, id, socket, log } = await openFeed({ compression })
    const received: [string, Buffer][] = []
    socket.on('message', (data: Buffer, isBinary) => received.push([isBinary ? 'binary' : 'text', data]))
    const sent = messages.map(([type, payload]) =>
      seat.call('frame.send', {
        connectionId: id,
        type,
        payload: type === 'text' ? payload.toString() : new Uint8Array(payload),
      }),
    )
    await Promise.all(sent)
    await until(() => received.length === messages.length, 'the server has them all')
    for (const [at, [type, payload]] of messages.entries()) {
      expect(received[at]?.[0]).toBe(type)
      expect(received[at]?.[1].equals(payload), `payload ${at}`).toBe(true)
    }
    await log.until(() => wireRows(log).length === messages.length, 'all are recorded')
    const rows = wireRows(log)
    expect(rows.map(({ direction, type, byteLength }) => [direction, type, byteLength])).toEqual(
      messages.map(([type, payload]) => ['sent', type, payload.byteLength]),
    )
    for (const [at, [, payload]] of messages.entries()) {
      expect((await payloadOf(seat, rows[at]?.seq ?? 0)).equals(payload), `payload ${at}`).toBe(true)
    }
  })
})

describe('messages', () => {
  it('in fragments are one row', async () => {
    const { peer, log } = await openRaw()
    peer.say(packWireFrame(1, 'one ', { fin: false }))
    peer.say(packWireFrame(9, 'between'))
    peer.say(packWireFrame(0, 'two ', { fin: false }))
    peer.say(packWireFrame(0, 'three'))
    await log.untilLine('received text: one two three')
    expect(wireRows(log).filter(({ type }) => type === 'text')).toHaveLength(1)
  })

  it('are sent by the thousand in their order', async () => {
    const { seat, id, socket, log } = await openFeed()
    const received: string[] = []
    socket.on('message', (data) => received.push(String(data)))
    const expected = Array.from({ length: 2_000 }, (_, at) => String(at))
    await Promise.all(expected.map((payload) => seat.call('frame.send', { connectionId: id, type: 'text', payload })))
    await until(() => received.length === 2_000, 'the server has them all')
    expect(received).toEqual(expected)
    await log.until((rows) => rows.at(-1)?.text === '1999', 'all are recorded')
    expect(log.rows.map(({ text }) => text)).toEqual(expected.slice(-log.rows.length))
  })

  it('that came with the answer to the handshake are not lost', async () => {
    const seat = takeSeat()
    const { url } = await startRawServer((peer) => {
      peer.socket.cork()
      void peer.accept().then(() => {
        peer.say(packWireFrame(1, 'already here'))
        peer.socket.uncork()
      })
    })
    const id = await seat.open(url)
    const log = await seat.watchConnection(id)
    await log.untilLine('received text: already here')
    expect(log.lines.at(-2)).toMatch(/^Open/)
  })

  it('are counted: frames and bytes, both ways, in the books and in the health', async () => {
    const { seat, id, socket, log } = await openFeed()
    for (let i = 0; i < 5; i++) socket.send('12345678')
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'abc' })
    await log.until((rows) => rows.length >= 8, 'all rows are there')
    const health = await seat.call('connection.health', { id })
    expect(health).toMatchObject({
      counters: { received: 5, stored: 5, evicted: 0, dropped: 0, sent: 1 },
      receivedBytes: 40,
      sentBytes: 3,
      queuedBytes: 0,
      roundTripsMs: [],
    })
    expect(health.openedAtMs).toBeLessThanOrEqual(health.lastFrameAtMs ?? 0)
    expect(log.window.counters).toEqual(health.counters)
  })

  it('cannot be sent where no connection is open', async () => {
    const { seat, id } = await openFeed()
    const send = (connectionId: number) => seat.refusal('frame.send', { connectionId, type: 'text', payload: 'x' })
    await seat.call('connection.disconnect', { id })
    expect((await send(id)).code, 'while it closes').toBe('ERR_NOT_OPEN')
    await seat.untilState(id, 'closed')
    expect((await send(id)).code).toBe('ERR_NOT_OPEN')
    expect((await send(4_711)).code).toBe('ERR_NOT_FOUND')
  })

  it('are refused once 32 MiB wait for a server that does not read; what was accepted is delivered', async () => {
    const { seat, id, peer } = await openRaw()
    peer.socket.pause()
    const payload = new Uint8Array(8 * MIB)
    const send = () => seat.callAnything('frame.send', { connectionId: id, type: 'binary', payload })
    const results: Promise<{ ok: boolean }>[] = []
    for (let i = 0; i < 8; i++) results.push(send())
    const last = await (results.at(-1) as ReturnType<typeof send>)
    expect(last).toMatchObject({ ok: false, error: { code: 'ERR_SEND_QUEUE_FULL' } })
    const { queuedBytes } = await seat.call('connection.health', { id })
    expect(queuedBytes).toBeGreaterThan(payload.byteLength)
    expect(queuedBytes).toBeLessThanOrEqual(SEND_QUEUE_MAX_BYTES + 1_024)
    // Counted, not kept: the bytes of a stream that long are of no interest.
    peer.socket.removeAllListeners('data')
    let byteLength = 0
    peer.socket.on('data', (bytes) => {
      byteLength += bytes.byteLength
    })
    peer.socket.resume()
    const accepted = (await Promise.all(results)).filter(({ ok }) => ok).length
    await until(() => byteLength >= accepted * payload.byteLength, 'all that was accepted is delivered')
    expect(accepted).toBeGreaterThanOrEqual(3)
    expect(accepted).toBeLessThan(8)
    expect(seat.connection(id)?.state.name).toBe('open')
  })
})

describe('pings', () => {
  it('are answered with their payload, and both are rows', async () => {
    const { socket, log } = await openFeed()
    const pongs: string[] = []
    socket.on('pong', (data) => pongs.push(data.toString()))
    socket.ping('are you there?')
    socket.ping()
    await until(() => pongs.length === 2, 'the server has its pongs')
    expect(pongs).toEqual(['are you there?', ''])
    await log.until(() => wireRows(log).length === 4, 'all rows are there')
    expect(log.lines.slice(2).sort()).toEqual([
      'received ping: ',
      'received ping: are you there?',
      'sent pong: ',
      'sent pong: are you there?',
    ])
  })

  it('of ours are rows, and their answers are round trips', async () => {
    const { seat, id, log } = await openFeed()
    await seat.call('frame.send', { connectionId: id, type: 'ping', payload: 'one' })
    await seat.call('frame.send', { connectionId: id, type: 'ping', payload: new Uint8Array([0, 0xff]) })
    await log.until((rows) => rows.filter(({ type }) => type === 'pong').length === 2, 'both pongs came')
    expect(log.lines.slice(2)).toContain('sent ping: one')
    expect(log.lines.slice(2)).toContain('received pong: one')
    const { roundTripsMs } = await seat.call('connection.health', { id })
    expect(roundTripsMs).toHaveLength(2)
    for (const ms of roundTripsMs) expect(ms).toBeGreaterThan(0)
  })

  it('that nobody sent are not answered: such a pong is a row and no round trip', async () => {
    const { seat, id, socket, log } = await openFeed()
    socket.pong('unasked')
    await log.untilLine('received pong: unasked')
    expect((await seat.call('connection.health', { id })).roundTripsMs).toEqual([])
  })

  it('of text are UTF-8 or are refused', async () => {
    const { seat, id } = await openFeed()
    const refusal = await seat.refusal('frame.send', {
      connectionId: id,
      type: 'text',
      payload: new Uint8Array([0xc3, 0x28]),
    })
    expect(refusal.code).toBe('ERR_INVALID_UTF8')
    expect(refusal.message).toContain('Send it as binary.')
  })

  it('and pongs carry at most 125 bytes', async () => {
    const { seat, id, log } = await openFeed()
    for (const type of ['ping', 'pong'] as const) {
      const { code, message } = await seat.refusal('frame.send', { connectionId: id, type, payload: 'é'.repeat(63) })
      expect(code).toBe('ERR_CONTROL_PAYLOAD_TOO_LONG')
      expect(message).toBe(`A ${type} carries at most 125 bytes; this one has 126. Shorten it.`)
      await seat.call('frame.send', { connectionId: id, type, payload: 'x'.repeat(125) })
    }
    await log.untilLine(`sent pong: ${'x'.repeat(125)}`)
  })

  it('in a flood are not answered by a flood, when the server does not read its pongs', async () => {
    const { seat, id, peer, log } = await openRaw()
    peer.socket.pause()
    // The kernel takes the first few MiB; what is beyond waits here.
    for (let i = 0; i < 2; i++) {
      void seat.callAnything('frame.send', { connectionId: id, type: 'binary', payload: new Uint8Array(12 * MIB) })
    }
    peer.say(packWireFrame(9, 'answer me'))
    await log.untilLine('received ping: answer me')
    peer.socket.removeAllListeners('data')
    peer.socket.resume()
    await until(
      async () => (await seat.call('connection.health', { id })).queuedBytes === 0,
      'the server has read what waited',
    )
    peer.say(packWireFrame(9, 'and now?'))
    await log.untilLine('sent pong: and now?')
    expect(log.lines).not.toContain('sent pong: answer me')
  })
})

describe('closing', () => {
  it('by us is with code and reason, and both close frames are rows', async () => {
    const { seat, id, socket, log } = await openFeed()
    let heard: unknown[] = []
    socket.on('close', (code, reason) => {
      heard = [code, reason.toString()]
    })
    await seat.call('connection.disconnect', { id, closeCode: 4_001, reason: 'Feierabend 🌙' })
    const state = await seat.untilState(id, 'closed')
    expect(state).toEqual({ name: 'closed', closeCode: 4_001, reason: 'Feierabend 🌙', closedBy: 'us' })
    expect(heard).toEqual([4_001, 'Feierabend 🌙'])
    await log.untilLine('received close: 4001 Feierabend 🌙')
    expect(log.lines.slice(2)).toEqual(['sent close: 4001 Feierabend 🌙', 'received close: 4001 Feierabend 🌙'])
  })

  it('by us is with 1000 unless a code was given', async () => {
    const { seat, id, log } = await openFeed()
    await seat.call('connection.disconnect', { id })
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1_000, reason: '', closedBy: 'us' })
    await log.untilLine('received close: 1000')
  })

  it('by us waits for what the server still has to say', async () => {
    const { seat, id, peer, log } = await openRaw()
    await seat.call('connection.disconnect', { id })
    await until(() => peer.frames.some(({ opcode }) => opcode === 8), 'the server has our close frame')
    await seat.untilState(id, 'closing')
    peer.say(packWireFrame(1, 'one more thing'))
    await log.untilLine('received text: one more thing')
    peer.say(packWireFrame(8, Buffer.from([0x03, 0xe8])))
    peer.socket.end()
    await seat.untilState(id, 'closed')
    expect(log.lines.slice(-3)).toEqual(['sent close: 1000', 'received text: one more thing', 'received close: 1000'])
  })

  it('by us twice cuts the line at once, with a server that does not answer', async () => {
    const { seat, id, peer, log } = await openRaw()
    await seat.call('connection.disconnect', { id, closeCode: 3_000, reason: 'now' })
    await until(() => peer.frames.length === 1, 'the server has our close frame')
    await seat.call('connection.disconnect', { id })
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 3_000, reason: 'now', closedBy: 'us' })
    await log.untilLine(/without a close frame from the other side/)
  })

  it('by the server is with its code and reason, and our answer is the row that it was on the wire', async () => {
    const { seat, id, peer, log } = await openRaw()
    const body = Buffer.concat([Buffer.from([0x0f, 0xa5]), Buffer.from('maintenance')])
    peer.say(packWireFrame(8, body))
    await until(() => peer.frames.length === 1, 'our answer came')
    peer.socket.end()
    const state = await seat.untilState(id, 'closed')
    expect(state).toEqual({ name: 'closed', closeCode: 4_005, reason: 'maintenance', closedBy: 'peer' })
    expect(peer.frames).toEqual([{ opcode: 8, payload: body }])
    await log.untilLine(/^sent close/)
    const [received, sent] = wireRows(log)
    expect((await payloadOf(seat, received?.seq ?? 0)).equals(body)).toBe(true)
    expect((await payloadOf(seat, sent?.seq ?? 0)).equals(peer.frames[0]?.payload as Buffer)).toBe(true)
  })

  it('by the server without a code is 1005, and both rows are empty', async () => {
    const { seat, id, socket, log } = await openFeed()
    socket.close()
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1_005, reason: '', closedBy: 'peer' })
    await log.untilLine('sent close: ')
    expect(wireRows(log).map(({ type, byteLength }) => [type, byteLength])).toEqual([
      ['close', 0],
      ['close', 0],
    ])
  })

  it.each<[string, (peer: RawPeer) => void]>([
    ['a reset', (peer) => peer.reset()],
    ['the end of the line', (peer) => peer.socket.end()],
    [
      'the end in the middle of a frame',
      (peer) => {
        peer.say(packWireFrame(1, 'half', { claimedLength: 1_000 }))
        peer.socket.end()
      },
    ],
  ])('by %s is 1006, by the network', async (_, cut) => {
    const { seat, id, peer, log } = await openRaw()
    cut(peer)
    expect(await seat.untilState(id, 'closed')).toEqual({
      name: 'closed',
      closeCode: 1_006,
      reason: '',
      closedBy: 'network',
    })
    await log.untilLine('The connection ended without a close frame from the other side (1006).')
    expect(wireRows(log)).toEqual([])
  })

  it.each([1_004, 1_005, 1_006, 1_015, 999, 2_999, 5_000, 1_000.5])('with %d is refused', async (closeCode) => {
    const { seat, id } = await openFeed()
    const { code, message } = await seat.refusal('connection.disconnect', { id, closeCode })
    expect(code).toBe('ERR_CLOSE_CODE_INVALID')
    expect(message).toMatch(/may not be sent\. Use 1000–1003, 1007–1014 or 3000–4999\.$/)
    expect(seat.connection(id)?.state.name).toBe('open')
  })

  it('has a reason of at most 123 bytes of UTF-8', async () => {
    const { seat, id, log } = await openFeed()
    const tooLong = await seat.refusal('connection.disconnect', { id, reason: `${'é'.repeat(61)}xx` })
    expect(tooLong.code).toBe('ERR_CLOSE_REASON_TOO_LONG')
    expect(tooLong.message).toBe('A close reason has at most 123 bytes of UTF-8; this one has 124. Shorten it.')
    const fits = `${'é'.repeat(61)}x`
    await seat.call('connection.disconnect', { id, reason: fits })
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1_000, reason: fits })
    await log.untilLine(`received close: 1000 ${fits}`)
  })

  it('what is closed already, or was never there, is refused', async () => {
    const { seat, id } = await openFeed()
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    expect((await seat.refusal('connection.disconnect', { id })).code).toBe('ERR_NOT_OPEN')
    expect((await seat.refusal('connection.disconnect', { id: 4_711 })).code).toBe('ERR_NOT_FOUND')
  })
})

describe('a connection', () => {
  it('that is dialled again keeps its id and goes on in the same timeline, with a new handshake', async () => {
    const { seat, feed, id, socket, log } = await openFeed()
    socket.send('before')
    await seat.call('frame.send', { connectionId: id, type: 'ping', payload: '' })
    await log.untilLine('received pong: ')
    socket.close(1_012, 'restart')
    await seat.untilState(id, 'closed')
    const again = await seat.call('connection.connect', { id, settings: settingsFor(`${feed.url}/again`) })
    expect(again.id).toBe(id)
    await seat.untilState(id, 'open')
    await until(() => feed.sockets.length === 2, 'the server has the new socket')
    feed.sockets[1]?.send('after')
    await log.untilLine('received text: after')
    expect(seat.connections).toHaveLength(1)
    expect(seat.connection(id)).toMatchObject({ id, settings: { url: `${feed.url}/again` } })
    const seqs = log.rows.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    expect(log.lines).toContain('received text: before')
    expect((await seat.handshake(id)).requestLine).toBe('GET /again')
    expect((await seat.call('connection.health', { id })).roundTripsMs).toEqual([])
  })

  it('that failed is dialled again, too', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.dial('ws://127.0.0.1:1/')
    await seat.untilState(id, 'failed')
    await seat.call('connection.connect', { id, settings: settingsFor(feed.url) })
    await seat.untilState(id, 'open')
  })

  it('that is removed closes its socket with 1000, and is known no more; its frames still are', async () => {
    const { seat, id, socket, log } = await openFeed()
    socket.send('remember me')
    await log.untilLine('received text: remember me')
    let closeCode = 0
    socket.on('close', (code) => {
      closeCode = code
    })
    await seat.call('connection.remove', { id })
    await until(() => closeCode === 1_000, 'the server is told')
    await until(() => seat.connections.length === 0, 'it is gone from the list')
    expect((await seat.refusal('connection.remove', { id })).code).toBe('ERR_NOT_FOUND')
    expect((await seat.refusal('connection.health', { id })).code).toBe('ERR_NOT_FOUND')
    expect((await seat.refusal('connection.connect', { id, settings: settingsFor('ws://x/') })).code).toBe(
      'ERR_NOT_FOUND',
    )
    expect(await seat.call('connection.handshake', { id })).toBeUndefined()
    const all = await seat.watch({ kind: 'all' })
    await all.untilLine('received text: remember me')
  })

  it('is not disturbed by what happens to others', async () => {
    const { seat, id, socket, log } = await openFeed()
    const { url } = await startRawServer((peer) => peer.accept().then(() => peer.reset()))
    const doomed = await seat.dial(url)
    await seat.untilState(doomed, 'closed')
    socket.send('still here')
    await log.untilLine('received text: still here')
    expect(seat.connection(id)?.state.name).toBe('open')
  })
})

describe('a frame', () => {
  it('is read whole by its number; one that does not exist yet is ERR_NOT_FOUND', async () => {
    const { seat, id, socket, log } = await openFeed()
    socket.send('x'.repeat(10_000))
    await log.until((rows) => rows.some(({ type }) => type === 'text'), 'it came')
    const row = log.rows.at(-1)
    const detail = await seat.call('frame.read', { seq: row?.seq ?? 0 })
    expect(detail).toMatchObject({ seq: row?.seq, timeMs: row?.timeMs, connectionId: id, byteLength: 10_000 })
    expect(Buffer.from(detail.payload as Uint8Array).toString()).toBe('x'.repeat(10_000))
    expect((await seat.refusal('frame.read', { seq: 1_000_000 })).code).toBe('ERR_NOT_FOUND')
  })

  it('that was evicted or dropped says so', async () => {
    const seat = takeSeat({ storage: { limits: { memoryBytes: 5 * MIB } } })
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    const socket = await feed.socket()
    const log = await seat.watchConnection(id)
    for (let i = 0; i < 4; i++) socket.send(Buffer.alloc(4 * MIB))
    socket.send(Buffer.alloc(6 * MIB))
    socket.send('end')
    await log.untilLine('received text: end')
    const { counters, availableFrom } = log.window
    expect(counters).toMatchObject({ received: 6, dropped: 1 })
    expect(counters.evicted).toBeGreaterThan(0)
    expect(counters.stored + counters.evicted + counters.dropped).toBe(6)
    expect(availableFrom).toBeGreaterThan(0)
    expect((await seat.call('frame.read', { seq: 1 })).payload).toBe('evicted')
    const dropped = log.rows.find(({ byteLength }) => byteLength === 6 * MIB)
    expect((await seat.call('frame.read', { seq: dropped?.seq ?? 0 })).payload).toBe('dropped')
  })
})
