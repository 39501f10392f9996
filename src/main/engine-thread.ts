/**
 * The engine's Worker thread as the shell sees it: sessions, calls, pushes. A thread that dies is started again a few
 * times; its sessions are attached anew and told that what it held is gone.
 */
import { Worker } from 'node:worker_threads'
import { fail, type Result } from '../shared/failure'
import type { EngineHost, EngineOptions } from './engine'
import enginePath from './engine/worker?modulePath'
import type { FromEngine, ToEngine } from './port'

/** A fault that comes back this often is not passing; the app then says so instead of spinning. */
const RESTARTS_MAX = 5
/** How long the engine has to close its sockets politely when the app quits. */
const DISPOSE_TIMEOUT_MS = 2_000

const lost = fail(
  'ERR_ENGINE_FAULT',
  'The engine met a fault and was started again. Connections, servers and stored frames were lost; please begin anew.',
)
const gaveUp = fail(
  'ERR_ENGINE_FAULT',
  'The engine met a fault again and again and was not started once more. Quit Feedscope and start it; please report this.',
)

export type OnPush = (name: string, payload: unknown) => void

export class EngineThread {
  /** Undefined when it could not be kept alive. */
  private worker: Worker | undefined
  private readonly sessions = new Map<number, OnPush>()
  private readonly pending = new Map<number, (result: Result<unknown>) => void>()
  private lastId = 0
  private restarts = 0
  private isDisposing = false

  /**
   * @param options asked for whenever the thread is started
   * @param onRestart after the new thread has its sessions back
   * @param host is asked what only Electron knows
   */
  constructor(
    private readonly options: () => EngineOptions,
    private readonly onRestart: () => void,
    private readonly host?: EngineHost,
  ) {
    this.worker = this.start()
  }

  /** @returns the session's id */
  attach(onPush: OnPush): number {
    const sessionId = ++this.lastId
    this.sessions.set(sessionId, onPush)
    this.post({ verb: 'attach', sessionId })
    return sessionId
  }

  detach(sessionId: number): void {
    this.sessions.delete(sessionId)
    this.post({ verb: 'detach', sessionId })
  }

  call(sessionId: number, name: string, args: unknown): Promise<Result<unknown>> {
    if (this.worker === undefined) return Promise.resolve(gaveUp)
    const callId = ++this.lastId
    return new Promise((resolve) => {
      this.pending.set(callId, resolve)
      this.post({ verb: 'call', sessionId, callId, name, args })
    })
  }

  async dispose(): Promise<void> {
    const { worker } = this
    if (worker === undefined) return
    this.isDisposing = true
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    this.post({ verb: 'dispose', sessionId: 0 })
    const timer = setTimeout(() => void worker.terminate(), DISPOSE_TIMEOUT_MS)
    await ended
    clearTimeout(timer)
  }

  private start(): Worker {
    const worker = new Worker(enginePath, { workerData: this.options() })
    worker.on('message', (message: FromEngine) => this.receive(message))
    worker.on('error', (fault) => console.error('The engine met a fault:', fault))
    worker.on('exit', () => {
      if (!this.isDisposing) this.restart()
    })
    return worker
  }

  private restart(): void {
    this.worker = ++this.restarts > RESTARTS_MAX ? undefined : this.start()
    const result = this.worker === undefined ? gaveUp : lost
    for (const resolve of this.pending.values()) resolve(result)
    this.pending.clear()
    for (const sessionId of this.sessions.keys()) this.post({ verb: 'attach', sessionId })
    const { message } = result.error
    for (const onPush of this.sessions.values()) onPush('engine.restarted', { message })
    if (this.worker !== undefined) this.onRestart()
  }

  private receive(message: FromEngine): void {
    switch (message.verb) {
      case 'answer':
        this.pending.get(message.callId)?.(message.result)
        this.pending.delete(message.callId)
        break
      case 'ask-proxy':
        void this.answerProxy(message.askId, message.url)
        break
      case 'push':
        this.sessions.get(message.sessionId)?.(message.name, message.payload)
        break
    }
  }

  private async answerProxy(askId: number, url: string): Promise<void> {
    const { worker } = this
    const answer = await this.host?.resolveProxy(url).catch(() => undefined)
    // Another thread, which has numbers of its own, did not ask.
    if (worker === this.worker) this.post({ verb: 'proxy', sessionId: 0, askId, answer })
  }

  private post(message: ToEngine): void {
    this.worker?.postMessage(message)
  }
}
