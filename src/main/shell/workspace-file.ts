/**
 * What the user has set up, kept as it changes and brought back at the next start: local servers with all their rules. JSON a
 * person can read, each server as in a file of its own (`server-file.ts`): without secrets.
 */
import { readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { ServerSummary } from '../../shared/protocol/feed'
import { readServerFile, writeServerFile } from '../../shared/protocol/server-file'
import { plainServer, type ServerSettings, settingsOf } from '../../shared/protocol/server-settings'
import { replaceFile } from './replace-file'

const NAME = 'workspace.json'
const VERSION = 1
/** A form that is being filled in changes the workspace with each field; what a crash may cost is less than this. */
const WRITE_AFTER_MS = 300

const workspaceSchema = v.object({
  feedscope: v.literal('workspace'),
  version: v.literal(VERSION),
  servers: v.array(v.unknown()),
})

export class WorkspaceFile {
  /** As they were kept last; after a start, as the file had them. */
  servers: readonly ServerSettings[] = []
  /** What could not be read, in a sentence for the user. */
  readonly problem: string | undefined
  private readonly path: string
  private written = ''
  private timer: NodeJS.Timeout | undefined

  constructor(folder: string) {
    this.path = join(folder, NAME)
    this.problem = this.read()
  }

  /** Remembers what there is now, and writes it a moment later. The demo is no work of the user's. */
  keep(servers: readonly ServerSummary[]): void {
    this.servers = servers.filter(({ isDemo }) => !isDemo).map(settingsOf)
    this.timer ??= setTimeout(() => this.save(), WRITE_AFTER_MS)
  }

  save(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const servers = this.servers.map((server) => JSON.parse(writeServerFile(server)) as unknown)
    const text = `${JSON.stringify({ feedscope: 'workspace', version: VERSION, servers }, null, 2)}\n`
    if (text === this.written) return
    if (replaceFile(this.path, text, 'workspace')) this.written = text
  }

  /** @returns what is wrong with it, if it was kept aside */
  private read(): string | undefined {
    let text: string
    try {
      text = readFileSync(this.path, 'utf8')
    } catch {
      // The first start.
      return undefined
    }
    const why = this.take(text)
    if (why === undefined) {
      this.written = text
      return undefined
    }
    const aside = `workspace.damaged-${new Date().toISOString().replaceAll(':', '.')}.json`
    try {
      renameSync(this.path, join(dirname(this.path), aside))
    } catch {
      return `Your servers could not be read: ${why}`
    }
    return `Your servers could not be read: ${why} The file was kept as ${aside}, beside where it was.`
  }

  private take(text: string): string | undefined {
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch (error) {
      return `it is no JSON (${(error as Error).message}).`
    }
    const parsed = v.safeParse(workspaceSchema, json)
    if (!parsed.success) return `${v.getDotPath(parsed.issues[0]) ?? 'it'} is not as Feedscope writes it.`
    const servers: ServerSettings[] = []
    for (const [at, each] of parsed.output.servers.entries()) {
      const server = readServerFile(JSON.stringify(each))
      if (!server.ok) return `server ${at + 1}: ${server.error.message}`
      servers.push(plainServer(server.value))
    }
    this.servers = servers
    return undefined
  }
}
