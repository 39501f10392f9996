import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { WireCount } from '../../../../src/main/engine/net/wire-count'
import { authorityPath, readCertificate } from '../../../support/certificates'
import { startFeed } from '../../../support/feed-server'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const HEADER = 2
const MASK = 4

describe('the bytes of the wire', () => {
  it('are those of the frames with their headers and masks, from the first behind the handshake on', async () => {
    const seat = takeSeat()
    // In one write with its answer to the handshake.
    const { url, peers } = await startRawServer(async (peer) => {
      await peer.head()
      peer.socket.cork()
      await peer.accept()
      peer.say(packWireFrame(1, 'x'.repeat(100)))
      peer.socket.uncork()
    })
    const id = await seat.open(url)
    const peer = peers[0] as RawPeer
    const log = await seat.watchConnection(id)
    await log.until((rows) => rows.some(({ type }) => type === 'text'), 'the message came')
    peer.say(packWireFrame(2, Buffer.alloc(50)))
    await log.until((rows) => rows.some(({ type }) => type === 'binary'), 'the second came')
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'y'.repeat(20) })
    const { wire } = await seat.call('connection.health', { id })
    expect(wire).toEqual({
      receivedBytes: HEADER + 100 + HEADER + 50,
      receivedPayloadBytes: 150,
      sentBytes: HEADER + MASK + 20,
      sentPayloadBytes: 20,
    })
  })

  it('are fewer than what is said where it is compressed, and stay when the connection has closed', async () => {
    const seat = takeSeat()
    const feed = await startFeed({ perMessageDeflate: { threshold: 0 } })
    const id = await seat.open(feed.url, { compression: true })
    const log = await seat.watchConnection(id)
    ;(await feed.socket()).send('a'.repeat(10_000))
    await log.until((rows) => rows.some(({ type }) => type === 'text'), 'the message came')
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    const { wire } = await seat.call('connection.health', { id })
    expect(wire?.receivedPayloadBytes).toBe(10_000 + 2)
    expect(wire?.receivedBytes).toBeGreaterThan(0)
    expect(wire?.receivedBytes).toBeLessThan(1_000)
  })

  it('hold those of a message in fragments too', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    const folder = mkdtempSync(join(tmpdir(), 'feedscope-wire-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const path = join(folder, 'message.bin')
    writeFileSync(path, Buffer.alloc(1_000))
    await seat.call('send.start', { kind: 'file', connectionIds: [id], path, type: 'binary', fragmentBytes: 100 })
    const log = await seat.watch({ kind: 'connection', id }, { types: ['binary'] })
    await log.until((rows) => rows.length === 1, 'it was sent')
    const { wire } = await seat.call('connection.health', { id })
    expect(wire).toMatchObject({ sentBytes: 10 * (HEADER + MASK + 100), sentPayloadBytes: 1_000 })
  })

  it('begin anew with each opening', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'hello' })
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    await seat.call('connection.connect', { id })
    await seat.untilState(id, 'open')
    const { wire, openings } = await seat.call('connection.health', { id })
    expect(wire).toEqual({ receivedBytes: 0, receivedPayloadBytes: 0, sentBytes: 0, sentPayloadBytes: 0 })
    expect(openings).toBe(2)
  })

  it('are of TLS the plain side', async () => {
    const secure = createSecureServer(readCertificate('localhost')) as unknown as Server
    const feed = await startFeed({}, secure)
    const socket = new WebSocket(`wss://localhost:${feed.port}`, {
      ca: readFileSync(authorityPath),
      perMessageDeflate: false,
    })
    let upgrade: IncomingMessage | undefined
    let count: WireCount | undefined
    socket.on('upgrade', (response) => {
      upgrade = response
    })
    socket.on('open', () => {
      count = upgrade === undefined ? undefined : new WireCount(upgrade.socket)
    })
    const received = new Promise((resolve) => socket.once('message', resolve))
    const server = await feed.socket()
    server.send(Buffer.alloc(1_000))
    await received
    await new Promise((resolve) => socket.send('z'.repeat(30), resolve))
    await until(() => (count?.bytes?.sentBytes ?? 0) > 0, 'it is out')
    expect(count?.bytes).toMatchObject({ receivedBytes: 4 + 1_000, sentBytes: HEADER + MASK + 30 })
    socket.terminate()
  })
})
