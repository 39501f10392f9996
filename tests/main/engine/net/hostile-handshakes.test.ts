/** What clients say that are broken, or mean harm, before there is a WebSocket: each is answered, none harms the others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HostileGround } from '../../../support/hostile-ground'
import { type HostileHandshake, handshakes, offers } from '../../../support/hostile-handshakes'
import { dialRaw, type RawPeer } from '../../../support/raw-peer'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

let ground: HostileGround
beforeAll(async () => {
  ground = await HostileGround.open()
})
afterAll(() => ground.close())

async function isAnsweredRightly({ bytes, status, ends }: HostileHandshake, port: number) {
  const peer = await dialRaw(port)
  peer.say(bytes(port))
  if (ends === 'reset') peer.reset()
  else if (ends === 'fin') peer.socket.end()
  if (status !== undefined) expect(await statusOf(peer)).toBe(status)
  if (status === 101) {
    await answersTo(peer)
    peer.socket.end()
    return
  }
  if (ends === undefined) await peer.untilHungUp()
  else await until(() => peer.isClosed, 'the server hangs up, too')
}

async function statusOf(peer: RawPeer): Promise<number> {
  return Number((await peer.head()).split(' ')[1])
}

async function answersTo(peer: RawPeer) {
  peer.say(packWireFrame(1, 'hello', { mask: true }))
  await until(() => peer.frames.some(({ payload }) => String(payload) === 'hello'), 'the echo comes back')
}

describe('a client that opens with', () => {
  it.each(handshakes)('$what is answered (status $status) or cut; the others are served', async (handshake) => {
    await isAnsweredRightly(handshake, ground.plain.port)
    await ground.isWell()
  })

  it.each(offers)(
    '$what is answered $status where compression is on, and $statusWithout where it is off',
    async (each) => {
      await isAnsweredRightly(each, ground.compressed.port)
      await isAnsweredRightly({ ...each, status: each.statusWithout }, ground.plain.port)
      await ground.isWell()
    },
  )

  it('a frame in the same packet as the request is heard', async () => {
    const peer = await dialRaw(ground.plain.port)
    peer.socket.cork()
    peer.requestUpgrade()
    peer.say(packWireFrame(1, 'early', { mask: true }))
    peer.socket.uncork()
    await until(() => peer.frames.some(({ payload }) => String(payload) === 'early'), 'the echo comes back')
    await ground.isWell()
  })

  it('a second request in the same packet breaks the protocol: it is no frame', async () => {
    const peer = await dialRaw(ground.plain.port)
    peer.socket.cork()
    peer.requestUpgrade()
    peer.say('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    peer.socket.uncork()
    const close = await until(() => peer.frames.find(({ opcode }) => opcode === 8), 'a close frame came')
    expect(close.payload.readUInt16BE(0)).toBe(1002)
    peer.socket.end()
    await ground.isWell()
  })

  it('an upgrade after a page was asked for in the same packet is not let in', async () => {
    const peer = await dialRaw(ground.plain.port)
    peer.socket.cork()
    peer.say(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${ground.plain.port}\r\n\r\n`)
    peer.requestUpgrade()
    peer.socket.uncork()
    expect(await statusOf(peer)).toBe(426)
    await peer.untilHungUp()
    expect(peer.text).not.toContain(' 101 ')
    await ground.isWell()
  })
})
