/**
 * Where secrets of workspaces are kept, apart from them: one file in the user's profile, encrypted with a key of the system's
 * keychain. Where there is none they are kept in memory until the app quits, and that is said.
 */
import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { WorkspacePlace } from '../../shared/ipc/contract'
import { same } from '../../shared/protocol/settings-diff'
import type { SecretsByOwner } from '../../shared/protocol/workspace-document'
import { replaceFile } from './replace-file'

/** What encrypts with a key that only the user's session has. */
export interface Cipher {
  /** Throws where the keychain does not answer (any more). */
  encrypt(text: string): Uint8Array
  /** Throws for what another key encrypted. */
  decrypt(bytes: Uint8Array): string
}

const NAME = 'secrets.bin'
/** Nobody else's business, encrypted or not. */
const MODE = 0o600

const secrets = v.record(v.string(), v.string())
const vaultSchema = v.object({
  version: v.literal(1),
  /** By the workspace's path, then by whose they are. */
  workspaces: v.record(v.string(), v.record(v.string(), secrets)),
})

export class SecretVault {
  /** Where the secrets are, for the user to know. */
  readonly keeping: WorkspacePlace['secrets']
  /** What could not be read, in a sentence. */
  readonly problem: string | undefined
  private readonly byPath = new Map<string, SecretsByOwner>()
  private readonly cipher: Cipher | undefined
  private readonly path: string
  /** The disk refused, and is asked again. */
  private isUnwritten = false

  /** @param cipher what keeps them; or why there is none, in a sentence */
  constructor(folder: string, cipher: Cipher | { why: string }) {
    this.path = join(folder, NAME)
    this.cipher = 'why' in cipher ? undefined : cipher
    this.keeping = 'why' in cipher ? { areKept: false, why: cipher.why } : { areKept: true }
    this.problem = this.read()
  }

  of(workspacePath: string): SecretsByOwner {
    return this.byPath.get(workspacePath) ?? {}
  }

  /**
   * In place of all that were kept for that workspace: what is removed there is forgotten here.
   * @returns why they could not be written, to follow a colon
   */
  keep(workspacePath: string, kept: SecretsByOwner): string | undefined {
    if (!this.isUnwritten && same(this.of(workspacePath), kept)) return undefined
    if (Object.keys(kept).length === 0) this.byPath.delete(workspacePath)
    else this.byPath.set(workspacePath, kept)
    if (this.cipher === undefined) return undefined
    const workspaces = Object.fromEntries(this.byPath)
    const why = this.write(this.cipher, JSON.stringify({ version: 1, workspaces }))
    this.isUnwritten = why !== undefined
    return why
  }

  private write(cipher: Cipher, text: string): string | undefined {
    let bytes: Uint8Array
    try {
      bytes = cipher.encrypt(text)
    } catch {
      // Locked since, or gone.
      return 'the system’s keychain does not answer. Unlock it; what you change next is tried again.'
    }
    return replaceFile(this.path, bytes, MODE)
  }

  private read(): string | undefined {
    if (this.cipher === undefined) return undefined
    let bytes: Uint8Array
    try {
      bytes = readFileSync(this.path)
    } catch {
      // Nothing was kept yet.
      return undefined
    }
    try {
      const { workspaces } = v.parse(vaultSchema, JSON.parse(this.cipher.decrypt(bytes)))
      for (const [path, kept] of Object.entries(workspaces)) this.byPath.set(path, kept)
      return undefined
    } catch {
      return `Your passwords and tokens could not be read: the system's keychain has another key now. Enter them again. ${this.setAside()}`
    }
  }

  private setAside(): string {
    const aside = `secrets.unread-${new Date().toISOString().replaceAll(':', '.')}.bin`
    try {
      renameSync(this.path, join(this.path, '..', aside))
      return `The file was kept as ${aside}, beside where it was.`
    } catch {
      return ''
    }
  }
}
