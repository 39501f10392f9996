/** A plain `ws` server, the other side of what the engine dials. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws'
import { until } from './until'

export interface Feed {
  port: number
  url: string
  sockets: WebSocket[]
  /** The only or the newest client. */
  socket(): Promise<WebSocket>
}

/** @param http where to listen; a plain HTTP server unless given */
export async function startFeed(options: ServerOptions = {}, http: Server = createServer()): Promise<Feed> {
  const acceptor = new WebSocketServer({ ...options, server: http })
  const sockets: WebSocket[] = []
  acceptor.on('connection', (socket) => {
    socket.on('error', () => {})
    sockets.push(socket)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.terminate()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  })
  const { port } = http.address() as AddressInfo
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    sockets,
    socket: () => until(() => sockets.at(-1), 'a client has come'),
  }
}
