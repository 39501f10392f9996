/** The test's hand on `feed-process.mjs`. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export class Feed {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<Feed> {
    const child = fork(join(__dirname, 'feed-process.mjs'))
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    return new Feed(child, `ws://127.0.0.1:${port}`)
  }

  /** Sends messages 1…count to every client. */
  burst(count: number): void {
    this.child.send({ do: 'burst', count })
  }

  send(text: string): void {
    this.child.send({ do: 'send', text })
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
}
