/** Many clients that shake hands and then only answer pings: bare sockets, so that a thousand of them cost little here. */
import { connect } from 'node:net'
import { serve } from './serve.mjs'

/** At once on their way; more would overflow the queue of those that a server has yet to accept. */
const DIALLED_AT_ONCE = 100
const FIN_PING = 0x89
const FIN_PONG = 0x8a
const MASKED = 0x80
const sockets = []

serve({
  async dial({ port, connections, headers = [] }) {
    for (let left = connections; left > 0; left -= DIALLED_AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(left, DIALLED_AT_ONCE) }, () => shakeHands(port, headers)))
    }
  },

  async hangUp() {
    for (const socket of sockets.splice(0)) socket.destroy()
  },
})

function shakeHands(port, headers) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('A client was not let in, or cut.')))
    socket.once('data', (bytes) => {
      if (!bytes.toString('latin1').startsWith('HTTP/1.1 101 ')) reject(new Error(bytes.toString('latin1')))
      socket.on('data', (frames) => answerPings(socket, frames))
      resolve()
    })
    const lines = [
      'GET / HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
      ...headers,
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
}

/** A server that is not answered takes us for dead. Its pings are short, and come one at a time, each whole. */
function answerPings(socket, frames) {
  if (frames[0] !== FIN_PING) return
  const payload = frames.subarray(2, 2 + frames[1])
  // A mask of zeros leaves the payload as it is.
  socket.write(Buffer.concat([Buffer.from([FIN_PONG, MASKED | payload.byteLength, 0, 0, 0, 0]), payload]))
}
