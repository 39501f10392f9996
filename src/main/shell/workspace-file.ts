/**
 * The file of a workspace, written a moment after each change, and looked at again whenever another program may have
 * written it: what stands there is never overwritten unseen. Secrets go to the vault and come from there.
 */
import { type FSWatcher, readFileSync, renameSync, statSync, watch } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fail, ok, type Result } from '../../shared/failure'
import {
  emptyWorkspace,
  readWorkspace,
  takeWorkspaceSecrets,
  type WorkspaceContent,
  withWorkspaceSecrets,
  writeWorkspace,
} from '../../shared/protocol/workspace-document'
import { replaceFile } from './replace-file'
import type { SecretVault } from './secret-vault'
import { refusalReason } from './text-file'

/** A form that is being filled in changes the workspace with each field; what a crash may cost is less than this. */
const WRITE_AFTER_MS = 300
/** Other programs write in several steps; their last is waited for. */
const LOOK_AFTER_MS = 300
const MIB = 1024 * 1024
/** What the desk may hold (`workspace-desk.ts`) fits several times, with all its escapes. */
const FILE_MAX_BYTES = 256 * MIB

export interface WorkspaceFileHooks {
  /** Another program wrote it: this is what stands there now. */
  onContent(content: WorkspaceContent): void
  onNotice(kind: 'info' | 'error', message: string): void
}

/** What stands on the disk. */
type OnDisk = { is: 'there'; text: string } | { is: 'missing' } | { is: 'unreadable'; why: string }

export class WorkspaceFile {
  /** With its secrets. */
  content: WorkspaceContent
  /** What the disk has, as far as we know. */
  private known: string | undefined
  private timer: NodeJS.Timeout | undefined
  private lookTimer: NodeJS.Timeout | undefined
  private watcher: FSWatcher | undefined
  /** So that a disk that goes on refusing is told of once. */
  private toldProblem: string | undefined

  private constructor(
    readonly path: string,
    private readonly vault: SecretVault,
    private readonly hooks: WorkspaceFileHooks,
    content: WorkspaceContent,
    known: string | undefined,
  ) {
    this.content = withWorkspaceSecrets(content, vault.of(path))
    this.known = known
    this.watch()
  }

  /** Takes what stands there. @returns why it cannot be taken; it is then left as it is */
  static open(path: string, vault: SecretVault, hooks: WorkspaceFileHooks): Result<WorkspaceFile> {
    const read = readContent(path)
    if (!read.ok) return read
    return ok(new WorkspaceFile(path, vault, hooks, read.value.content, read.value.text))
  }

  /** Writes it anew with this content: the user chose the place, and agreed where there was a file. */
  static create(
    path: string,
    vault: SecretVault,
    hooks: WorkspaceFileHooks,
    content: WorkspaceContent,
  ): Result<WorkspaceFile> {
    const text = writeWorkspace(content)
    const why = replaceFile(path, text)
    if (why !== undefined) return fail('ERR_FILE_UNWRITABLE', `${basename(path)} could not be written: ${why}`)
    vault.keep(path, takeWorkspaceSecrets(content).secrets)
    return ok(new WorkspaceFile(path, vault, hooks, content, text))
  }

  /**
   * The app's own, which is there whatever happens: what cannot be read is kept aside.
   * @returns the file, and what was wrong with it, in a sentence
   */
  static openOwn(
    path: string,
    vault: SecretVault,
    hooks: WorkspaceFileHooks,
  ): { file: WorkspaceFile; problem?: string } {
    const onDisk = look(path)
    if (onDisk.is === 'there') {
      const read = readWorkspace(onDisk.text)
      if (read.ok) return { file: new WorkspaceFile(path, vault, hooks, read.value, onDisk.text) }
      const aside = asideName(path, read.error.code === 'ERR_FILE_NEWER' ? 'newer' : 'damaged')
      const problem = `Your workspace could not be read: ${read.error.message}`
      // What is neither ours nor kept aside is not written over: `known` says that nothing is there, the disk says otherwise.
      const file = new WorkspaceFile(path, vault, hooks, emptyWorkspace(), undefined)
      try {
        renameSync(path, join(dirname(path), aside))
      } catch {
        return { file, problem }
      }
      return { file, problem: `${problem} The file was kept as ${aside}, beside where it was.` }
    }
    const file = new WorkspaceFile(path, vault, hooks, emptyWorkspace(), undefined)
    if (onDisk.is === 'missing') return { file }
    return { file, problem: `Your workspace could not be read: ${onDisk.why}` }
  }

  /** Remembers what there is now, and writes it a moment later. */
  keep(content: WorkspaceContent): void {
    this.content = content
    this.timer ??= setTimeout(() => this.save(), WRITE_AFTER_MS)
  }

  save(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.tellProblem('Passwords and tokens', this.vault.keep(this.path, takeWorkspaceSecrets(this.content).secrets))
    const text = writeWorkspace(this.content)
    if (text === this.known) return
    const why = this.keepTheirs(text) ?? replaceFile(this.path, text)
    if (why === undefined) this.known = text
    this.tellProblem(`The workspace ${basename(this.path)}`, why)
  }

  /** Another program may have written it: where we have changed nothing since, its content is taken. */
  look(): void {
    if (this.timer !== undefined) {
      this.save()
      return
    }
    const onDisk = look(this.path)
    // Gone is not changed: git takes a file away and puts another there.
    if (onDisk.is !== 'there' || onDisk.text === this.known) return
    const read = readWorkspace(onDisk.text)
    const name = basename(this.path)
    if (!read.ok) {
      this.tellProblem(`${name} was changed by another program and`, `cannot be read: ${read.error.message}`, ' ')
      return
    }
    this.known = onDisk.text
    this.content = withWorkspaceSecrets(read.value, this.vault.of(this.path))
    this.hooks.onNotice('info', `${name} was changed by another program. What stands there now is shown.`)
    this.hooks.onContent(this.content)
  }

  /** Keeps a copy of the file as it is beside it. @returns its name */
  keepCopy(word: string): string | undefined {
    const onDisk = look(this.path)
    if (onDisk.is !== 'there') return undefined
    const aside = asideName(this.path, word)
    return replaceFile(join(dirname(this.path), aside), onDisk.text) === undefined ? aside : undefined
  }

  /** Writes what is yet to be written, and looks no more. */
  close(): void {
    if (this.timer !== undefined) this.save()
    clearTimeout(this.lookTimer)
    this.watcher?.close()
  }

  /** Before ours is written: what another program wrote since is kept aside. @returns why ours may not be written */
  private keepTheirs(text: string): string | undefined {
    const onDisk = look(this.path)
    if (onDisk.is === 'unreadable') return onDisk.why
    if (onDisk.is === 'missing' || onDisk.text === this.known || onDisk.text === text) return undefined
    const aside = this.keepCopy('theirs')
    if (aside === undefined) return 'another program changed it, and that could not be kept aside.'
    const name = basename(this.path)
    const message = `${name} was changed by another program while you changed it here. Theirs was kept as ${aside}, beside it.`
    this.hooks.onNotice('error', message)
    return undefined
  }

  private tellProblem(what: string, why: string | undefined, joint = ' could not be saved: '): void {
    const problem = why === undefined ? undefined : `${what}${joint}${why}`
    if (problem !== undefined && problem !== this.toldProblem) this.hooks.onNotice('error', problem)
    if (problem !== undefined || this.toldProblem?.startsWith(what)) this.toldProblem = problem
  }

  /** The folder, since a file that is replaced is another. Where nothing can be watched, the window's focus is left. */
  private watch(): void {
    const name = basename(this.path)
    try {
      this.watcher = watch(dirname(this.path), { persistent: false }, (_event, changed) => {
        if (changed !== name) return
        clearTimeout(this.lookTimer)
        this.lookTimer = setTimeout(() => this.look(), LOOK_AFTER_MS)
      })
      this.watcher.on('error', () => this.watcher?.close())
    } catch {
      // Too many watches, or a folder that is not there yet.
    }
  }
}

/** @returns `ERR_FILE_UNREADABLE`, or what `readWorkspace` says */
export function readContent(path: string): Result<{ content: WorkspaceContent; text: string }> {
  const name = basename(path)
  const onDisk = look(path)
  switch (onDisk.is) {
    case 'missing':
      return fail('ERR_FILE_UNREADABLE', `${name} could not be read: it or its folder is not there (any more).`)
    case 'unreadable':
      return fail('ERR_FILE_UNREADABLE', `${name} could not be read: ${onDisk.why}`)
    case 'there': {
      const read = readWorkspace(onDisk.text)
      if (!read.ok) return fail(read.error.code, `${name} could not be read: ${read.error.message}`)
      return ok({ content: read.value, text: onDisk.text })
    }
  }
}

function look(path: string): OnDisk {
  try {
    const stats = statSync(path)
    // To open a pipe is to wait for a writer.
    if (!stats.isFile()) return { is: 'unreadable', why: 'it is not a file.' }
    if (stats.size > FILE_MAX_BYTES) return { is: 'unreadable', why: `it is larger than ${FILE_MAX_BYTES / MIB} MiB.` }
    return { is: 'there', text: readFileSync(path, 'utf8') }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { is: 'missing' }
    return { is: 'unreadable', why: refusalReason(error) }
  }
}

/** `market.json` → `market.theirs-2026-11-24T20.15.00.000Z.json` */
function asideName(path: string, word: string): string {
  const extension = extname(path)
  return `${basename(path, extension)}.${word}-${new Date().toISOString().replaceAll(':', '.')}${extension}`
}
