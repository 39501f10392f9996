import { describe, expect, it } from 'vitest'
import { dialRaw, type RawPeer, startRawServer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { until } from '../../../support/until'
import { type FrameFlaws, packWireFrame } from '../../../support/wire'

const MIB = 1024 * 1024

interface Breach {
  what: string
  /** Frames as a well-behaved side of this kind would mask them, but for the flaw. */
  bytes: (pack: (opcode: number, payload: string | Uint8Array, flaws?: FrameFlaws) => Buffer) => Buffer
  code: string
  closeCode: number
  says: RegExp
}

const breaches: Breach[] = [
  {
    what: 'text that is not UTF-8',
    bytes: (pack) => pack(1, Uint8Array.of(0x61, 0xff, 0x62)),
    code: 'ERR_INVALID_UTF8',
    closeCode: 1007,
    says: /not valid UTF-8/,
  },
  {
    what: 'a close reason that is not UTF-8',
    bytes: (pack) => pack(8, Uint8Array.of(0x03, 0xe8, 0xff)),
    code: 'ERR_INVALID_UTF8',
    closeCode: 1007,
    says: /not valid UTF-8/,
  },
  { what: 'a reserved opcode', bytes: (pack) => pack(3, 'x'), code: 'ERR_PROTOCOL', closeCode: 1002, says: /opcode/ },
  {
    what: 'a reserved bit',
    bytes: (pack) => pack(1, 'x', { reserved: 1 }),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /RSV/,
  },
  {
    what: 'compression that was not agreed on',
    bytes: (pack) => pack(1, 'x', { reserved: 4 }),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /RSV1/,
  },
  {
    what: 'a ping in fragments',
    bytes: (pack) => pack(9, 'x', { fin: false }),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /FIN/,
  },
  {
    what: 'a ping of 126 bytes',
    bytes: (pack) => pack(9, 'x'.repeat(126)),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /payload length/,
  },
  {
    what: 'a continuation of nothing',
    bytes: (pack) => pack(0, 'x'),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /opcode/,
  },
  {
    what: 'a message within another',
    bytes: (pack) => Buffer.concat([pack(1, 'x', { fin: false }), pack(1, 'y')]),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /opcode/,
  },
  {
    what: 'a close code that may not be sent',
    bytes: (pack) => pack(8, Uint8Array.of(0x03, 0xed)),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /status code 1005/,
  },
  {
    what: 'half a close code',
    bytes: (pack) => pack(8, Uint8Array.of(0x03)),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /payload length/,
  },
  {
    what: 'a message larger than the limit, before it has come',
    bytes: (pack) => pack(2, 'x', { claimedLength: 101 * MIB }),
    code: 'ERR_MESSAGE_TOO_LARGE',
    closeCode: 1009,
    says: /larger than the limit/,
  },
  {
    what: 'a message whose length no number holds',
    bytes: (pack) => pack(2, 'x', { claimedLength: Number.MAX_SAFE_INTEGER }),
    code: 'ERR_MESSAGE_TOO_LARGE',
    closeCode: 1009,
    says: /larger than the limit/,
  },
  {
    what: 'a message in too many fragments',
    bytes: (pack) =>
      Buffer.concat([
        pack(1, 'x', { fin: false }),
        ...Array.from({ length: 17_000 }, () => pack(0, 'x', { fin: false })),
      ]),
    code: 'ERR_MESSAGE_TOO_LARGE',
    closeCode: 1008,
    says: /fragments/,
  },
]

/** The code in the first close frame a side has sent. */
async function closeCodeSentTo(peer: RawPeer): Promise<number> {
  const frame = await until(() => peer.frames.find(({ opcode }) => opcode === 8), 'a close frame came')
  return frame.payload.readUInt16BE(0)
}

describe('a server that sends', () => {
  const masking: Breach = {
    what: 'a masked frame',
    bytes: () => packWireFrame(1, 'x', { mask: true }),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /MASK/,
  }

  it.each([...breaches, masking])(
    '$what is closed with $closeCode: $code',
    async ({ bytes, code, closeCode, says }) => {
      const seat = takeSeat()
      const { url, peers } = await startRawServer((peer) => peer.accept())
      const id = await seat.open(url)
      const log = await seat.watchConnection(id)
      const peer = peers[0] as RawPeer
      peer.say(packWireFrame(1, 'all is well'))
      await log.untilLine('received text: all is well')
      peer.say(bytes(packWireFrame))
      expect(await closeCodeSentTo(peer)).toBe(closeCode)
      peer.socket.end()
      expect(await seat.untilState(id, 'closed')).toMatchObject({ closeCode, closedBy: 'us' })
      await log.untilLine(new RegExp(`^sent close: ${closeCode}`))
      const [row] = log.lines.filter((line) => line.startsWith(`${code}: `))
      expect(row).toMatch(says)
      expect(row).toMatch(new RegExp(`The connection was closed with ${closeCode}\\.$`))
      // What was broken is no message.
      expect(log.window.counters).toMatchObject({ received: 1, stored: 1 })
    },
  )
})

describe('a client of a local server that sends', () => {
  const unmasked: Breach = {
    what: 'a frame that is not masked',
    bytes: () => packWireFrame(1, 'x'),
    code: 'ERR_PROTOCOL',
    closeCode: 1002,
    says: /MASK/,
  }
  const large: Breach = {
    what: 'a message larger than 16 MiB',
    bytes: (pack) => pack(2, 'x', { claimedLength: 16 * MIB + 1 }),
    code: 'ERR_MESSAGE_TOO_LARGE',
    closeCode: 1009,
    says: /larger than the limit/,
  }

  it.each([...breaches, unmasked, large])(
    '$what is closed with $closeCode: $code; others go on',
    async ({ bytes, code, closeCode, says }) => {
      const seat = takeSeat()
      const server = await seat.serve('echo')
      const other = await seat.open(server.url)
      const rude = await dialRaw(server.port)
      rude.requestUpgrade()
      expect(await rude.head()).toMatch(/^HTTP\/1\.1 101 /)
      rude.say(bytes((opcode, payload, flaws) => packWireFrame(opcode, payload, { mask: true, ...flaws })))
      expect(await closeCodeSentTo(rude)).toBe(closeCode)
      rude.socket.end()
      await until(() => rude.isClosed, 'the server hangs up')
      const log = await seat.watch({ kind: 'server', id: server.id })
      await log.untilLine(new RegExp(`^${code}: .*${says.source}`))
      const otherLog = await seat.watchConnection(other)
      await seat.call('frame.send', { connectionId: other, type: 'text', payload: 'still here' })
      await otherLog.untilLine('received text: still here')
      expect(await seat.peers(server.id)).toHaveLength(1)
    },
  )
})
