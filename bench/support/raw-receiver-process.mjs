/** The baseline: clients of plain `ws` that count and do nothing else. Runs under Node, or in Electron's main thread. */
import { WebSocket } from 'ws'
import { nowMs } from './clock.mjs'
import { serve } from './serve.mjs'

const clients = []
let received = 0
let expected = Number.POSITIVE_INFINITY
let onAll = () => {}

const onMessage = () => {
  received++
  if (received === expected) onAll()
}

serve({
  async dial({ url, connections, isCompressed }) {
    received = 0
    expected = Number.POSITIVE_INFINITY
    const dialled = Array.from({ length: connections }, () => {
      const client = new WebSocket(url, { perMessageDeflate: isCompressed })
      clients.push(client)
      client.on('message', onMessage)
      return new Promise((resolve, reject) => client.once('open', resolve).once('error', reject))
    })
    await Promise.all(dialled)
  },

  /** Waits for so many messages. @returns how many came, and when the last of them */
  async receive({ count, timeoutMs }) {
    expected = count
    if (received < count) {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${received} of ${count} messages came.`)), timeoutMs)
        onAll = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return { received, endMs: nowMs() }
  },

  async hangUp() {
    for (const client of clients.splice(0)) client.terminate()
  },

  /** As fast as it goes through `ws`: a turn's worth of messages in one write. @returns when it began */
  async send({ text, count, perTurn }) {
    const [client] = clients
    const payload = Buffer.from(text)
    const { _socket: socket } = client
    const startMs = nowMs()
    for (let sent = 0; sent < count; ) {
      socket.cork()
      for (const end = Math.min(count, sent + perTurn); sent < end; sent++) client.send(payload, { binary: false })
      socket.uncork()
      if (socket.writableNeedDrain) await new Promise((resolve) => socket.once('drain', resolve))
    }
    return { startMs }
  },
})
