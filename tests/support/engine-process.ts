/**
 * The engine in a Node process of its own: for what only a process decides, such as which authorities it trusts, or
 * whether anything keeps it alive.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, onTestFinished } from 'vitest'
import type { Push } from '../../src/main/engine/session'
import { fail, type Result } from '../../src/shared/failure'
import { MEMORY_CALL } from './engine-process-calls'
import type { Door } from './seat'
import { until } from './until'

const root = fileURLToPath(new URL('../../', import.meta.url))
/** Not in git, and inside the project, so that its packages are found. */
const outDir = `${root}node_modules/.cache/engine-process-${process.pid}`
afterAll(() => rmSync(outDir, { recursive: true, force: true }))

export type ToChild = { callId: number; name: string; args: unknown } | 'dispose'
export type FromChild = { callId: number; result: Result<unknown> } | { name: string; payload: unknown }

export interface ProcessMemory {
  residentBytes: number
  /** The most that was resident at any time. */
  peakBytes: number
}

export class EngineProcess implements Door {
  private readonly pending = new Map<number, (result: Result<unknown>) => void>()
  private lastCallId = 0
  private push: Push = () => {}

  private constructor(private readonly child: ChildProcess) {
    child.on('exit', () => {
      const ended = fail('ERR_ENGINE_FAULT', 'The engine process has ended.')
      for (const resolve of this.pending.values()) resolve(ended)
    })
    child.on('message', (message: FromChild) => {
      if ('callId' in message) this.pending.get(message.callId)?.(message.result)
      else this.push(message.name as 'log.tick', message.payload as Uint8Array)
    })
  }

  /** @param env beside this process's own */
  static async start(env: Record<string, string> = {}): Promise<EngineProcess> {
    const script = await bundled()
    const child = fork(script, { env: { ...process.env, ...env }, serialization: 'advanced', execArgv: [] })
    onTestFinished(() => void child.kill('SIGKILL'))
    return new EngineProcess(child)
  }

  /** It has one window. */
  attach(push: Push) {
    this.push = push
    return { call: (name: string, args: unknown) => this.call(name, args), close: () => {} }
  }

  /** Of the process, all garbage collected. */
  async memory(): Promise<ProcessMemory> {
    const answer = await this.call(MEMORY_CALL, undefined)
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value as ProcessMemory
  }

  /** Disposes of the engine and nothing else. @returns once the process has ended by itself */
  async end(): Promise<void> {
    this.child.send('dispose')
    await until(() => this.child.exitCode !== null, 'the process ends by itself')
    if (this.child.exitCode !== 0) throw new Error(`The process ended with ${this.child.exitCode}.`)
  }

  private call(name: string, args: unknown): Promise<Result<unknown>> {
    const callId = ++this.lastCallId
    return new Promise((resolve) => {
      this.pending.set(callId, resolve)
      this.child.send({ callId, name, args })
    })
  }
}

let script: Promise<string> | undefined

function bundled(): Promise<string> {
  script ??= build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { ssr: 'tests/support/engine-process-entry.ts', outDir, emptyOutDir: true },
  }).then(() => `${outDir}/engine-process-entry.mjs`)
  return script
}
