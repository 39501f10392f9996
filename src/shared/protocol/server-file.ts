/**
 * The file a local server is kept in: the app writes it, the command line runs it. JSON with the settings that differ from
 * their defaults, so that a person can read it and write one by hand. Secrets of users are not in it, but the name of
 * the environment variable each is read from.
 */
import * as v from 'valibot'
import { fail, ok, type Result } from '../failure'
import { type ServerSettings, serverSettings } from './server-settings'
import { changed } from './settings-diff'
import { findProblem, shown, unknownSetting } from './settings-problem'

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

function invalid(message: string) {
  return fail('ERR_SETTINGS_INVALID', message)
}
