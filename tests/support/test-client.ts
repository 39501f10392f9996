/** A plain `ws` client in the test's hands: what it heard, and how it ended. */
import type { IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { type ClientOptions, WebSocket } from 'ws'
import { until } from './until'

export class TestClient {
  readonly texts: string[] = []
  readonly messages: { bytes: Buffer; isBinary: boolean }[] = []
  closed: { code: number; reason: string } | undefined

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer, isBinary) => {
      this.messages.push({ bytes: data, isBinary })
      this.texts.push(String(data))
    })
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: String(reason) }
    })
    socket.on('error', () => {})
    onTestFinished(() => socket.terminate())
  }

  send(message: string | Uint8Array): void {
    this.socket.send(message)
  }

  untilText(text: string | RegExp): Promise<unknown> {
    return until(
      () => this.texts.some((each) => (typeof text === 'string' ? each === text : text.test(each))),
      () => `the client hears ${text}; it heard ${this.texts.join(' | ')}`,
    )
  }

  untilCount(count: number, patienceMs?: number): Promise<unknown> {
    return until(
      () => this.texts.length >= count,
      () => `the client has ${count} messages; it has ${this.texts.length}`,
      patienceMs,
    )
  }

  untilClosed(): Promise<{ code: number; reason: string }> {
    return until(() => this.closed, 'the client is closed')
  }
}

/** Dials, and fails the test unless it is let in. */
export async function dialTestClient(
  url: string,
  options: ClientOptions & { subprotocols?: string[] } = {},
): Promise<TestClient> {
  const socket = new WebSocket(url, options.subprotocols ?? [], options)
  const client = new TestClient(socket)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return client
}

export interface RefusedDial {
  statusCode: number
  headers: IncomingMessage['headers']
  body: string
}

/** Dials, and fails the test unless it is refused over HTTP. */
export async function dialRefused(url: string, options: ClientOptions = {}): Promise<RefusedDial> {
  const socket = new WebSocket(url, options)
  onTestFinished(() => socket.terminate())
  socket.on('error', () => {})
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    socket.once('unexpected-response', (_, answer) => resolve(answer))
    socket.once('open', () => reject(new Error('It was let in.')))
    socket.once('close', () => reject(new Error('It ended without an answer.')))
  })
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return { statusCode: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }
}
