import { describe, expect, it } from 'vitest'
import { markOf } from '../../../../src/shared/protocol/frame'
import { plainServer } from '../../../../src/shared/protocol/server-settings'
import { untilAtRest } from '../../../support/at-rest'
import { expectBalancedBooks } from '../../../support/books'
import { dialRaw } from '../../../support/raw-peer'
import { type Seat, takeSeat } from '../../../support/seat'
import { dialRefused, dialTestClient, type TestClient } from '../../../support/test-client'
import { until } from '../../../support/until'
import { packWireFrame } from '../../../support/wire'

const MIB = 1024 * 1024
type Faults = NonNullable<Parameters<typeof plainServer>[0]>['faults']

async function serve(faults: Faults, behaviour: 'echo' | 'hello' | 'chat' = 'echo') {
  const seat = takeSeat()
  const server = await seat.serve(behaviour, { faults })
  const log = await seat.watch({ kind: 'server', id: server.id })
  return { seat, server, log }
}

const faultsOf = (faults: Faults) => plainServer({ faults }).faults

/** The id by which the engine knows the newest client. */
async function newestPeerId(seat: Seat, serverId: number): Promise<number> {
  const peers = await seat.peers(serverId)
  return peers.at(-1)?.id ?? -1
}

/** Echoes numbers, and says which came back, in their order. */
async function echoes(client: TestClient, count: number): Promise<string[]> {
  for (let at = 0; at < count; at++) client.send(`${at}`)
  // Behind all others, and by another way: what was to come has come.
  client.socket.ping()
  await new Promise((resolve) => client.socket.once('pong', resolve))
  return client.texts
}

describe('what a client is sent', () => {
  it('is dropped: its row says so, and it is counted nowhere as sent', async () => {
    const { seat, server, log } = await serve({ dropShare: 1 })
    const client = await dialTestClient(server.url)
    expect(await echoes(client, 10)).toEqual([])
    await log.until(
      (rows) => rows.filter(({ kind, direction }) => direction === 'sent' && markOf(kind) === 'dropped').length === 10,
      'ten rows say that they were not sent',
    )
    expect((await seat.peers(server.id))[0]).toMatchObject({ receivedCount: 11, sentCount: 1 })
    await expectBalancedBooks(seat, server.id)
  })

  it('comes twice, the second marked', async () => {
    const { server, log } = await serve({ duplicateShare: 1 })
    const client = await dialTestClient(server.url)
    expect(await echoes(client, 3)).toEqual(['0', '0', '1', '1', '2', '2'])
    const sent = () => log.rows.filter(({ type, direction }) => type === 'text' && direction === 'sent')
    await log.until(() => sent().length === 6, 'six rows')
    expect(sent().map(({ kind }) => markOf(kind))).toEqual([
      undefined,
      'duplicated',
      undefined,
      'duplicated',
      undefined,
      'duplicated',
    ])
  })

  it('comes in another order, marked', async () => {
    const { server } = await serve({ reorderShare: 1 })
    const client = await dialTestClient(server.url)
    expect(await echoes(client, 4)).toEqual(['1', '0', '3', '2'])
  })

  it('is no UTF-8 any more, which the client tells', async () => {
    const { server } = await serve({ corruptShare: 1, corruption: 'utf-8' })
    const client = await dialTestClient(server.url)
    const failed = new Promise<Error & { code?: string }>((resolve) => client.socket.once('error', resolve))
    client.send('{"price":1}')
    expect((await failed).code).toBe('WS_ERR_INVALID_UTF8')
  })

  it.each(['truncated', 'oversize'] as const)('is %s', async (corruption) => {
    const { server } = await serve({ corruptShare: 1, corruption, oversizeBytes: 5_000 })
    const client = await dialTestClient(server.url)
    client.send('{"price":1}')
    await client.untilCount(1)
    const [text = ''] = client.texts
    if (corruption === 'oversize') expect([text.length, JSON.parse(text)]).toEqual([5_000, { price: 1 }])
    else expect(() => JSON.parse(text)).toThrow()
  })

  it('comes later, marked, in its order, and before the close that followed it', async () => {
    const seat = takeSeat()
    const rule = {
      when: { on: 'message', matches: 'bye' },
      do: [
        { do: 'reply', template: 'one' },
        { do: 'reply', template: 'two' },
        { do: 'close', closeCode: 4001, reason: 'asked for' },
      ],
    } as const
    const faults = { latencyMs: 60, jitterMs: 30 }
    const server = await seat.serve('silent', { faults, rules: [{ ...rule, do: [...rule.do] }] })
    const log = await seat.watch({ kind: 'server', id: server.id })
    const client = await dialTestClient(server.url)
    client.send('bye')
    expect(await client.untilClosed()).toEqual({ code: 4001, reason: 'asked for' })
    expect(client.texts).toEqual(['one', 'two'])
    await log.until(
      (rows) => rows.filter(({ kind }) => markOf(kind) === 'delayed').length === 2,
      'both are marked as delayed',
    )
  })

  it('is not waited for by a stop, nor is the client cut for the close that waited behind it', async () => {
    const seat = takeSeat()
    const steps = [
      { do: 'reply' as const, template: 'one' },
      { do: 'close' as const, closeCode: 4001 },
    ]
    const rules = [{ when: { on: 'message' as const, matches: '' }, do: steps }]
    const server = await seat.serve('silent', { faults: { latencyMs: 60_000 }, rules })
    const log = await seat.watch({ kind: 'server', id: server.id })
    const client = await dialTestClient(server.url)
    client.send('bye')
    await log.untilLine('received text: bye')
    await seat.call('server.stop', { id: server.id })
    await log.untilLine('Stopped')
    expect((await client.untilClosed()).code).toBe(4001)
    expect(log.lines).toContain('received close: 4001')
  })

  it('is cut off by the limit of what may wait, when latency holds up more', async () => {
    const seat = takeSeat()
    const server = await seat.serve('echo', { faults: { latencyMs: 60_000 }, limits: { queuedBytes: 100_000 } })
    const log = await seat.watch({ kind: 'server', id: server.id })
    const client = await dialTestClient(server.url)
    for (let at = 0; at < 20; at++) client.send('x'.repeat(10_000))
    expect((await client.untilClosed()).code).toBe(1006)
    await log.untilLine(/^ERR_SEND_QUEUE_FULL/)
    await log.until(
      (rows) => rows.some(({ kind, direction }) => direction === 'sent' && markOf(kind) === 'dropped'),
      'what waited is told as dropped',
    )
  })
})

describe('what a client sends', () => {
  it('is dropped before the behaviour has it, and counted as received', async () => {
    const { seat, server, log } = await serve({ dropShare: 1, directions: ['received'] }, 'hello')
    const client = await dialTestClient(server.url)
    expect(await echoes(client, 5)).toEqual([])
    await log.until(
      (rows) => rows.filter(({ kind, type }) => type === 'text' && markOf(kind) === 'dropped').length === 5,
      'five rows',
    )
    expect(log.window.counters).toMatchObject({ received: 6, stored: 6 })
    expect(log.lines.filter((line) => line.startsWith('received: '))).toEqual([])
    await expectBalancedBooks(seat, server.id)
  })

  it('reaches the behaviour twice, and is counted as received once', async () => {
    const { seat, server, log } = await serve({ duplicateShare: 1, directions: ['received'] })
    const client = await dialTestClient(server.url)
    client.send('once')
    await client.untilCount(2)
    expect(client.texts).toEqual(['once', 'once'])
    await log.until(() => log.window.counters.sent === 2, 'both answers are sent')
    expect(log.window.counters).toMatchObject({ received: 1, stored: 1 })
    await expectBalancedBooks(seat, server.id)
  })

  it('is not read when 8 MiB wait on the line, and is read on when half of it has come through', async () => {
    const { seat, server } = await serve({}, 'hello')
    const client = await dialTestClient(server.url)
    const id = await newestPeerId(seat, server.id)
    const stall = (forMs: number) => seat.call('server.act', { id, action: { do: 'stall', forMs } })
    await stall(600_000)
    for (let at = 0; at < 32; at++) client.send(Buffer.alloc(MIB))
    const { socket } = client
    await untilAtRest(
      () => socket.bufferedAmount,
      (bytes) => bytes > 0,
      'some of it is still to be sent',
    )
    await stall(1)
    await client.untilCount(32)
    expect(client.closed).toBeUndefined()
  })
})

describe('a seed', () => {
  const faults = { dropShare: 0.3, duplicateShare: 0.2, reorderShare: 0.2, seed: 7 }

  async function run(seed: number): Promise<string[][]> {
    const { server } = await serve({ ...faults, seed })
    const [first, second] = [await dialTestClient(server.url), await dialTestClient(server.url)]
    return [[...(await echoes(first, 60))], [...(await echoes(second, 60))]]
  }

  it('does the same to the same messages of the same client, in another run too', async () => {
    const [once, again, other] = [await run(7), await run(7), await run(8)]
    expect(again).toEqual(once)
    expect(other).not.toEqual(once)
    expect(once[0]).not.toEqual(once[1])
  })

  it('that is changed while a client is in begins anew, as in a run that has had it from the first', async () => {
    const drops = { dropShare: 0.5 }
    const fresh = await serve({ ...drops, seed: 8 })
    const expected = await echoes(await dialTestClient(fresh.server.url), 60)
    const { seat, server } = await serve({ ...drops, seed: 7 })
    const client = await dialTestClient(server.url)
    const before = (await echoes(client, 25)).length
    await seat.call('server.configure', { id: server.id, faults: faultsOf({ ...drops, seed: 8 }) })
    expect((await echoes(client, 60)).slice(before)).toEqual(expected)
  })
})

describe('pings of a client', () => {
  it('are not answered, and marked, where the fault says so', async () => {
    const { server, log } = await serve({ noPong: true })
    const client = await dialTestClient(server.url)
    client.socket.ping('anyone?')
    client.send('x')
    await client.untilText('x')
    await log.until(
      (rows) => rows.find(({ type, kind }) => type === 'ping' && markOf(kind) === 'dropped'),
      'the ping is marked',
    )
    expect(log.rows.filter(({ type }) => type === 'pong')).toEqual([])
  })
})

describe('a handshake', () => {
  it('is refused with the status that the fault says, and let in again when it is over', async () => {
    const { seat, server, log } = await serve({ refuseStatus: 503 }, 'hello')
    expect((await dialRefused(server.url)).statusCode).toBe(503)
    await log.untilLine(/^Refused .* with 503: A fault of this server refuses every handshake\.$/)
    await seat.call('server.configure', { id: server.id, faults: {} })
    await dialTestClient(server.url)
    await log.untilLine('A new client connected.')
  })
})

describe('a connection', () => {
  it('ends by itself with the code that the fault says', async () => {
    const { server, log } = await serve({ end: { kind: 'close', afterMs: 50, closeCode: 4008, reason: 'tired' } })
    const client = await dialTestClient(server.url)
    expect(await client.untilClosed()).toEqual({ code: 4008, reason: 'tired' })
    await log.untilLine('Fault: closed with 4008.')
  })

  it('ends by itself with a TCP reset', async () => {
    const { server, log } = await serve({ end: { kind: 'reset', afterMs: 50 } })
    const peer = await dialRaw(server.port)
    const error = new Promise<Error & { code?: string }>((resolve) => peer.socket.once('error', resolve))
    peer.requestUpgrade()
    expect((await error).code).toBe('ECONNRESET')
    await log.untilLine('Fault: cut with a TCP reset.')
  })

  it('goes half-open, and on again: nothing passes meanwhile, and no heartbeat cuts it', async () => {
    const { seat, server, log } = await serve({})
    await seat.call('server.configure', { id: server.id, limits: { heartbeatMs: 100 } })
    const client = await dialTestClient(server.url)
    const id = await newestPeerId(seat, server.id)
    for (let time = 0; time < 2; time++) await seat.call('server.act', { id, action: { do: 'half-open' } })
    expect((await seat.peers(server.id))[0]).toMatchObject({ isHalfOpen: true })
    client.send('into the void')
    client.socket.ping()
    await seat.call('server.broadcast', { id: server.id, type: 'text', payload: 'unheard' })
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'by hand' })
    await log.until(
      (rows) => rows.find(({ text, kind }) => text === 'unheard' && markOf(kind) === 'dropped'),
      'what was to be sent is told as dropped',
    )
    await log.until(
      (rows) => rows.find(({ text, kind }) => text === 'by hand' && markOf(kind) === 'dropped'),
      'what was typed is, too',
    )
    // Two more heartbeats of a client that is heard pass in the meantime.
    await dialTestClient(server.url)
    await log.until((rows) => rows.filter(({ type }) => type === 'pong').length >= 3, 'the other one is pinged')
    expect([client.closed, client.texts]).toEqual([undefined, []])
    expect(log.lines.filter((line) => line.startsWith('Fault: half-open'))).toHaveLength(1)
    await seat.call('server.act', { id, action: { do: 'resume' } })
    await client.untilText('into the void')
  })

  it('stalls for a while; what was sent meanwhile comes in its order', async () => {
    const { seat, server } = await serve({})
    const client = await dialTestClient(server.url)
    const id = await newestPeerId(seat, server.id)
    await seat.call('server.act', { id, action: { do: 'stall', forMs: 600_000 } })
    client.send('1')
    client.send('2')
    await until(async () => (await seat.peers(server.id))[0]?.receivedCount === 0, 'nothing has passed')
    client.socket.ping()
    await new Promise((resolve) => client.socket.once('pong', resolve))
    expect(client.texts).toEqual([])
    await seat.call('server.act', { id, action: { do: 'resume' } })
    await client.untilCount(2)
    expect(client.texts).toEqual(['1', '2'])
  })

  it('is closed or reset by hand, alone or with all others of its server', async () => {
    const { seat, server } = await serve({})
    const [first, second, third] = [
      await dialTestClient(server.url),
      await dialTestClient(server.url),
      await dialTestClient(server.url),
    ]
    const [peer] = await seat.peers(server.id)
    const close = { do: 'close', closeCode: 4002, reason: 'you' } as const
    expect(await seat.call('server.act', { id: peer?.id ?? 0, action: close })).toEqual({ peerCount: 1 })
    expect(await first.untilClosed()).toEqual({ code: 4002, reason: 'you' })
    expect(second.closed).toBeUndefined()
    expect(await seat.call('server.act', { id: server.id, action: { do: 'reset' } })).toEqual({ peerCount: 2 })
    await Promise.all([second.untilClosed(), third.untilClosed()])
    expect(await seat.refusal('server.act', { id: 99_999, action: { do: 'reset' } })).toMatchObject({
      code: 'ERR_NOT_FOUND',
    })
  })

  it('has faults of its own in place of its server’s, and can have the server’s again', async () => {
    const { seat, server } = await serve({ dropShare: 1 })
    const [spared, hit] = [await dialTestClient(server.url), await dialTestClient(server.url)]
    const [peer] = await seat.peers(server.id)
    const id = peer?.id ?? 0
    await seat.call('peer.configure', { id, faults: faultsOf({}) })
    expect(await echoes(spared, 2)).toEqual(['0', '1'])
    expect(await echoes(hit, 2)).toEqual([])
    await seat.call('peer.configure', { id })
    await echoes(spared, 1)
    expect(spared.texts).toEqual(['0', '1'])
    await seat.call('server.configure', { id: server.id, faults: {} })
    await echoes(hit, 1)
    expect(hit.texts).toEqual(['0'])
  })
})

describe('a client without faults', () => {
  it('can be given some of its own, and the others stay without', async () => {
    const { seat, server } = await serve({})
    const [hit, spared] = [await dialTestClient(server.url), await dialTestClient(server.url)]
    const [peer] = await seat.peers(server.id)
    await seat.call('peer.configure', { id: peer?.id ?? 0, faults: faultsOf({ dropShare: 1 }) })
    expect(await echoes(hit, 2)).toEqual([])
    expect(await echoes(spared, 2)).toEqual(['0', '1'])
  })
})

it('faults end with their client: an end of its own does not come when it has left', async () => {
  const { seat, server, log } = await serve({ end: { kind: 'close', afterMs: 200, closeCode: 4008, reason: 'tired' } })
  const first = await dialTestClient(server.url)
  first.socket.close()
  await first.untilClosed()
  await until(async () => (await seat.peers(server.id)).length === 0, 'it has left')
  // One that came later has its end later, too.
  expect((await (await dialTestClient(server.url)).untilClosed()).code).toBe(4008)
  await log.untilLine('Fault: closed with 4008.')
  expect(log.lines.filter((line) => line.startsWith('Fault'))).toHaveLength(1)
})

it('faults end with their client: what it had sent and still waited is told, and counted', async () => {
  const { seat, server, log } = await serve({ latencyMs: 60_000, directions: ['received'] })
  const client = await dialTestClient(server.url)
  client.send('never heard')
  client.socket.close()
  await client.untilClosed()
  await log.until(
    (rows) => rows.find(({ text, kind }) => text === 'never heard' && markOf(kind) === 'dropped'),
    'the message that waited is told as dropped',
  )
  await expectBalancedBooks(seat, server.id)
})

it('faults end with a stop: what waited is told before the goodbye', async () => {
  const { seat, server, log } = await serve({ latencyMs: 60_000 })
  const client = await dialTestClient(server.url)
  client.send('never answered')
  await log.untilLine('received text: never answered')
  await seat.call('server.stop', { id: server.id })
  expect((await client.untilClosed()).code).toBe(1001)
  await log.untilLine('Stopped')
  const sent = log.rows.filter(({ direction, type }) => direction === 'sent' && type !== 'event')
  expect(sent.map(({ type, kind }) => [type, markOf(kind)])).toEqual([
    ['text', 'dropped'],
    ['close', undefined],
  ])
})

it('faults end with their client: what waited is told, and no timer is left behind', async () => {
  const { seat, server, log } = await serve({ latencyMs: 60_000 })
  const peer = await dialRaw(server.port)
  peer.requestUpgrade()
  await peer.head()
  peer.say(packWireFrame(1, 'never answered', { mask: true }))
  await log.untilLine('received text: never answered')
  peer.reset()
  await log.until(
    (rows) => rows.find(({ text, kind }) => text === 'never answered' && markOf(kind) === 'dropped'),
    'the answer that waited is told as dropped',
  )
  await expectBalancedBooks(seat, server.id)
})
