import { describe, expect, it } from 'vitest'
import type { ServerOptions } from 'ws'
import type { DeflateOffer } from '../../../../src/shared/protocol/connection-settings'
import { startFeed } from '../../../support/feed-server'
import { type RawPeer, startRawServer } from '../../../support/raw-peer'
import { takeSeat } from '../../../support/seat'
import { seededRandom } from '../../../support/seeded-random'
import { until } from '../../../support/until'

const plain: DeflateOffer = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: false,
  serverMaxWindowBits: 0,
  clientMaxWindowBits: 0,
}

describe('the offer of permessage-deflate', () => {
  it.each<[Partial<DeflateOffer>, string]>([
    [{}, 'permessage-deflate; client_max_window_bits'],
    [{ serverNoContextTakeover: true }, 'permessage-deflate; server_no_context_takeover; client_max_window_bits'],
    [{ clientNoContextTakeover: true }, 'permessage-deflate; client_no_context_takeover; client_max_window_bits'],
    [{ serverMaxWindowBits: 9 }, 'permessage-deflate; server_max_window_bits=9; client_max_window_bits'],
    [{ clientMaxWindowBits: 12 }, 'permessage-deflate; client_max_window_bits=12'],
  ])('with %o is %s', async (deflate, offered) => {
    const seat = takeSeat()
    const { url, peers } = await startRawServer((peer) => peer.accept())
    await seat.open(url, { compression: true, deflate: { ...plain, ...deflate } })
    expect(/^sec-websocket-extensions: (.*)$/im.exec(await (peers[0] as RawPeer).head())?.[1]).toBe(offered)
  })
})

/** Words that come again, near and far: what a window and a context are about. */
function messages(): string[] {
  const random = seededRandom(7)
  const words = Array.from({ length: 400 }, (_, n) => `word-${n}-${Math.floor(random() * 1e9).toString(36)}`)
  return Array.from({ length: 60 }, (_, n) =>
    Array.from({ length: n % 10 === 0 ? 9_000 : 40 + n }, () => words[Math.floor(random() * words.length)]).join(' '),
  )
}

describe('with a ws server messages go both ways unharmed', () => {
  const servers: [string, ServerOptions['perMessageDeflate']][] = [
    ['that takes the offer', { threshold: 0 }],
    [
      'that asks for more itself',
      {
        threshold: 0,
        serverNoContextTakeover: true,
        clientNoContextTakeover: true,
        serverMaxWindowBits: 10,
        clientMaxWindowBits: 9,
      },
    ],
  ]
  const offers: Partial<DeflateOffer>[] = [
    {},
    { serverNoContextTakeover: true },
    { clientNoContextTakeover: true },
    { serverNoContextTakeover: true, clientNoContextTakeover: true },
    { serverMaxWindowBits: 10 },
    { serverMaxWindowBits: 15, clientMaxWindowBits: 15 },
    { clientMaxWindowBits: 9 },
    { clientMaxWindowBits: 11, serverMaxWindowBits: 12, serverNoContextTakeover: true, clientNoContextTakeover: true },
  ]
  it.each(servers.flatMap(([name, options]) => offers.map((offer) => [name, options, offer] as const)))(
    '%s (%o), offered %o',
    async (_, perMessageDeflate, offer) => {
      const seat = takeSeat()
      const feed = await startFeed({ perMessageDeflate })
      const id = await seat.open(feed.url, { compression: true, deflate: { ...plain, ...offer } })
      const { extensions } = await seat.handshake(id)
      expect(extensions).toContain('permessage-deflate')
      const socket = await feed.socket()
      const heard: string[] = []
      socket.on('message', (data) => heard.push(String(data)))
      const said = messages()
      for (const text of said) socket.send(text)
      for (const payload of said) await seat.call('frame.send', { connectionId: id, type: 'text', payload })
      await until(() => heard.length === said.length, 'the server has heard all')
      expect(heard).toEqual(said)
      const log = await seat.watch({ kind: 'connection', id }, { directions: ['received'], types: ['text'] })
      const rows = await until(() => log.rows.length === said.length && log.rows, 'all have come')
      const received = await Promise.all(rows.map(async ({ seq }) => (await seat.call('frame.read', { seq })).payload))
      expect(received.map((payload) => Buffer.from(payload as Uint8Array).toString())).toEqual(said)
    },
  )

  it('also where 8 bits are asked of the server, which its zlib takes for 9', async () => {
    const seat = takeSeat()
    const feed = await startFeed({ perMessageDeflate: { threshold: 0 } })
    const id = await seat.open(feed.url, { compression: true, deflate: { ...plain, serverMaxWindowBits: 8 } })
    const said = messages()
    for (const text of said) (await feed.socket()).send(text)
    const log = await seat.watch({ kind: 'connection', id }, { directions: ['received'], types: ['text'] })
    const rows = await until(() => log.rows.length === said.length && log.rows, 'all have come')
    const received = await Promise.all(rows.map(async ({ seq }) => (await seat.call('frame.read', { seq })).payload))
    expect(received.map((payload) => Buffer.from(payload as Uint8Array).toString())).toEqual(said)
  })
})
