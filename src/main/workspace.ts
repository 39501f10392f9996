/**
 * The workspace in use: joins its file to the engine and to the windows. What the user sets up is kept as it changes, and is
 * there again at the next start, after a fault of the engine, and when another program changed the file.
 */
import { randomUUID } from 'node:crypto'
import { basename, extname, join } from 'node:path'
import { fail, ok, type Result } from '../shared/failure'
import type { Pushes, WorkspacePlace } from '../shared/ipc/contract'
import { type Desk, type DeskChange, type Variable, variablesOf } from '../shared/protocol/desk'
import { same } from '../shared/protocol/settings-diff'
import { withParts } from '../shared/protocol/settings-parts'
import { emptyWorkspace, type WorkspaceContent, writeWorkspace } from '../shared/protocol/workspace-document'
import { withImported } from '../shared/protocol/workspace-import'
import type { SecretVault } from './shell/secret-vault'
import { readContent, WorkspaceFile, type WorkspaceFileHooks } from './shell/workspace-file'
import { type Engine, WorkspaceInEngine } from './workspace-in-engine'

const OWN_NAME = 'workspace.json'
/** Of saved messages together: the file is written whole at each change. */
const MESSAGES_MAX_LENGTH = 16 * 1024 * 1024

/** What only the shell can do. */
export interface WorkspaceHost {
  /** To every window. */
  push<N extends 'desk.changed' | 'workspace.changed' | 'notice.told'>(name: N, payload: Pushes[N]): void
  /** Which file is to be opened at the next start; undefined for the app's own. */
  remember(path: string | undefined): void
}

export class Workspace {
  /** What could not be brought back at the start, in a sentence. */
  readonly problem: string | undefined
  private file: WorkspaceFile
  private readonly inEngine: WorkspaceInEngine
  private readonly ownPath: string
  private readonly hooks: WorkspaceFileHooks
  /** As the engine has them. */
  private variables: readonly Variable[] | undefined

  /** @param path of the file that was in use last; the app's own, in `folder`, without it */
  constructor(
    engine: Engine,
    private readonly vault: SecretVault,
    private readonly host: WorkspaceHost,
    folder: string,
    path?: string,
  ) {
    this.ownPath = join(folder, OWN_NAME)
    this.hooks = {
      onContent: () => void this.bring(),
      onNotice: (kind, message) => host.push('notice.told', { kind, message }),
    }
    const chosen = path === undefined ? undefined : WorkspaceFile.open(path, vault, this.hooks)
    if (chosen?.ok) {
      this.file = chosen.value
      this.problem = vault.problem
    } else {
      const own = WorkspaceFile.openOwn(this.ownPath, vault, this.hooks)
      this.file = own.file
      const fallBack = chosen && `${chosen.error.message} Your own workspace was opened instead; the file is as it was.`
      this.problem = [fallBack, own.problem, vault.problem].filter((each) => each !== undefined).join(' ') || undefined
    }
    this.inEngine = new WorkspaceInEngine(engine, (content) => this.keep(content))
  }

  /** Into an engine that has nothing: at the start, and when it had to be started again. */
  restore(): Promise<void> {
    this.variables = undefined
    return this.bring()
  }

  get state(): WorkspacePlace {
    const { path } = this.file
    const isDefault = path === this.ownPath
    const name = isDefault ? 'My workspace' : basename(path, extname(path))
    return { name, path, isDefault, secrets: this.vault.keeping }
  }

  get desk(): Desk {
    return this.file.content.desk
  }

  /** @returns `ERR_TOO_MANY` where the saved messages would be more than a workspace holds */
  writeDesk(change: DeskChange): Result<void> {
    const length = (change.messages ?? []).reduce((sum, { name, content }) => sum + name.length + content.length, 0)
    if (length > MESSAGES_MAX_LENGTH) {
      return fail(
        'ERR_TOO_MANY',
        'The saved messages together are larger than 16 MiB. Delete some, or keep them in files.',
      )
    }
    this.keepDesk(withParts(this.desk, change))
    return ok(undefined)
  }

  /** What is wrong with the file changes nothing. */
  open(path: string): Promise<Result<WorkspacePlace>> {
    // A second hand on the same file would take the first one's changes for another program's.
    if (path === this.file.path) return Promise.resolve(ok(this.state))
    return this.use(() =>
      path === this.ownPath
        ? ok(WorkspaceFile.openOwn(path, this.vault, this.hooks).file)
        : WorkspaceFile.open(path, this.vault, this.hooks),
    )
  }

  /** @param from nothing, or a copy of this one with its secrets: what runs then goes on */
  create(path: string, from: 'nothing' | 'this'): Promise<Result<WorkspacePlace>> {
    return this.use((content) => {
      return WorkspaceFile.create(path, this.vault, this.hooks, from === 'this' ? content : emptyWorkspace())
    }, from === 'nothing')
  }

  /** @returns the text of a file without secrets, to be shared */
  async exported(): Promise<string> {
    await this.catchUp()
    return writeWorkspace(this.file.content)
  }

  /** Adds what stands in a file. @returns how many connections and servers that is; nothing is added where it does not fit */
  async import(path: string): Promise<Result<{ connections: number; servers: number }>> {
    const read = readContent(path)
    if (!read.ok) return read
    await this.catchUp()
    const { content: theirs } = read.value
    const merged = withImported(this.file.content, theirs, randomUUID)
    if (!merged.ok) return merged
    this.file.keep(merged.value)
    await this.bring()
    return ok({ connections: theirs.connections.length, servers: theirs.servers.length })
  }

  /** The window has the focus again: meanwhile another program may have written the file. */
  look(): void {
    this.file.look()
  }

  /** Asks once more before the app quits: what changed last may be yet to be told. */
  async close(): Promise<void> {
    await this.catchUp()
    this.file.close()
  }

  /** Takes another file in place of this one. @param isAnew closes in the engine all that was there */
  private async use(
    take: (content: WorkspaceContent) => Result<WorkspaceFile>,
    isAnew = true,
  ): Promise<Result<WorkspacePlace>> {
    await this.catchUp()
    // Before another looks at the same folder; and a file that cannot be taken finds this one as it was.
    this.file.save()
    const taken = take(this.file.content)
    if (!taken.ok) return taken
    this.file.close()
    this.file = taken.value
    this.host.remember(this.state.isDefault ? undefined : this.file.path)
    this.host.push('workspace.changed', this.state)
    await this.bring(isAnew)
    return ok(this.state)
  }

  private async bring(isAnew = false): Promise<void> {
    const { file } = this
    this.host.push('desk.changed', this.desk)
    void this.tellVariables()
    // At once: from now on, what the engine tells is not yet all there was.
    const problems = await this.inEngine.bring(file.content, isAnew)
    if (this.file !== file) return
    const [first] = problems
    if (first !== undefined) {
      // The next write will be without them.
      const copy = file.keepCopy('whole')
      const kept = copy === undefined ? '' : ` The file with all of them was kept as ${copy}.`
      const what = problems.length === 1 ? 'One thing' : `${problems.length} things`
      const message = `${what} of the workspace could not be brought back: ${first}${kept}`
      this.host.push('notice.told', { kind: 'error', message })
    }
    await this.catchUp()
  }

  private async catchUp(): Promise<void> {
    const content = await this.inEngine.content()
    if (content !== undefined) this.keep(content)
  }

  private keep(content: Omit<WorkspaceContent, 'desk'>): void {
    const whole = { ...content, desk: this.desk }
    if (!same(whole, this.file.content)) this.file.keep(whole)
  }

  private keepDesk(desk: Desk): void {
    this.file.keep({ ...this.file.content, desk })
    this.host.push('desk.changed', desk)
    void this.tellVariables()
  }

  private async tellVariables(): Promise<void> {
    const variables = variablesOf(this.desk)
    if (this.variables !== undefined && same(variables, this.variables)) return
    this.variables = variables
    await this.inEngine.setVariables(variables)
  }
}
