import { once } from 'node:events'
import type { Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type WebSocket, WebSocket as WebSocketClient, WebSocketServer } from 'ws'
import { ReadGate } from '../../../../src/main/engine/net/read-gate'
import { ReadTurns } from '../../../../src/main/engine/net/read-turns'
import { until } from '../../../support/until'

/** Far more than the kernel's buffers hold: what is not read makes the sender wait. */
const FLOOD_BYTES = 24 * 1024 * 1024
const MESSAGE_BYTES = 1_000

/** Every look at the clock takes a quarter of a millisecond, so that turns end after so many reads on any machine. */
function tickingClock() {
  let nowMs = 0
  return () => {
    nowMs += 0.25
    return nowMs
  }
}

interface Flood {
  socket: WebSocket
  transport: Socket
  gate: ReadGate
  received: number
}

/** Clients of one server that floods each with numbered messages as soon as all are there. */
async function floods(count: number, turns: ReadTurns, onMessage: (flood: Flood, number: number) => void = () => {}) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as { port: number }).port}`
  const all: Flood[] = []
  for (let i = 0; i < count; i++) {
    const socket = new WebSocketClient(url, { perMessageDeflate: false })
    onTestFinished(() => socket.terminate())
    let transport: Socket | undefined
    socket.on('upgrade', (response) => {
      transport = response.socket
    })
    await once(socket, 'open')
    const flood: Flood = { socket, transport: transport as Socket, gate: new ReadGate(socket), received: 0 }
    socket.on('message', (data: Buffer) => {
      const number = data.readUInt32LE(0)
      if (number !== flood.received) throw new Error(`${number} came where ${flood.received} was due.`)
      flood.received++
      onMessage(flood, number)
    })
    turns.join(flood.gate, flood.transport)
    all.push(flood)
  }
  const perClient = Math.floor(FLOOD_BYTES / MESSAGE_BYTES / count)
  for (const client of server.clients) {
    for (let number = 0; number < perClient; number++) {
      const message = Buffer.alloc(MESSAGE_BYTES)
      message.writeUInt32LE(number)
      client.send(message)
    }
  }
  return { all, perClient, server }
}

describe('sockets that flood', () => {
  it('are read to the end, each message once and in order, however often they wait', async () => {
    const { all, perClient } = await floods(7, new ReadTurns(tickingClock()))
    await until(() => all.every(({ received }) => received === perClient), 'all has come', 9_000)
  })

  it('let the event loop turn: what else is due is done while they flood', async () => {
    let turnsOfLoop = 0
    let isOver = false
    const count = () => {
      turnsOfLoop++
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    const longest = { messages: 0 }
    let seen = { turn: 0, messages: 0 }
    const { all, perClient } = await floods(4, new ReadTurns(tickingClock()), () => {
      if (seen.turn !== turnsOfLoop) seen = { turn: turnsOfLoop, messages: 0 }
      longest.messages = Math.max(longest.messages, ++seen.messages)
    })
    await until(() => all.every(({ received }) => received === perClient), 'all has come', 9_000)
    isOver = true
    // A turn of 3 ms is a dozen looks at this clock: a dozen reads of 64 KiB, and one more of each socket.
    expect(longest.messages).toBeLessThan(((12 + 4 + 4) * 65_536) / MESSAGE_BYTES)
  })

  it('are served in turns: what waits with the kernel is read of all alike', async () => {
    const turns = new ReadTurns(tickingClock())
    turns.hold(true)
    const reads: number[] = []
    const { all } = await floods(6, turns, (flood) => reads.push(all.indexOf(flood)))
    for (let i = 0; i < 200; i++) await new Promise(setImmediate)
    turns.hold(false)
    const early = Math.floor((6 * 600_000) / MESSAGE_BYTES)
    await until(() => reads.length >= early, 'the first 600 kB of each could be there')
    const counts = all.map((_, at) => reads.slice(0, early).filter((each) => each === at).length)
    // 600 messages would be its share; read as Node reads them, the first two take it all.
    expect(Math.min(...counts)).toBeGreaterThan(100)
  })

  it('are not read while they are held, and go on where they were', async () => {
    const turns = new ReadTurns(tickingClock())
    const { all, perClient } = await floods(3, turns)
    await until(() => all.every(({ received }) => received > 0), 'some have come')
    turns.hold(true)
    await until(async () => {
      const before = all.map(({ received }) => received).join()
      for (let i = 0; i < 50; i++) await new Promise(setImmediate)
      return before === all.map(({ received }) => received).join()
    }, 'nothing comes any more')
    expect(all.some(({ received }) => received < perClient)).toBe(true)
    turns.hold(false)
    await until(() => all.every(({ received }) => received === perClient), 'all has come', 9_000)
  })
})

describe('those who wait', () => {
  it('go on though those before them have nothing more to give', async () => {
    const turns = new ReadTurns(tickingClock())
    const stopped = new Set<string>()
    const transports = ['first', 'second', 'third'].map((name) => {
      const gate = { stop: () => stopped.add(name), resume: () => stopped.delete(name) } as unknown as ReadGate
      const transport = new PassThrough()
      turns.join(gate, transport)
      return transport
    })
    // One turn in which each reads more than a turn has time for, and then no more comes.
    for (const transport of transports) for (let i = 0; i < 20; i++) transport.emit('data', Buffer.alloc(65_536))
    expect([...stopped]).toEqual(['first', 'second', 'third'])
    await until(() => stopped.size === 0, 'all are read again')
  })
})

describe('a gate', () => {
  it('is open again when the last who closed it opens it, and not before', async () => {
    const { all } = await floods(1, new ReadTurns(tickingClock()))
    const { gate, socket } = all[0] as Flood
    gate.stop('disk')
    gate.stop('unread-answers')
    gate.stop('disk')
    gate.resume('disk')
    expect(socket.isPaused).toBe(true)
    gate.resume('turn')
    expect(socket.isPaused).toBe(true)
    gate.resume('unread-answers')
    expect(socket.isPaused).toBe(false)
  })
})
