/**
 * The file a local server is kept in: the app writes it, the command line runs it. JSON with the settings that differ from
 * their defaults, so that a person can read it and write one by hand. Secrets of users are not in it, but the name of
 * the environment variable each is read from.
 */
import * as v from 'valibot'
import { fail, ok, type Result } from '../failure'
import { type ServerSettings, serverSettings } from './server-settings'
import { findProblem, shown, unknownSetting } from './settings-problem'
import { shapeOf } from './settings-schema'

/** What tells it from other files of ours. */
const MARKER_KEY = 'feedscope'
const MARKER = 'server'
const VERSION = 1
/** Said in every file, whether they are the defaults or not: a reader looks for them. */
const ALWAYS_WRITTEN: readonly string[] = ['behaviour', 'port']
const SECRET_PREFIX = 'FEEDSCOPE_SECRET_'

type SettingName = keyof ServerSettings
const entries = serverSettings.entries as Record<SettingName, v.GenericSchema>
const settingNames = Object.keys(entries) as SettingName[]

export function writeServerFile(settings: Partial<ServerSettings>): string {
  const given: Partial<ServerSettings> = withoutSecrets(settings)
  const file: Record<string, unknown> = { [MARKER_KEY]: MARKER, version: VERSION }
  for (const name of settingNames) {
    const written = changed(entries[name], given[name])
    if (written !== undefined) file[name] = written
    else if (ALWAYS_WRITTEN.includes(name)) file[name] = given[name] ?? v.getDefault(entries[name] as never)
  }
  return `${JSON.stringify(file, null, 2)}\n`
}

/** @returns the settings that stand there; `ERR_SETTINGS_INVALID` for the first that does not fit */
export function readServerFile(text: string): Result<Partial<ServerSettings>> {
  let file: unknown
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    return invalid(`This is no JSON: ${(error as Error).message}.`)
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return invalid(`This is ${shown(file)}; a server's file is a JSON object.`)
  }
  // Written by hand, it may leave both out.
  const { [MARKER_KEY]: marker = MARKER, version = VERSION, ...settings } = file as Record<string, unknown>
  if (marker !== MARKER) {
    return invalid(`This is not a server's file: ${MARKER_KEY} is ${shown(marker)}; it must be "${MARKER}".`)
  }
  if (version !== VERSION) {
    const remedy =
      typeof version === 'number' && version > VERSION ? ' A newer Feedscope wrote it: update this one.' : ''
    return invalid(`version is ${shown(version)}; it must be ${VERSION}.${remedy}`)
  }
  for (const name of Object.keys(settings)) {
    const problem = Object.hasOwn(entries, name)
      ? findProblem(entries[name as SettingName], settings[name], name)
      : unknownSetting(name, '', { ...entries })
    if (problem !== undefined) return invalid(problem)
  }
  const present = settingNames.filter((name) => Object.hasOwn(settings, name))
  return ok(Object.fromEntries(present.map((name) => [name, v.parse(entries[name], settings[name])])))
}

/** The environment variable that a user's secret is read from; an identifier in every shell. */
export function secretVariable(userName: string): string {
  const word = userName.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  return SECRET_PREFIX + (word.replace(/^_|_$/g, '') || 'USER')
}

function withoutSecrets(settings: Partial<ServerSettings>): Partial<ServerSettings> {
  if (settings.auth === undefined) return settings
  const taken = new Set(settings.auth.users.map(({ secretEnv }) => secretEnv))
  const users = settings.auth.users.map(({ secret: _, ...user }) => {
    if (user.secretEnv !== undefined) return { ...user, secret: '' }
    const base = secretVariable(user.name)
    let secretEnv = base
    for (let count = 2; taken.has(secretEnv); count++) secretEnv = `${base}_${count}`
    taken.add(secretEnv)
    return { ...user, secretEnv, secret: '' }
  })
  return { ...settings, auth: { ...settings.auth, users } }
}

/** @returns what of a value is not its default, its keys in the schema's order; undefined when nothing is */
function changed(schema: v.GenericSchema, value: unknown): unknown {
  if (value === undefined) return undefined
  const fallback = v.safeParse(schema, undefined)
  if (fallback.success && same(fallback.output, value)) return undefined
  const shape = shapeOf(schema, value)
  switch (shape.name) {
    case 'object': {
      const from = value as Record<string, unknown>
      return pick(Object.keys(shape.entries), (key) => changed(shape.entries[key] as v.GenericSchema, from[key]))
    }
    case 'list':
      return (value as unknown[]).map((item) => changed(shape.item, item))
    case 'record':
      return pick(Object.keys(value as object).sort(), (key) => (value as Record<string, unknown>)[key])
    default:
      return value
  }
}

function pick(keys: readonly string[], valueAt: (key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, valueAt(key)]).filter(([, value]) => value !== undefined))
}

/** Alike as JSON, in whatever order the keys stand. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  )
}

function invalid(message: string) {
  return fail('ERR_SETTINGS_INVALID', message)
}
