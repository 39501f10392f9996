/**
 * A WebSocket server in a process of its own, so that what the app receives has really left another program. The test tells
 * it what to do over Node's IPC: `{ do: 'burst', count }`, `{ do: 'close', closeCode, reason }`, `{ do: 'stop' }`.
 */
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const http = createServer((_request, response) => response.end('not a feed'))
const server = new WebSocketServer({ noServer: true, handleProtocols: (offered) => [...offered][0] ?? false })
const received = []

http.on('upgrade', (request, socket, head) => {
  if (request.url?.startsWith('/refused')) {
    socket.end('HTTP/1.1 401 Unauthorized\r\nX-Reason: no token\r\nContent-Length: 21\r\n\r\n{"error":"no token!"}')
    return
  }
  server.handleUpgrade(request, socket, head, (client) => {
    client.on('message', (data, isBinary) => {
      received.push(isBinary ? data.toString('hex') : data.toString())
      client.send(data, { binary: isBinary })
    })
  })
})

/** Message `n` of a burst; the test computes the same. */
const message = (n) =>
  JSON.stringify({ n, symbol: n % 2 === 0 ? 'EVEN' : 'ODD', price: 100 + (n % 50), text: `message ${n}` })

/** Text is lines of one length, binary the places of its own 32-bit words, so that any part of it can be told from any other. */
function giant({ byteLength, isBinary }) {
  const payload = Buffer.alloc(byteLength, '.')
  if (isBinary) for (let at = 0; at + 4 <= byteLength; at += 4) payload.writeUInt32BE(at, at)
  else for (let at = 0; at + 64 <= byteLength; at += 64) payload.write(`${`at ${at}`.padEnd(63)}\n`, at, 'latin1')
  return payload
}

/** Sends as fast as the sockets take it, in slices, until the time is over. */
function storm({ perSecond, seconds }) {
  const payload = Buffer.from(JSON.stringify({ symbol: 'STORM', price: 1.5, pad: 'x'.repeat(80) }))
  const startMs = performance.now()
  let sent = 0
  const slice = () => {
    const elapsedMs = performance.now() - startMs
    const due = Math.min(perSecond * seconds, Math.floor((elapsedMs / 1000) * perSecond))
    for (const client of server.clients) {
      client._socket.cork()
      for (let n = sent; n < due; n++) client.send(payload, { binary: false })
      client._socket.uncork()
    }
    sent = due
    if (sent < perSecond * seconds) setTimeout(slice, 5)
    else process.send({ stormed: sent })
  }
  slice()
}

process.on('message', (command) => {
  switch (command.do) {
    case 'burst':
      for (const client of server.clients) for (let n = 1; n <= command.count; n++) client.send(message(n))
      break
    case 'send':
      for (const client of server.clients) client.send(command.text)
      break
    case 'bytes':
      for (const client of server.clients) client.send(Buffer.from(command.base64, 'base64'))
      break
    case 'giant':
      for (const client of server.clients) client.send(giant(command), { binary: command.isBinary })
      break
    case 'ping':
      for (const client of server.clients) client.ping('are you there')
      break
    case 'storm':
      storm(command)
      break
    case 'close':
      for (const client of server.clients) client.close(command.closeCode, command.reason)
      break
    case 'stop':
      process.exit(0)
      break
    case 'received':
      process.send({ received })
      break
  }
})

http.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => process.send({ port: http.address().port }))
