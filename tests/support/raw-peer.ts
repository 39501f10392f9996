/** A TCP socket in the test's hands: says any bytes and keeps what it hears. For what no well-behaved library would do. */
import { createHash } from 'node:crypto'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from './until'
import { unpackWireFrames, type WireFrame } from './wire'

const HEAD_END = '\r\n\r\n'

export class RawPeer {
  private heard: Buffer = Buffer.alloc(0)
  hasEnded = false
  isClosed = false

  constructor(readonly socket: Socket) {
    socket.on('data', (bytes) => {
      this.heard = Buffer.concat([this.heard, bytes])
    })
    socket.on('end', () => {
      this.hasEnded = true
    })
    socket.on('close', () => {
      this.isClosed = true
    })
    socket.on('error', () => {})
  }

  say(bytes: string | Uint8Array): void {
    this.socket.write(bytes)
  }

  /** Cuts the line with a reset. */
  reset(): void {
    this.socket.resetAndDestroy()
  }

  /** Everything heard so far. */
  get text(): string {
    return this.heard.toString('latin1')
  }

  /** The request or status line and the headers, once they are whole. */
  async head(): Promise<string> {
    await until(() => this.text.includes(HEAD_END), 'the head of an HTTP message has come')
    return this.text.slice(0, this.text.indexOf(HEAD_END))
  }

  get body(): string {
    return this.heard.subarray(this.heard.indexOf(HEAD_END) + HEAD_END.length).toString()
  }

  /** The other side has said all and hears no more, whatever we still say. */
  async untilHungUp(): Promise<void> {
    await until(() => {
      this.say('x')
      return this.isClosed
    }, 'the line is closed from the other side')
  }

  /** What came after the handshake. */
  get frames(): WireFrame[] {
    const headEnd = this.heard.indexOf(HEAD_END)
    return headEnd === -1 ? [] : unpackWireFrames(this.heard.subarray(headEnd + HEAD_END.length))
  }

  /**
   * As a client: asks for the upgrade, with these headers instead of or beside the usual ones.
   * @param behind bytes that leave in one write with it
   */
  requestUpgrade(
    headers: Record<string, string | undefined> = {},
    { target = '/', behind = Buffer.alloc(0) }: { target?: string; behind?: Uint8Array } = {},
  ): void {
    const usual = {
      Host: `127.0.0.1:${this.socket.remotePort}`,
      Upgrade: 'websocket',
      Connection: 'Upgrade',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
    }
    const lines = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}: ${value}`],
    )
    const head = [`GET ${target} HTTP/1.1`, ...lines, HEAD_END.slice(2)].join('\r\n')
    this.say(Buffer.concat([Buffer.from(head, 'latin1'), behind]))
  }

  /** As a server: answers the client's handshake as it should be answered. */
  async accept(...headerLines: string[]): Promise<void> {
    const key = /sec-websocket-key: (.*)/i.exec(await this.head())?.[1] ?? ''
    this.say(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${acceptKeyFor(key)}`,
        ...headerLines,
        HEAD_END.slice(2),
      ].join('\r\n'),
    )
  }
}

/** RFC 6455, section 4.2.2. */
export function acceptKeyFor(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
}

/** Listens, and hands each client over. */
export async function startRawServer(
  onPeer: (peer: RawPeer) => unknown,
): Promise<{ port: number; url: string; peers: RawPeer[] }> {
  const peers: RawPeer[] = []
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const peer = new RawPeer(socket)
    peers.push(peer)
    void onPeer(peer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const { socket } of peers) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `ws://127.0.0.1:${port}`, peers }
}

/** Dials without saying anything. It closes its side only when the test says so. */
export async function dialRaw(port: number, host = '127.0.0.1'): Promise<RawPeer> {
  const socket = connect({ port, host, allowHalfOpen: true })
  onTestFinished(() => void socket.destroy())
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return new RawPeer(socket)
}
