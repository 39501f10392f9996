/** Messages that go on by themselves, over real sockets: sequences, rounds, several connections, a file in fragments. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WebSocket } from 'ws'
import { FakeClock } from '../../../support/fake-clock'
import { startFeed } from '../../../support/feed-server'
import { type Seat, takeSeat } from '../../../support/seat'
import { seededRandom } from '../../../support/seeded-random'
import { until } from '../../../support/until'

const text = (payload: string, waitMs = 0) => ({ type: 'text' as const, payload, waitMs })

/** @returns a list that grows as the server gets messages */
function heardBy(socket: WebSocket): string[] {
  const heard: string[] = []
  socket.on('message', (data: Buffer, isBinary: boolean) =>
    heard.push(isBinary ? `bytes ${data.toString('hex')}` : `${data}`),
  )
  return heard
}

async function taskOf(seat: Seat, id: number) {
  return (await seat.call('workspace.read', {})).sends.find((task) => task.id === id)
}

async function untilEnded(seat: Seat, id: number) {
  return until(async () => {
    const task = await taskOf(seat, id)
    return task !== undefined && task.state !== 'running' && task
  }, 'the task has ended')
}

async function openFeed(seat: Seat, more = {}) {
  const feed = await startFeed({ perMessageDeflate: true, maxPayload: 256 * 1024 * 1024 })
  const id = await seat.open(feed.url, more)
  const socket = await feed.socket()
  return { id, feed, socket, heard: heardBy(socket) }
}

function temporaryFile(content: Buffer | string): string {
  const folder = mkdtempSync(join(tmpdir(), 'feedscope-send-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'message.bin')
  writeFileSync(path, content)
  return path
}

describe('a task', () => {
  it('sends a sequence in order, round after round, and says when it is done', async () => {
    const seat = takeSeat()
    const { id, heard } = await openFeed(seat)
    const messages = [text('one', 1), { type: 'binary' as const, payload: new Uint8Array([1, 2]) }, text('three')]
    const task = await seat.call('send.start', {
      kind: 'messages',
      connectionIds: [id],
      messages,
      rounds: 3,
      everyMs: 5,
    })
    expect(await untilEnded(seat, task.id)).toMatchObject({
      title: '3 messages 3 times, every 5 ms',
      state: 'done',
      sentCount: 9,
      failedCount: 0,
      totalCount: 9,
    })
    await until(() => heard.length === 9, 'all have come')
    expect(heard).toEqual(Array.from({ length: 3 }, () => ['one', 'bytes 0102', 'three']).flat())
    await until(() => seat.pushed.includes('sends.changed'), 'it was told')
  })

  it('fills a text in anew each time, and every connection gets the same', async () => {
    const seat = takeSeat()
    const [one, other] = [await openFeed(seat), await openFeed(seat)]
    const messages = [text('{"id":{{seq}},"as":"{{uuid}}"}')]
    const connectionIds = [one.id, other.id]
    const task = await seat.call('send.start', { kind: 'messages', connectionIds, messages, rounds: 20 })
    expect(await untilEnded(seat, task.id)).toMatchObject({ state: 'done', sentCount: 40, totalCount: 40 })
    await until(() => one.heard.length === 20 && other.heard.length === 20, 'all have come')
    expect(one.heard).toEqual(other.heard)
    const ids = one.heard.map((each) => (JSON.parse(each) as { id: number }).id)
    expect(ids).toEqual(Array.from({ length: 20 }, (_, at) => (ids[0] as number) + at))
    expect(new Set(one.heard).size).toBe(20)
  })

  it('without an end goes on until it is stopped, and other things go on beside it', async () => {
    const seat = takeSeat()
    const { id, heard } = await openFeed(seat)
    const task = await seat.call('send.start', {
      kind: 'messages',
      connectionIds: [id],
      messages: [text('x')],
      rounds: 0,
    })
    await until(() => heard.length > 2_000, 'many have come')
    expect(await taskOf(seat, task.id)).toMatchObject({ state: 'running', totalCount: undefined })
    await seat.call('send.stop', { id: task.id })
    const { sentCount } = await untilEnded(seat, task.id)
    await until(() => heard.length === sentCount, 'all that were sent have come')
    await seat.call('send.forget', { id: task.id })
    expect(await taskOf(seat, task.id)).toBeUndefined()
  })

  it('is stopped at once, also where the other side takes nothing', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    socket.pause()
    const messages = [{ type: 'binary' as const, payload: new Uint8Array(500_000) }]
    const task = await seat.call('send.start', { kind: 'messages', connectionIds: [id], messages, rounds: 0 })
    const waits = async () => (await seat.call('connection.health', { id })).queuedBytes > 1024 * 1024
    await until(waits, 'much waits')
    await seat.call('send.stop', { id: task.id })
    expect(await untilEnded(seat, task.id)).toMatchObject({ state: 'stopped', failedCount: 0 })
  })

  it('that falls far behind its beat does not send at once all that it owes', async () => {
    const clock = new FakeClock()
    const seat = takeSeat({ now: clock.now })
    const { id, heard } = await openFeed(seat)
    const args = { kind: 'messages' as const, connectionIds: [id], messages: [text('tick')], rounds: 0, everyMs: 100 }
    await seat.call('send.start', args)
    await until(() => heard.length === 1, 'it has begun')
    // The computer slept.
    clock.advance(3_600_000)
    await until(() => heard.length > 1, 'it goes on')
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'behind it' })
    await until(() => heard.includes('behind it'), 'what was sent has come')
    expect(heard.length).toBeLessThan(1_000)
  })

  it('on a beat outlasts a connection that is away, and counts what could not be sent', async () => {
    const seat = takeSeat()
    const { id, feed, heard, socket } = await openFeed(seat)
    const args = { kind: 'messages' as const, connectionIds: [id], messages: [text('tick')], rounds: 0, everyMs: 10 }
    const task = await seat.call('send.start', args)
    await until(() => heard.length > 2, 'some have come')
    socket.close(1001)
    await seat.untilState(id, 'closed')
    const failing = await until(async () => ((await taskOf(seat, task.id))?.failedCount ?? 0) > 0, 'it has failed')
    expect(failing).toBe(true)
    await seat.call('connection.connect', { id })
    await until(() => feed.sockets.length === 2, 'it is back')
    const heardAgain = heardBy(feed.sockets[1] as WebSocket)
    await until(() => heardAgain.length > 2, 'it goes on')
    expect(await taskOf(seat, task.id)).toMatchObject({ state: 'running', problem: expect.stringMatching(/not open/) })
  })

  it('to a connection that is not open ends with a sentence', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    socket.close(1001)
    await seat.untilState(id, 'closed')
    const args = { kind: 'messages' as const, connectionIds: [id], messages: [text('late')], rounds: 5 }
    const task = await seat.call('send.start', args)
    expect(await untilEnded(seat, task.id)).toMatchObject({
      state: 'failed',
      sentCount: 0,
      problem: expect.stringMatching(/Connect it/),
    })
    const nobody = { ...args, connectionIds: [9_999] }
    expect((await seat.refusal('send.start', nobody)).code).toBe('ERR_NOT_FOUND')
  })
})

describe('a file', () => {
  it.each([
    ['uncompressed', false],
    ['compressed', true],
  ])('goes out %s as one message in fragments, byte for byte, and is one row', async (_, compression) => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat, { compression })
    const random = seededRandom(7)
    const content = Buffer.from(Array.from({ length: 300_001 }, () => Math.floor(random() * 256)))
    const whole: Buffer[] = []
    socket.on('message', (data: Buffer) => whole.push(data))
    const args = { kind: 'file' as const, connectionIds: [id], path: temporaryFile(content), type: 'binary' as const }
    const task = await seat.call('send.start', { ...args, fragmentBytes: 1_000 })
    expect(await untilEnded(seat, task.id)).toMatchObject({
      state: 'done',
      sentCount: 1,
      sentBytes: 300_001,
      totalBytes: 300_001,
    })
    await until(() => whole.length === 1, 'it has come')
    expect(whole[0]?.equals(content)).toBe(true)
    const log = await seat.watch({ kind: 'connection', id }, { types: ['binary'] })
    await log.until((rows) => rows.length === 1, 'its row is there')
    const frame = await seat.call('frame.read', { seq: log.rows[0]?.seq ?? 0 })
    expect(Buffer.from(frame.payload as Uint8Array).equals(content)).toBe(true)
  })

  it('lets pings through, and messages wait until it has ended', async () => {
    const seat = takeSeat()
    const { id, socket, heard } = await openFeed(seat)
    const pings: string[] = []
    socket.on('ping', (data: Buffer) => pings.push(`${data}`))
    // Nothing is taken from us at first, so that the message is still on its way.
    socket.pause()
    const path = temporaryFile('ab'.repeat(8 * 1024 * 1024))
    const args = { kind: 'file' as const, connectionIds: [id], path, type: 'text' as const, fragmentBytes: 64 * 1024 }
    const task = await seat.call('send.start', args)
    await until(async () => ((await taskOf(seat, task.id))?.sentBytes ?? 0) > 0, 'it has begun')
    const second = await seat.call('send.start', args)
    expect(await untilEnded(seat, second.id)).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/in fragments/),
    })
    const sent = seat.call('frame.send', { connectionId: id, type: 'text', payload: 'after' })
    const pinged = seat.call('frame.send', { connectionId: id, type: 'ping', payload: 'between' })
    socket.resume()
    await Promise.all([sent, pinged])
    await until(() => heard.length === 2, 'both messages have come')
    expect([heard[0]?.length, heard[1]]).toEqual([16 * 1024 * 1024, 'after'])
    expect(pings).toEqual(['between'])
  })

  it('that is stopped ends its message early, and the connection goes on', async () => {
    const seat = takeSeat()
    const { id, socket, heard } = await openFeed(seat)
    socket.pause()
    const path = temporaryFile('x'.repeat(32 * 1024 * 1024))
    const args = { kind: 'file' as const, connectionIds: [id], path, type: 'text' as const, fragmentBytes: 64 * 1024 }
    const task = await seat.call('send.start', args)
    await until(async () => ((await taskOf(seat, task.id))?.sentBytes ?? 0) > 0, 'it has begun')
    await seat.call('send.stop', { id: task.id })
    socket.resume()
    expect(await untilEnded(seat, task.id)).toMatchObject({ state: 'stopped', sentCount: 0 })
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'after' })
    await until(() => heard.length === 2, 'both have come')
    expect(heard[0]?.length).toBeLessThan(32 * 1024 * 1024)
    expect(heard[1]).toBe('after')
  })

  it('that is none sends nothing, not even an empty message', async () => {
    const seat = takeSeat()
    const { id, heard } = await openFeed(seat)
    const args = { kind: 'file' as const, connectionIds: [id], type: 'binary' as const }
    const task = await seat.call('send.start', { ...args, path: tmpdir() })
    expect(await untilEnded(seat, task.id)).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/is not a file/),
    })
    await seat.call('frame.send', { connectionId: id, type: 'text', payload: 'after' })
    await until(() => heard.length > 0, 'the next has come')
    expect(heard).toEqual(['after'])
  })

  it('keeps tasks from piling messages up behind it', async () => {
    const seat = takeSeat()
    const { id, socket, heard } = await openFeed(seat)
    socket.pause()
    const path = temporaryFile('x'.repeat(32 * 1024 * 1024))
    const file = { kind: 'file' as const, connectionIds: [id], path, type: 'text' as const }
    const task = await seat.call('send.start', file)
    await until(async () => ((await taskOf(seat, task.id))?.sentBytes ?? 0) > 0, 'it has begun')
    const endless = { kind: 'messages' as const, connectionIds: [id], messages: [text('x'.repeat(1_000))], rounds: 0 }
    const flood = await seat.call('send.start', endless)
    const { queuedBytes } = await until(async () => {
      const health = await seat.call('connection.health', { id })
      return health.queuedBytes > 1024 * 1024 && health
    }, 'it waits')
    expect(queuedBytes).toBeLessThan(2 * 1024 * 1024)
    expect(await taskOf(seat, flood.id)).toMatchObject({ state: 'running', failedCount: 0 })
    await seat.call('send.stop', { id: flood.id })
    await seat.call('send.stop', { id: task.id })
    socket.resume()
    await until(() => heard.length > 100, 'all have come')
    expect(await taskOf(seat, flood.id)).toMatchObject({ failedCount: 0 })
  })

  it('that is no UTF-8, or not there, sends nothing', async () => {
    const seat = takeSeat()
    const { id, heard } = await openFeed(seat)
    const args = { kind: 'file' as const, connectionIds: [id], type: 'text' as const, fragmentBytes: 1_000 }
    const spoiled = Buffer.concat([Buffer.alloc(1024 * 1024 - 1, 'a'), Buffer.from('é'), Buffer.from([0xff])])
    const bad = await seat.call('send.start', { ...args, path: temporaryFile(spoiled) })
    expect(await untilEnded(seat, bad.id)).toMatchObject({ state: 'failed', problem: expect.stringMatching(/UTF-8/) })
    const missing = await seat.call('send.start', { ...args, path: join(tmpdir(), 'feedscope-not-there') })
    expect(await untilEnded(seat, missing.id)).toMatchObject({
      state: 'failed',
      problem: expect.stringMatching(/ENOENT/),
    })
    const whole = await seat.call('send.start', { ...args, path: temporaryFile(spoiled.subarray(0, -1)) })
    expect(await untilEnded(seat, whole.id)).toMatchObject({ state: 'done' })
    await until(() => heard.length === 1, 'the good one has come')
    expect(heard[0]).toBe(`${'a'.repeat(1024 * 1024 - 1)}é`)
  })

  it('larger than a row may be is a row with its length alone', async () => {
    const seat = takeSeat()
    const { id, socket } = await openFeed(seat)
    let byteLength = 0
    socket.on('message', (data: Buffer) => {
      byteLength = data.byteLength
    })
    const path = temporaryFile(Buffer.alloc(65 * 1024 * 1024))
    const args = {
      kind: 'file' as const,
      connectionIds: [id],
      path,
      type: 'binary' as const,
      fragmentBytes: 1024 * 1024,
    }
    const task = await seat.call('send.start', args)
    expect(await untilEnded(seat, task.id)).toMatchObject({ state: 'done' })
    await until(() => byteLength === 65 * 1024 * 1024, 'it has come')
    const log = await seat.watch({ kind: 'connection', id }, { types: ['binary'] })
    await log.until((rows) => rows[0]?.byteLength === 65 * 1024 * 1024, 'its row is there')
    expect((await seat.call('frame.read', { seq: log.rows[0]?.seq ?? 0 })).payload).toBe('dropped')
    expect(log.window.counters.sent).toBe(1)
  })
})
