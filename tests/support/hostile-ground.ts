/** Two echo servers of one engine, a well-behaved client at each, and the question whether all is well there. */
import { expect } from 'vitest'
import { WebSocket } from 'ws'
import { Engine } from '../../src/main/engine'
import type { LogPane } from './log-pane'
import { type Door, Seat } from './seat'
import { until } from './until'

interface Ground {
  id: number
  url: string
  port: number
  log: LogPane
  witness: Witness
}

export class HostileGround {
  private constructor(
    readonly seat: Seat,
    readonly plain: Ground,
    readonly compressed: Ground,
    private readonly disposeOf: () => Promise<void>,
  ) {}

  /** @param door an engine of another process; one of its own unless given */
  static async open(door?: Door): Promise<HostileGround> {
    const engine = door === undefined ? new Engine() : undefined
    const seat = new Seat(door ?? (engine as Engine))
    const serve = async (compression: boolean): Promise<Ground> => {
      const server = await seat.serve('echo', { compression })
      const log = await seat.watch({ kind: 'server', id: server.id }, {}, { rowCount: 1 })
      return { ...server, log, witness: await Witness.open(server.url) }
    }
    const [plain, compressed] = [await serve(false), await serve(true)]
    return new HostileGround(seat, plain, compressed, async () => engine?.dispose())
  }

  /** Others are served, and the books of both servers are right. */
  async isWell(): Promise<void> {
    for (const { log, witness } of [this.plain, this.compressed]) {
      await witness.isServed()
      const { received, stored, evicted, dropped } = log.window.counters
      expect(stored + evicted + dropped).toBe(received)
    }
  }

  async close(): Promise<void> {
    for (const { witness } of [this.plain, this.compressed]) witness.close()
    await this.disposeOf()
  }
}

/** A client that does all right. */
class Witness {
  private readonly heard: string[] = []
  private asked = 0

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.heard.push(String(data)))
    socket.on('error', () => {})
  }

  static async open(url: string): Promise<Witness> {
    const witness = new Witness(new WebSocket(url))
    await until(() => witness.socket.readyState === WebSocket.OPEN, 'a well-behaved client is let in')
    return witness
  }

  async isServed(): Promise<void> {
    const question = `still here ${++this.asked}`
    this.socket.send(question)
    await until(() => this.heard.pop() === question, 'a well-behaved client is served')
  }

  close(): void {
    this.socket.terminate()
  }
}
