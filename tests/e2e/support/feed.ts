/** The test's hand on `feed-process.mjs`. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export class Feed {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly url: string,
  ) {}

  /** @param listenPort the one of a feed that comes back; any unless given */
  static async start(listenPort = 0): Promise<Feed> {
    const child = fork(join(__dirname, 'feed-process.mjs'), [String(listenPort)])
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new Feed(child, port, `ws://127.0.0.1:${port}`)
  }

  /** Sends messages 1…count to every client. */
  burst(count: number): void {
    this.child.send({ do: 'burst', count })
  }

  send(text: string): void {
    this.child.send({ do: 'send', text })
  }

  /** One binary message. */
  sendBytes(bytes: Uint8Array): void {
    this.child.send({ do: 'bytes', base64: Buffer.from(bytes).toString('base64') })
  }

  /** One message made there: of text lines that say where they begin, or of 32-bit words that do. */
  sendGiant(byteLength: number, isBinary: boolean): void {
    this.child.send({ do: 'giant', byteLength, isBinary })
  }

  ping(): void {
    this.child.send({ do: 'ping' })
  }

  close(closeCode: number, reason: string): void {
    this.child.send({ do: 'close', closeCode, reason })
  }

  /** @returns how many were sent to each client */
  async storm(perSecond: number, seconds: number): Promise<number> {
    this.child.send({ do: 'storm', perSecond, seconds })
    const [{ stormed }] = (await once(this.child, 'message')) as [{ stormed: number }]
    return stormed
  }

  /** Everything clients sent, binary as hex. */
  async received(): Promise<string[]> {
    this.child.send({ do: 'received' })
    const [{ received }] = (await once(this.child, 'message')) as [{ received: string[] }]
    return received
  }

  /** Ends the process without a word to its clients. */
  kill(): void {
    this.child.kill('SIGKILL')
  }

  /** As `kill`, and waits until its port is free. */
  async die(): Promise<void> {
    const gone = once(this.child, 'exit')
    this.kill()
    await gone
  }
}
