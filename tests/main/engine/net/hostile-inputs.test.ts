/** What clients send that are broken, or mean harm: each is closed with the right code, none harms the others. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EngineProcess } from '../../../support/engine-process'
import { closes, compression, fragments, frames, type HostileFrames, utf8 } from '../../../support/hostile-frames'
import { HostileGround } from '../../../support/hostile-ground'
import { dialRaw, type RawPeer } from '../../../support/raw-peer'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const MIB = 1024 * 1024
const DEFLATE = { 'Sec-WebSocket-Extensions': 'permessage-deflate' }

let ground: HostileGround
beforeAll(async () => {
  ground = await HostileGround.open()
})
afterAll(() => ground.close())

async function openRaw(port: number, headers: Record<string, string> = {}): Promise<RawPeer> {
  const peer = await dialRaw(port)
  peer.socket.setNoDelay()
  peer.requestUpgrade(headers)
  expect(await peer.head()).toMatch(/^HTTP\/1\.1 101 /)
  return peer
}

/** Says it all, and waits for what is due: an echo, or a close frame and the end of the line. */
async function isAnsweredRightly(peer: RawPeer, { bytes, closeCode, echo, before = [] }: HostileFrames) {
  for (const part of [bytes()].flat()) peer.say(part)
  if (echo !== undefined) {
    await until(() => dataOf(peer).some((each) => each === echo), 'the echo comes back')
    expect(dataOf(peer)).toEqual([echo])
    peer.say(packWireFrame(8, Buffer.of(0x03, 0xe8), { mask: true }))
  }
  const close = await until(() => peer.frames.find(({ opcode }) => opcode === 8), 'a close frame came')
  expect(close.payload.readUInt16BE(0)).toBe(closeCode ?? 1000)
  peer.socket.end()
  await until(() => peer.isClosed, 'the server hangs up')
  // Nothing follows a close frame (RFC 6455, section 5.5.1), and what is broken is not passed on.
  expect(peer.frames.at(-1)?.opcode).toBe(8)
  expect(peer.frames.filter(({ opcode }) => opcode === 8)).toHaveLength(1)
  if (echo === undefined) expect(dataOf(peer)).toEqual(before)
}

function dataOf(peer: RawPeer): string[] {
  return peer.frames.filter(({ opcode }) => opcode === 1).map(({ payload }) => payload.toString())
}

describe('a client that sends', () => {
  it.each([...frames, ...fragments, ...utf8, ...closes])('$what is answered as it should be', async (hostile) => {
    await isAnsweredRightly(await openRaw(ground.plain.port), hostile)
    await ground.isWell()
  })

  // The same holds where compression was agreed on: it has a path of its own.
  it.each([...frames, ...fragments, ...utf8, ...closes].filter(({ echo, before }) => (echo ?? before) === undefined))(
    '$what is answered as it should be where messages may be compressed',
    async (hostile) => {
      await isAnsweredRightly(await openRaw(ground.compressed.port, DEFLATE), hostile)
      await ground.isWell()
    },
  )

  it.each(compression)('$what is answered as it should be', async (hostile) => {
    const headers = { 'Sec-WebSocket-Extensions': `${DEFLATE['Sec-WebSocket-Extensions']}; server_no_context_takeover` }
    await isAnsweredRightly(await openRaw(ground.compressed.port, headers), hostile)
    await ground.isWell()
  })

  it.each(['a frame cut in its head', 'a frame cut in its payload', 'a message without its last fragment'])(
    '%s and hangs up is forgotten',
    async (what) => {
      const whole = packWireFrame(1, 'x'.repeat(1_000), { mask: true, fin: !what.startsWith('a message') })
      const cut = { 'a frame cut in its head': 3, 'a frame cut in its payload': 500 }[what] ?? whole.byteLength
      const peer = await openRaw(ground.plain.port)
      peer.say(whole.subarray(0, cut))
      await until(async () => (await ground.seat.peers(ground.plain.id)).length === 2, 'it is a client')
      peer.socket.end()
      await until(() => peer.isClosed, 'the server hangs up')
      await until(async () => (await ground.seat.peers(ground.plain.id)).length === 1, 'it is forgotten')
      await ground.isWell()
    },
  )

  it('compressed messages that were not agreed on is closed with 1002', async () => {
    const [bomb] = compression.filter(({ what }) => what === 'a gigabyte in a mebibyte')
    await isAnsweredRightly(await openRaw(ground.plain.port, DEFLATE), { ...(bomb as HostileFrames), closeCode: 1002 })
    await ground.isWell()
  })
})

/** More than the engine keeps of two thousand connections, which is some rows each; far less than what they sent. */
const GROWTH_MAX_BYTES = 48 * MIB
/** Of what is alive at once: five messages of 16 MiB under way, and as much that is not collected yet. A bomb would be 1 GiB. */
const PEAK_MAX_BYTES = 320 * MIB
const TIMES = 200
const AT_ONCE = 5
const WARM_UP_ROUNDS = 8

it('two hundred times what is large leaves memory as it was', { timeout: 120_000 }, async () => {
  const process = await EngineProcess.start()
  const there = await HostileGround.open(process)
  const named = (what: string, among: HostileFrames[]) => among.find((each) => each.what === what) as HostileFrames
  const large: [number, Record<string, string>, HostileFrames][] = [
    [there.plain.port, {}, named('a message in too many fragments', fragments)],
    [there.plain.port, {}, named('empty fragments without end', fragments)],
    [there.plain.port, {}, named('a length of 16 MiB and a byte', frames)],
    [there.plain.port, {}, named('a length of 2^63', frames)],
    [there.compressed.port, DEFLATE, named('a gigabyte in a mebibyte', compression)],
    [there.compressed.port, DEFLATE, named('what does not inflate', compression)],
  ]
  const isSaid = large.map(([port, headers, { bytes, closeCode }]) => {
    const whole = Buffer.concat([bytes()].flat())
    return () => sayAndLeave(port, headers, whole, closeCode)
  })
  const round = () => Promise.all(isSaid.map((say) => say()))
  const rounds = () => Promise.all(Array.from({ length: AT_ONCE }, round))
  // What the system keeps of memory that was once in use is no growth, and each thread that inflates keeps its own.
  for (let n = 0; n < WARM_UP_ROUNDS; n++) await rounds()
  const before = await process.memory()
  for (let done = 0; done < TIMES; done += AT_ONCE) await rounds()
  await until(async () => (await there.seat.peers(there.plain.id)).length === 1, 'all are forgotten')
  const after = await process.memory()
  expect(after.residentBytes - before.residentBytes).toBeLessThan(GROWTH_MAX_BYTES)
  expect(after.peakBytes).toBeLessThan(PEAK_MAX_BYTES)
  await there.isWell()
  await there.close()
})

/** Leaner than `isAnsweredRightly`: what it costs this process shall not be what takes the time. */
async function sayAndLeave(port: number, headers: Record<string, string>, bytes: Buffer, closeCode?: number) {
  const peer = await openRaw(port, headers)
  peer.say(bytes)
  const close = await until(() => peer.frames.find(({ opcode }) => opcode === 8), 'a close frame came', 30_000)
  expect(close.payload.readUInt16BE(0)).toBe(closeCode)
  peer.socket.destroy()
}
