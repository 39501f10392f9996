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
  /** As a process that dies: nobody is told, and nobody listens any more. */
  die(): Promise<void>
}

/**
 * @param http where to listen; a plain HTTP server unless given
 * @param listenPort the one of a feed that comes back; any unless given
 */
export async function startFeed(
  options: ServerOptions = {},
  http: Server = createServer(),
  listenPort = 0,
): Promise<Feed> {
  const acceptor = new WebSocketServer({ ...options, server: http })
  const sockets: WebSocket[] = []
  acceptor.on('connection', (socket) => {
    socket.on('error', () => {})
    sockets.push(socket)
  })
  await new Promise<void>((resolve) => http.listen(listenPort, '127.0.0.1', resolve))
  const die = async () => {
    for (const socket of sockets) socket.terminate()
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  }
  onTestFinished(die)
  const { port } = http.address() as AddressInfo
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    sockets,
    socket: () => until(() => sockets.at(-1), 'a client has come'),
    die,
  }
}
