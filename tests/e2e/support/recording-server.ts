/** A WebSocket server that keeps what it was asked and told, for tests of what a connection says. */
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

export interface RecordedRequest {
  url: string
  /** In their order and with their case. */
  headers: [name: string, value: string][]
}

export class RecordingServer {
  readonly requests: RecordedRequest[] = []
  /** Of all clients, in their order; binary as hex. */
  readonly messages: string[] = []
  private readonly sockets: WebSocket[] = []

  private constructor(private readonly acceptor: WebSocketServer) {
    acceptor.on('connection', (socket, request) => {
      this.sockets.push(socket)
      this.requests.push(record(request))
      socket.on('message', (bytes: Buffer, isBinary) => this.messages.push(bytes.toString(isBinary ? 'hex' : 'utf8')))
    })
  }

  static start(): Promise<RecordingServer> {
    const acceptor = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    const server = new RecordingServer(acceptor)
    return new Promise((resolve) => acceptor.once('listening', () => resolve(server)))
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.acceptor.address() as AddressInfo).port}`
  }

  /** To the newest client. */
  send(text: string): void {
    this.sockets.at(-1)?.send(text)
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate()
    this.acceptor.close()
  }
}

function record({ url = '', rawHeaders }: IncomingMessage): RecordedRequest {
  const headers: [string, string][] = []
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? ''])
  return { url, headers }
}
