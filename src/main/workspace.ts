/** Brings what the user had set up back into the engine, and keeps its file in step with what the engine has. */
import type { CallReply } from '../shared/ipc/contract'
import type { ServerSummary } from '../shared/protocol/feed'
import type { EngineThread } from './engine-thread'
import type { WorkspaceFile } from './shell/workspace-file'

export class Workspace {
  private readonly sessionId: number
  /** What the engine has then is not yet all there was. */
  private isRestoring = true

  constructor(
    private readonly file: WorkspaceFile,
    private readonly engine: EngineThread,
  ) {
    this.sessionId = engine.attach((name, payload) => {
      if (name === 'servers.changed' && !this.isRestoring) file.keep(payload as ServerSummary[])
    })
  }

  /** Into an engine that has nothing: at the start, and when it had to be started again. Servers come back stopped. */
  async restore(): Promise<void> {
    this.isRestoring = true
    for (const server of this.file.servers) await this.engine.call(this.sessionId, 'server.add', server)
    this.isRestoring = false
  }

  /** Asks once more before the app quits: what changed last may be yet to be told. */
  async close(): Promise<void> {
    const read = (await this.engine.call(this.sessionId, 'workspace.read', {})) as CallReply<'workspace.read'>
    if (read.ok && !this.isRestoring) this.file.keep(read.value.servers)
    this.file.save()
  }
}
