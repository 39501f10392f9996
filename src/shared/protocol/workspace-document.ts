/**
 * The file a workspace is kept in: connections, servers, charts and the desk, to be read by people and shared through git.
 * It holds what somebody chose and nothing that is default, in the order of the schemas; and no secrets, whoever writes it.
 * `docs/workspace.md` describes it.
 */
import * as v from 'valibot'
import { fail, ok, type Result } from '../failure'
import { connectionSettings } from './connection-settings'
import { desk } from './desk'
import type { FieldPath } from './feed'
import { readableJson } from './readable-json'
import {
  type Secrets,
  takeDeskSecrets,
  takeSecrets,
  takeServerSecrets,
  withDeskSecrets,
  withSecrets,
  withServerSecrets,
} from './secret-settings'
import { readServerFile } from './server-file'
import { plainServer, serverSettings } from './server-settings'
import { changed } from './settings-diff'
import { findProblem, shown, unknownSetting } from './settings-problem'

const MARKER_KEY = 'feedscope'
const MARKER = 'workspace'
export const WORKSPACE_VERSION = 2

/** As many as the engine has room for: what is read comes back whole. */
const CONNECTIONS_MAX = 500
const SERVERS_MAX = 50
const SERIES_MAX = 64

/** Also written where they are the defaults: a reader looks for them. */
const SERVER_ALWAYS_WRITTEN = ['behaviour', 'port'] as const

/** Names it across starts; made by the engine where it is empty. */
export const uid = connectionSettings.entries.uid

/** A server with the name it goes by in the workspace. */
const keptServer = v.object({ uid, ...serverSettings.entries })

const fieldPath = v.pipe(
  v.array(v.union([v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))])),
  v.maxLength(200),
)

const keptSeries = v.object({
  /** The uid of the connection whose messages it reads. */
  connection: v.string(),
  /** Series with the same number are drawn in one chart. */
  chart: v.pipe(v.number(), v.integer(), v.minValue(1)),
  path: fieldPath,
  /** The field whose value splits it into lines. */
  keyPath: v.optional(fieldPath),
})

const list = <S extends v.GenericSchema>(item: S, max: number) =>
  v.optional(v.pipe(v.array(item), v.maxLength(max)), [])

const parts = {
  connections: list(connectionSettings, CONNECTIONS_MAX),
  servers: list(keptServer, SERVERS_MAX),
  charts: list(keptSeries, SERIES_MAX),
  desk: v.optional(desk, {}),
}

const content = v.object(parts)

export type WorkspaceContent = v.InferOutput<typeof content>
export type KeptServer = v.InferOutput<typeof keptServer>
export type KeptSeries = Omit<v.InferOutput<typeof keptSeries>, 'keyPath'> & { keyPath?: FieldPath | undefined }

/** Secrets by whose they are: `connection:<uid>`, `server:<uid>`, `desk`. */
export type SecretsByOwner = Readonly<Record<string, Secrets>>

const DESK_OWNER = 'desk'

export function emptyWorkspace(): WorkspaceContent {
  return v.parse(content, {})
}

/** @returns the file's text: the same for the same content, and never a secret in it */
export function writeWorkspace(whole: WorkspaceContent): string {
  const { connections, servers, charts, desk: written } = takeWorkspaceSecrets(whole).content
  return `${readableJson({
    [MARKER_KEY]: MARKER,
    version: WORKSPACE_VERSION,
    connections: connections.map((connection) => {
      const { uid: _, name, folder, url, ...rest } = changed(connectionSettings, connection) as Record<string, unknown>
      const first = { uid: connection.uid, name, folder, url: url ?? '' }
      return { ...first, ...rest }
    }),
    servers: servers.map((server) => {
      const { uid: _, ...chosen } = changed(keptServer, server) as Record<string, unknown>
      const always = Object.fromEntries(SERVER_ALWAYS_WRITTEN.map((name) => [name, server[name]]))
      return { uid: server.uid, ...always, ...chosen }
    }),
    charts: charts.map((series) => changed(keptSeries, series)),
    desk: changed(desk, written) ?? {},
  })}\n`
}

/**
 * Also a file of version 1, which had servers alone.
 * @returns `ERR_SETTINGS_INVALID` for the first thing that does not fit; `ERR_FILE_NEWER` for a file of a later version
 */
export function readWorkspace(text: string): Result<WorkspaceContent> {
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    return invalid(`it is no JSON (${(error as Error).message}).`)
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return invalid(`it is ${shown(file)}; a workspace is a JSON object.`)
  }
  const { [MARKER_KEY]: marker, version, ...rest } = file as Record<string, unknown>
  if (marker !== MARKER) {
    return invalid(`it is no workspace: ${MARKER_KEY} is ${shown(marker)}; it must be "${MARKER}".`)
  }
  if (version === 1) return readVersion1(rest)
  if (version === WORKSPACE_VERSION) return readParts(rest)
  if (typeof version === 'number' && version > WORKSPACE_VERSION) {
    return fail('ERR_FILE_NEWER', `it is of version ${version}, from a newer Feedscope. Update this one to use it.`)
  }
  return invalid(`version is ${shown(version)}; it must be ${WORKSPACE_VERSION}.`)
}

export function takeWorkspaceSecrets(whole: WorkspaceContent): { content: WorkspaceContent; secrets: SecretsByOwner } {
  const secrets: Record<string, Secrets> = {}
  const keep = <T>(owner: string, taken: { settings: T; secrets: Secrets }): T => {
    if (Object.keys(taken.secrets).length > 0) secrets[owner] = taken.secrets
    return taken.settings
  }
  return {
    content: {
      ...whole,
      connections: whole.connections.map((each) => keep(connectionOwner(each.uid), takeSecrets(each))),
      servers: whole.servers.map((each) => keep(serverOwner(each.uid), takeServerSecrets(each))),
      desk: keep(DESK_OWNER, takeDeskSecrets(whole.desk)),
    },
    secrets,
  }
}

export function withWorkspaceSecrets(whole: WorkspaceContent, secrets: SecretsByOwner): WorkspaceContent {
  const of = (owner: string): Secrets => (Object.hasOwn(secrets, owner) ? (secrets[owner] as Secrets) : {})
  return {
    ...whole,
    connections: whole.connections.map((each) => withSecrets(each, of(connectionOwner(each.uid)))),
    servers: whole.servers.map((each) => withServerSecrets(each, of(serverOwner(each.uid)))),
    desk: withDeskSecrets(whole.desk, of(DESK_OWNER)),
  }
}

function readParts(given: Record<string, unknown>): Result<WorkspaceContent> {
  for (const name of Object.keys(given)) {
    const problem = Object.hasOwn(parts, name)
      ? findProblem(parts[name as keyof typeof parts], given[name], name)
      : unknownSetting(name, '', parts)
    if (problem !== undefined) return invalid(problem)
  }
  const whole = v.parse(content, given)
  // Two of one name, as a merge may leave them, are two all the same.
  return ok({ ...whole, connections: withOwnUids(whole.connections), servers: withOwnUids(whole.servers) })
}

function readVersion1({ servers = [], ...others }: Record<string, unknown>): Result<WorkspaceContent> {
  const [other] = Object.keys(others)
  if (other !== undefined) return invalid(unknownSetting(other, '', { servers }))
  if (!Array.isArray(servers)) return invalid(`servers is ${shown(servers)}; it must be a list.`)
  const read: KeptServer[] = []
  for (const [at, each] of servers.entries()) {
    const server = readServerFile(JSON.stringify(each))
    if (!server.ok) return invalid(`server ${at + 1}: ${server.error.message}`)
    read.push({ ...plainServer(server.value), uid: '' })
  }
  return ok({ ...emptyWorkspace(), servers: read })
}

function withOwnUids<T extends { uid: string }>(items: readonly T[]): T[] {
  const taken = new Set<string>()
  return items.map((item) => {
    if (taken.has(item.uid)) return { ...item, uid: '' }
    taken.add(item.uid)
    return item
  })
}

function connectionOwner(uid: string): string {
  return `connection:${uid}`
}

function serverOwner(uid: string): string {
  return `server:${uid}`
}

function invalid(message: string) {
  return fail('ERR_SETTINGS_INVALID', message)
}
