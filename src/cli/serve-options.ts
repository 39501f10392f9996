/** Makes a server's settings of flags and files. Flags win over the file; what neither says has its default. */
import { dirname, resolve } from 'node:path'
import { fail, ok, type Result } from '../shared/failure'
import type { BehaviourName, BehaviourSummary } from '../shared/protocol/behaviour'
import { readServerFile } from '../shared/protocol/server-file'
import {
  plainServer,
  type ServerSettings,
  type ServerUser,
  serverSettings,
  type TlsSettings,
} from '../shared/protocol/server-settings'
import { findProblem } from '../shared/protocol/settings-problem'
import type { FlagName, Flags } from './flags'
import { parseUser, withSecret } from './secrets'
import { readTextFile } from './text-file'

type Environment = Readonly<Record<string, string | undefined>>
/** As typed: whether a value fits is for the schema to say. */
type Draft = Record<string, unknown>

/** Which setting a flag is, for the values that are taken as they are. */
const PLAIN: Partial<Record<FlagName, string>> = {
  behaviour: 'behaviour',
  port: 'port',
  host: 'host',
  auth: 'auth.kind',
  'when-invalid': 'validation.whenInvalid',
  seed: 'faults.seed',
  'max-connections': 'limits.connections',
  'max-per-address': 'limits.connectionsPerAddress',
  'max-message': 'limits.messageBytes',
  'max-rate': 'limits.messagesPerSecond',
}
/** A person thinks of these in seconds. */
const SECONDS: Partial<Record<FlagName, string>> = { 'idle-timeout': 'limits.idleMs', heartbeat: 'limits.heartbeatMs' }
const MS_PER_SECOND = 1_000

/** @param behaviours of the engine, to know which options are numbers */
export function settingsOf(
  flags: Flags,
  environment: Environment,
  behaviours: readonly BehaviourSummary[],
): Result<ServerSettings> {
  const base = baseSettings(flags)
  if (!base.ok) return base
  const draft: Draft = { ...base.value }
  const files = addFiles(draft, flags)
  if (!files.ok) return files
  const names = addValues(draft, flags)
  if (flags.compression) draft.compression = true
  if (flags['allow-origin']) draft.allowedOrigins = flags['allow-origin']
  if (flags['allow-host']) draft.allowedHosts = flags['allow-host']
  const tls = tlsOf(flags, base.value.tls)
  if (!tls.ok) return tls
  draft.tls = tls.value
  const users = usersOf(flags, base.value.auth, environment)
  if (!users.ok) return users
  draft.auth = { ...(draft.auth as object), users: users.value }
  for (const [key, schema] of Object.entries(serverSettings.entries)) {
    if (key === 'options') continue
    const problem = findProblem(schema, draft[key], key, (path) => names.get(path) ?? path)
    if (problem !== undefined) return refuse(problem)
  }
  const checked = checkAuth(plainServer({ ...draft, options: {} }), flags)
  if (!checked.ok) return checked
  const options = optionsOf(flags, base.value, checked.value.behaviour, behaviours)
  return options.ok ? ok({ ...checked.value, options: options.value }) : options
}

function baseSettings(flags: Flags): Result<ServerSettings> {
  const { config } = flags
  if (config === undefined) return ok(plainServer())
  const file = serverFile('config', config)
  if (!file.ok) return file
  const settings = plainServer(file.value)
  if (settings.tls.kind !== 'files') return ok(settings)
  const besideFile = (path: string) => resolve(dirname(config), path)
  const { certificateFile, keyFile } = settings.tls
  const tls = { ...settings.tls, certificateFile: besideFile(certificateFile), keyFile: besideFile(keyFile) }
  return ok({ ...settings, tls })
}

function serverFile(flag: FlagName, file: string): Result<Partial<ServerSettings>> {
  const text = readTextFile(`--${flag}`, file)
  if (!text.ok) return text
  const read = readServerFile(text.value)
  return read.ok ? read : fail(read.error.code, `--${flag} ${file}: ${read.error.message}`)
}

/** `--rules`, `--faults` and `--schema`. */
function addFiles(draft: Draft, flags: Flags): Result<void> {
  for (const key of ['rules', 'faults'] as const) {
    const file = flags[key]
    if (file === undefined) continue
    const read = serverFile(key, file)
    if (!read.ok) return read
    if (read.value[key] === undefined)
      return refuse(`--${key} ${file} has no ${key} in it. Choose a server's file that has.`)
    draft[key] = read.value[key]
  }
  if (flags.schema === undefined) return ok(undefined)
  const schema = readTextFile('--schema', flags.schema)
  if (!schema.ok) return schema
  draft.validation = { ...(draft.validation as object), schema: schema.value }
  return ok(undefined)
}

/** @returns what the reader calls the settings that a flag gave */
function addValues(draft: Draft, flags: Flags): Map<string, string> {
  const names = new Map<string, string>()
  for (const [flag, path] of Object.entries(PLAIN)) {
    const value = flags[flag as FlagName] as string | undefined
    if (value === undefined) continue
    put(draft, path, numeric(value))
    names.set(path, `--${flag}`)
  }
  for (const [flag, path] of Object.entries(SECONDS)) {
    const value = flags[flag as FlagName] as string | undefined
    if (value === undefined) continue
    const seconds = numeric(value)
    // Of 0.1 s and the like floating point makes 100.00000000000001.
    put(draft, path, typeof seconds === 'number' ? Math.round(seconds * MS_PER_SECOND) : seconds)
    names.set(path, typeof seconds === 'number' ? `--${flag} ${value}, in milliseconds (${path}),` : `--${flag}`)
  }
  // On loopback all clients have one address: more in all is meant to be more of one.
  const limits = draft.limits as ServerSettings['limits']
  if (flags['max-connections'] !== undefined && flags['max-per-address'] === undefined) {
    const { connections, connectionsPerAddress } = limits
    const isDefault = connectionsPerAddress === plainServer().limits.connectionsPerAddress
    if (isDefault && connections > connectionsPerAddress) put(draft, 'limits.connectionsPerAddress', connections)
  }
  return names
}

/** @param path of one key, or of two */
function put(draft: Draft, path: string, value: unknown): void {
  const [key, inner] = path.split('.') as [string, string?]
  draft[key] = inner === undefined ? value : { ...(draft[key] as object), [inner]: value }
}

/** What is no number stays text, for the sentence that refuses it. */
function numeric(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function tlsOf(flags: Flags, base: TlsSettings): Result<TlsSettings> {
  const { 'tls-cert': certificateFile, 'tls-key': keyFile } = flags
  const alsoPlain = flags['also-plain'] ?? (base.kind === 'off' ? false : base.alsoPlain)
  if (certificateFile !== undefined || keyFile !== undefined) {
    if (certificateFile === undefined)
      return refuse('--tls-key needs --tls-cert beside it: the certificate that the key is for.')
    if (keyFile === undefined) return refuse('--tls-cert needs --tls-key beside it: the key of the certificate.')
    if (flags.tls) return refuse('--tls makes a certificate, and --tls-cert brings one. Leave one of them out.')
    return ok({ kind: 'files', certificateFile: resolve(certificateFile), keyFile: resolve(keyFile), alsoPlain })
  }
  if (flags.tls) return ok({ kind: 'made', alsoPlain })
  if (base.kind !== 'off') return ok({ ...base, alsoPlain })
  if (flags['also-plain'])
    return refuse('--also-plain speaks ws:// beside wss://, and there is no TLS. Add --tls, or leave it out.')
  return ok(base)
}

function usersOf(flags: Flags, fromFile: ServerSettings['auth'], environment: Environment): Result<ServerUser[]> {
  const users: ServerUser[] = []
  // Nobody asks for secrets of users that are not looked at.
  if ((flags.auth ?? fromFile.kind) === 'none') return ok(users)
  const given = flags.user?.map((text) => parseUser(text, environment))
  for (const user of given ?? fromFile.users.map((each) => withSecret(each, environment))) {
    if (!user.ok) return user
    users.push(user.value)
  }
  return ok(users)
}

function checkAuth(settings: ServerSettings, flags: Flags): Result<ServerSettings> {
  const { kind, users } = settings.auth
  if (kind === 'none' && flags.user !== undefined) {
    return refuse('--user says who may come in, and nobody is asked. Add --auth basic, bearer, query or ticket.')
  }
  if (kind !== 'none' && users.length === 0) {
    return refuse(`With --auth ${kind} nobody could come in, since there are no users. Add --user NAME:SECRET.`)
  }
  const names = new Set<string>()
  for (const { name } of users) {
    if (names.has(name)) return refuse(`There are two users named ${name}. Give each a name of its own.`)
    names.add(name)
  }
  return ok(settings)
}

/** Whether they fit is for the engine to say. A file's options are those of its own behaviour. */
function optionsOf(
  flags: Flags,
  base: ServerSettings,
  behaviour: BehaviourName,
  behaviours: readonly BehaviourSummary[],
): Result<ServerSettings['options']> {
  const options: ServerSettings['options'] = base.behaviour === behaviour ? { ...base.options } : {}
  const fields = behaviours.find(({ name }) => name === behaviour)?.options ?? []
  for (const pair of flags.option ?? []) {
    const equals = pair.indexOf('=')
    if (equals < 1) return refuse(`--option ${pair} is not of the form NAME=VALUE.`)
    const name = pair.slice(0, equals)
    if (name === '__proto__') return refuse('There is no option named "__proto__".')
    const value = pair.slice(equals + 1)
    options[name] = fields.find((field) => field.name === name)?.kind === 'number' ? numeric(value) : value
  }
  if (flags.upstream !== undefined) {
    if (behaviour !== 'tap')
      return refuse('--upstream is where a tap passes frames on to. Add --behaviour tap, or leave it out.')
    options.upstream = flags.upstream
  } else if (behaviour === 'tap' && !options.upstream) {
    return refuse('A tap passes frames on to another server, and none is named. Add --upstream ws://HOST:PORT.')
  }
  return ok(options)
}

function refuse(message: string) {
  return fail('ERR_OPTION_INVALID', message)
}
