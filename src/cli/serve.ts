/**
 * `feedscope serve`: hosts an engine with one server in this process, from its start until a signal stops it. Calls the
 * engine by its contract, as a window does.
 */

import type { Writable } from 'node:stream'
import { Engine, type RowCursor } from '../main/engine'
import { type ErrorCode, type Failure, fail, ok, type Result } from '../shared/failure'
import type { CallAnswer, CallInput, EngineCallName } from '../shared/ipc/contract'
import type { ServerState } from '../shared/protocol/feed'
import type { ServerSettings } from '../shared/protocol/server-settings'
import { MEMORY_LIMIT_MIN_BYTES } from '../shared/protocol/storage'
import { listeningEvent } from './events'
import { JsonLines } from './json-lines'
import { printable } from './printable'
import { profileFolder } from './profile'

/** Rows wait here for who reads `--json`, and nowhere else: a CI machine's disk is not filled. */
const STORE_LIMITS = { memoryBytes: MEMORY_LIMIT_MIN_BYTES, diskBytes: 0 }
/** A client has a second to answer our close frame; whoever reads events has the rest. Then it ends anyway. */
const STOP_TIMEOUT_MS = 4_000

type Running = Extract<ServerState, { name: 'running' }>

export class Serving {
  private readonly engine = new Engine({
    storage: { limits: STORE_LIMITS },
    profileFolder: profileFolder(),
  })
  private readonly session = this.engine.attach(() => {})
  private readonly lines: JsonLines
  private cursor: RowCursor | undefined
  private serverId = 0
  private stopping: Promise<void> | undefined

  constructor(private readonly stdout: Writable) {
    this.lines = new JsonLines(stdout, () => this.serverId)
  }

  async behaviours() {
    const workspace = await this.call('workspace.read', {})
    return workspace.ok ? workspace.value.behaviours : []
  }

  /** @param isJson every event follows, beginning with this one; else one line and nothing more */
  async start(settings: ServerSettings, isJson: boolean): Promise<Result<void>> {
    // Before anybody can come in; it reads nothing until the first line is out.
    if (isJson) this.cursor = this.engine.follow(this.lines)
    const started = await this.call('server.start', settings)
    if (!started.ok) return started
    if (this.stopping !== undefined) return ok(undefined)
    this.serverId = started.value.id
    const workspace = await this.call('workspace.read', {})
    if (!workspace.ok) return workspace
    const state = workspace.value.servers.find(({ id }) => id === this.serverId)?.state
    if (state?.name !== 'running') return fail('ERR_NOT_FOUND', 'The server was stopped before it listened.')
    this.announce(state)
    return ok(undefined)
  }

  /** Closes clients with 1001; ends once what happened is written, or nobody reads it. */
  stop(): Promise<void> {
    this.stopping ??= Promise.race([this.finish(), timeout(STOP_TIMEOUT_MS)])
    return this.stopping
  }

  /** Nobody reads any more. */
  mute(): void {
    this.cursor?.close()
    this.cursor = undefined
  }

  private announce(state: Running): void {
    const { cursor } = this
    if (cursor === undefined) {
      this.stdout.write(`listening on ${printable(state.url)}\n`)
      return
    }
    this.lines.write(listeningEvent(state))
    this.lines.flush()
    this.stdout.on('drain', () => cursor.resume())
    if (!this.stdout.writableNeedDrain) cursor.resume()
  }

  private async finish(): Promise<void> {
    if (this.serverId !== 0) await this.call('server.stop', { id: this.serverId })
    await this.cursor?.atEnd()
    this.mute()
    if (this.stdout.writable) await new Promise<void>((resolve) => this.stdout.write('', () => resolve()))
    await this.engine.dispose()
  }

  private async call<N extends EngineCallName>(name: N, args: CallInput<N>): Promise<Result<CallAnswer<N>>> {
    return (await this.session.call(name, args)) as Result<CallAnswer<N>>
  }
}

/** Codes of what was typed, though only the engine can tell that it is wrong. */
const TYPED: readonly ErrorCode[] = [
  'ERR_OPTION_INVALID',
  'ERR_SCHEMA_INVALID',
  'ERR_RULE_INVALID',
  'ERR_URL_INVALID',
  'ERR_HOST_INVALID',
  'ERR_CERTIFICATE_INVALID',
]

export function isTyped({ code }: Failure): boolean {
  return TYPED.includes(code)
}

function timeout(afterMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, afterMs).unref())
}
