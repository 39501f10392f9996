/** Clients of a local server: well-behaved ones that note when each message came, and one that reads nothing. */
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { nowMs, until } from './clock.mjs'
import { serve } from './serve.mjs'

const clients = []
let arrivals = []
let paused

serve({
  async dial({ port, connections }) {
    for (let n = 0; n < connections; n++) {
      const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
      clients.push(client)
      client.on('message', () => arrivals.push(nowMs()))
      await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject))
    }
  },

  /** One that shakes hands and then lets all that is sent to it pile up. */
  async dialPaused({ port }) {
    paused = connect(port, '127.0.0.1')
    paused.on('error', () => {})
    await new Promise((resolve) => {
      paused.once('data', resolve)
      const headers = 'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13'
      const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
      paused.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${headers}\r\n${key}\r\n\r\n`)
    })
    paused.pause()
  },

  /** Waits for one message at each client. @returns when each came */
  async receive() {
    await until(
      () => arrivals.length >= clients.length,
      () => `${arrivals.length} of ${clients.length} messages came`,
      { everyMs: 1 },
    )
    const all = arrivals
    arrivals = []
    return all
  },

  async hangUp() {
    paused?.destroy()
    for (const client of clients.splice(0)) client.terminate()
  },
})
