import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startFeed } from '../../../support/feed-server'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const MIB = 1024 * 1024

async function openRaw() {
  const seat = takeSeat()
  const { url, peers } = await startRawServer((peer) => peer.accept())
  const id = await seat.open(url)
  return { seat, id, peer: peers[0] as RawPeer, log: await seat.watchConnection(id) }
}

describe('the log', () => {
  it('claims no frame was sent that was still waiting when the connection was cut', async () => {
    const { seat, id, peer, log } = await openRaw()
    peer.socket.pause()
    const sends = [1, 2].map(() =>
      seat.refusal('frame.send', { connectionId: id, type: 'binary', payload: new Uint8Array(12 * MIB) }),
    )
    await seat.call('connection.disconnect', { id })
    await seat.call('connection.disconnect', { id })
    for (const { code } of await Promise.all(sends)) expect(code).toBe('ERR_SEND_FAILED')
    await seat.untilState(id, 'closed')
    await log.untilLine(/^The connection ended/)
    expect(log.lines.filter((line) => line.startsWith('sent binary'))).toEqual([])
  })

  it('shows a close frame of ours behind what was sent before it', async () => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    const log = await seat.watchConnection(id)
    const sends = ['m0', 'm1', 'm2'].map((payload) =>
      seat.call('frame.send', { connectionId: id, type: 'text', payload }),
    )
    await seat.call('connection.disconnect', { id })
    await Promise.all(sends)
    await seat.untilState(id, 'closed')
    await log.untilLine(/^received close/)
    const wire = log.rows.filter(({ type }) => type !== 'event').map(({ direction, type }) => `${direction} ${type}`)
    expect(wire).toEqual(['sent text', 'sent text', 'sent text', 'sent close', 'received close'])
  })

  it('says the peer closed, when its close frame came before ours was asked for', async () => {
    const { seat, id, peer, log } = await openRaw()
    // The peer closes and keeps the line open.
    peer.say(packWireFrame(8, Buffer.concat([Buffer.from([0x03, 0xe8]), Buffer.from('bye')])))
    await until(() => peer.frames.some(({ opcode }) => opcode === 8), 'the close frame is answered')
    await seat.call('connection.disconnect', { id, closeCode: 4000, reason: 'mine' })
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1000, reason: 'bye', closedBy: 'peer' })
    await log.untilLine(/^received close/)
    expect(log.lines.some((line) => line.includes('4000'))).toBe(false)
  })

  it('shows our own code when the other side answers our close with another', async () => {
    const { seat, id, peer, log } = await openRaw()
    await seat.call('connection.disconnect', { id, closeCode: 4000, reason: 'mine' })
    await until(() => peer.frames.some(({ opcode }) => opcode === 8), 'our close frame came')
    peer.say(packWireFrame(8, Buffer.from([0x03, 0xe8])))
    peer.socket.end()
    expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 4000, reason: 'mine', closedBy: 'us' })
    await log.untilLine(/^received close: 1000/)
  })
})

it('a message that does not inflate is the other side’s fault, not the network’s', async () => {
  const seat = takeSeat()
  const { url, peers } = await startRawServer((peer) => peer.accept('Sec-WebSocket-Extensions: permessage-deflate'))
  const id = await seat.open(url, { compression: true })
  const log = await seat.watchConnection(id)
  const [peer] = peers as [RawPeer]
  peer.say(Buffer.from('c103ffffff', 'hex'))
  await until(() => peer.frames.some(({ opcode }) => opcode === 8), 'the close frame came')
  peer.socket.end()
  expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode: 1007, closedBy: 'us' })
  await log.untilLine(/^ERR_PROTOCOL: .*does not inflate.* closed with 1007/)
  await log.untilLine(/^sent close: 1007/)
  expect(log.lines.filter((line) => line.includes('ended without'))).toEqual([])
})

describe('an echo server', () => {
  it('reads no faster than a client takes its answers, and gives it all back', { timeout: 30_000 }, async () => {
    const seat = takeSeat()
    const { id, url } = await seat.serve('echo')
    const client = new WebSocket(url)
    await once(client, 'open')
    // It sends four times what may wait for a peer, and reads nothing until it has.
    const payload = Buffer.alloc(8 * MIB)
    client.pause()
    for (let n = 0; n < 16; n++) client.send(payload)
    // At rest: looked at time and again, the count is the same.
    let received = 0
    let looksAtRest = 0
    await until(async () => {
      const before = received
      received = (await seat.peers(id))[0]?.receivedCount ?? 0
      looksAtRest = received > 0 && received === before ? looksAtRest + 1 : 0
      return looksAtRest > 50
    }, 'the server reads no more')
    let echoed = 0
    client.on('message', () => echoed++)
    client.resume()
    await until(() => echoed === 16, 'all are echoed', 20_000)
    client.terminate()
  })
})

describe('a header that a handshake cannot carry', () => {
  it.each(['Trailer', 'Transfer-Encoding', 'Content-Length', 'TE', 'Expect'])('%s is refused', async (name) => {
    const seat = takeSeat()
    const feed = await startFeed()
    const id = await seat.open(feed.url)
    await seat.call('connection.disconnect', { id })
    await seat.untilState(id, 'closed')
    const settings = { ...(seat.connection(id)?.settings as object), headers: [[name, 'x']] }
    const answer = await seat.callAnything('connection.connect', { id, settings })
    expect(answer).toMatchObject({ ok: false, error: { code: 'ERR_HEADER_INVALID' } })
    expect(seat.connection(id)?.state.name).toBe('closed')
  })
})
