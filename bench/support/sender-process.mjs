/**
 * The feed: a WebSocket server whose frames are made beforehand, so that the receiver is the limit and not the sender. The
 * handshake is that of `ws`; what follows is written straight to the socket, in pieces of up to 1 MiB, the next only when
 * the kernel has taken the last.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { nowMs, sleep, until } from './clock.mjs'
import { frameStream, StreamCursor } from './frame-stream.mjs'
import { serve } from './serve.mjs'

/** Of all connections together: with many, none should wait for another's megabyte. */
const WRITE_MAX_BYTES = 1024 * 1024
const WRITE_MIN_BYTES = 64 * 1024
/** At a set pace: often enough for an even feed. */
const SLICE_MS = 5
/** At a set pace: what may wait in a socket whose reader is behind. The rest is sent later, never left out. */
const BACKLOG_MAX_BYTES = 4 * 1024 * 1024

/** RFC 6455, section 1.3. */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

const plain = new WebSocketServer({ noServer: true })
const compressing = new WebSocketServer({ noServer: true, perMessageDeflate: true })
const http = createServer()
const clients = new Set()
const streams = new Map()
let isHalted = false
let sinkBytes = 0

http.on('upgrade', (request, socket, head) => {
  socket.setNoDelay(true)
  if (request.url.startsWith('/sink')) return sink(request, socket)
  // By the path and not by what the client offers: the app offers compression unless told not to.
  const acceptor = request.url.startsWith('/compressed') ? compressing : plain
  acceptor.handleUpgrade(request, socket, head, (client) => {
    const entry = { client, socket, sent: 0 }
    clients.add(entry)
    client.on('error', () => {})
    client.on('close', () => clients.delete(entry))
  })
})

/** Takes whatever comes and counts its bytes: unmasking them would make the sink slower than who fills it. */
function sink(request, socket) {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${HANDSHAKE_GUID}`).digest('base64')
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  )
  socket.on('data', (bytes) => {
    sinkBytes += bytes.byteLength
  })
  socket.on('error', () => {})
}

serve({
  async listen() {
    await new Promise((resolve) => http.listen(0, '127.0.0.1', 4096, resolve))
    return `ws://127.0.0.1:${http.address().port}`
  },

  /** Waits for so many clients: no more of an earlier run, no fewer of this. */
  async gather({ connections }) {
    await until(
      () => clients.size === connections,
      () => `${clients.size} of ${connections} clients came`,
    )
  },

  /**
   * Sends to all clients: `count` frames dealt evenly, or for `seconds`, flat out or `perSecond`.
   * @returns `{ sent, startMs, endMs }`: how many on each connection, and when
   */
  async storm({ count, seconds, perSecond, ...shape }) {
    const stream = await streamOf(shape)
    for (const { client } of clients) {
      const isCompressed = client.extensions.includes('permessage-deflate')
      if (isCompressed !== Boolean(shape.isCompressed)) throw new Error('a client and the storm differ on compression.')
    }
    isHalted = false
    const all = [...clients]
    for (const entry of all) Object.assign(entry, { sent: 0, cursor: new StreamCursor(stream) })
    const startMs = nowMs()
    if (perSecond !== undefined) await paced(all, perSecond, seconds, startMs)
    else if (count !== undefined)
      await flatOut(all, (place) => dealt(count, all.length, place), Number.POSITIVE_INFINITY)
    else await flatOut(all, () => Number.POSITIVE_INFINITY, startMs + seconds * 1000)
    return { sent: all.map(({ sent }) => sent), startMs, endMs: nowMs() }
  },

  /** So far, of the storm that is on. */
  sent: () => [...clients].reduce((sum, { sent }) => sum + sent, 0),

  halt() {
    isHalted = true
  },

  /** Waits for so many bytes at `/sink`. @returns when they were there */
  async sunk({ bytes }) {
    await until(
      () => sinkBytes >= bytes,
      () => `${sinkBytes} of ${bytes} bytes came`,
      { everyMs: 1 },
    )
    return { bytes: sinkBytes, endMs: nowMs() }
  },

  emptySink() {
    sinkBytes = 0
  },
})

async function streamOf(shape) {
  const key = JSON.stringify([shape.size, shape.type, shape.isCompressed])
  if (!streams.has(key)) streams.set(key, await frameStream(shape))
  return streams.get(key)
}

/** Of so many frames, how many the connection at that place is dealt. */
function dealt(count, connections, place) {
  return Math.floor((count * (place + 1)) / connections) - Math.floor((count * place) / connections)
}

function flatOut(all, targetOf, endMs) {
  const writeBytes = Math.max(WRITE_MIN_BYTES, WRITE_MAX_BYTES / all.length)
  return Promise.all(all.map((entry, place) => pump(entry, targetOf(place), writeBytes, endMs)))
}

async function pump(entry, target, writeBytes, endMs) {
  while (entry.sent < target && !isHalted && nowMs() < endMs) {
    const { bytes, count } = entry.cursor.take(target - entry.sent, writeBytes)
    entry.sent += count
    await write(entry.socket, bytes)
  }
}

async function paced(all, perSecond, seconds, startMs) {
  const total = Math.round(perSecond * seconds)
  let sent = 0
  while (sent < total && !isHalted) {
    const due = Math.min(total, Math.floor(((nowMs() - startMs) / 1000) * perSecond))
    for (const [place, entry] of all.entries()) {
      const target = dealt(due, all.length, place)
      while (entry.sent < target && entry.socket.writableLength < BACKLOG_MAX_BYTES) {
        const { bytes, count } = entry.cursor.take(target - entry.sent, WRITE_MAX_BYTES)
        entry.sent += count
        entry.socket.write(bytes)
      }
    }
    sent = all.reduce((sum, entry) => sum + entry.sent, 0)
    await sleep(SLICE_MS)
  }
}

function write(socket, bytes) {
  return new Promise((resolve, reject) => {
    socket.write(bytes, (error) => (error ? reject(new Error(`a client went away: ${error.message}`)) : resolve()))
  })
}
