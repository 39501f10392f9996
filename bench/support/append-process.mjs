/**
 * `ws`'s own receiver fed from memory, without sockets: counting alone, or appending to the store. In processor time and not
 * in time on the wall: all happens here, and what else the machine does is not our cost.
 */
import { Receiver } from 'ws'
import { frameStream, StreamCursor } from './frame-stream.mjs'
import { serve } from './serve.mjs'

const { FrameStore, frameKind, oncePerTurn } = await import(process.argv[2])
/** What one read of a socket brings. */
const READ_BYTES = 64 * 1024
const RECEIVED_TEXT = frameKind('text', 'received')
const CONNECTION_ID = 1

const streams = new Map()
const newStore = () => new FrameStore({ now: oncePerTurn(() => performance.timeOrigin + performance.now()) })
const store = newStore()

serve({
  /** @returns messages for each second of processor time */
  async count({ size, count }) {
    let bytes = 0
    const perSecond = await receive(size, count, (data) => {
      bytes += data.byteLength
    })
    if (bytes !== size * count) throw new Error(`${bytes} bytes came instead of ${size * count}.`)
    return perSecond
  },

  /** The same. */
  append: ({ size, count }) => receive(size, count, (data) => void store.append(CONNECTION_ID, RECEIVED_TEXT, data)),

  /** @returns bytes of heap a frame that appending takes, nothing else running */
  async heapPerFrame({ size, count }) {
    const payload = Buffer.alloc(size)
    const own = newStore()
    const fill = (frames) => {
      for (let n = 0; n < frames; n++) own.append(CONNECTION_ID, RECEIVED_TEXT, payload)
    }
    // Compiled, and with its first chunks made.
    fill(count)
    const before = process.memoryUsage().heapUsed
    fill(count)
    return (process.memoryUsage().heapUsed - before) / count
  },
})

async function receive(size, count, onMessage) {
  if (!streams.has(size)) streams.set(size, await frameStream({ size }))
  const cursor = new StreamCursor(streams.get(size))
  const receiver = new Receiver({
    allowSynchronousEvents: true,
    binaryType: 'nodebuffer',
    extensions: {},
    isServer: false,
  })
  receiver.on('message', onMessage)
  const before = process.cpuUsage()
  for (let left = count; left > 0; ) {
    const taken = cursor.take(left, READ_BYTES)
    receiver.write(taken.bytes)
    left -= taken.count
    // A turn of the event loop each, as with a socket: the store reads its clock once a turn.
    await new Promise(setImmediate)
  }
  const { user, system } = process.cpuUsage(before)
  return (count / (user + system)) * 1e6
}
