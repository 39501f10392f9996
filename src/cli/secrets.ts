/** Who may come in, and where secrets are read from: never needed on a command line or in a file, where others see them. */
import { fail, ok, type Result } from '../shared/failure'
import type { ServerUser } from '../shared/protocol/server-settings'

type Environment = Readonly<Record<string, string | undefined>>

/** What a user may do stands behind the last colon, if it is one of these. */
const RIGHTS = /:(publish|listen|nothing)$/
const VARIABLE = /^\$([A-Za-z_][A-Za-z0-9_]*)$/

/** @param text `NAME:SECRET[:listen]`; a SECRET of the form `$NAME` is read from the environment */
export function parseUser(text: string, environment: Environment): Result<ServerUser> {
  const colon = text.indexOf(':')
  if (colon < 1) {
    return fail(
      'ERR_OPTION_INVALID',
      `--user needs NAME:SECRET, and what was given has no ${colon === 0 ? 'name' : 'colon'}.`,
    )
  }
  const name = text.slice(0, colon)
  const rest = text.slice(colon + 1)
  const right = RIGHTS.exec(rest)
  const may = (right?.[1] ?? 'publish') as ServerUser['may']
  const given = right === null ? rest : rest.slice(0, right.index)
  const secret = readSecret(name, given, environment)
  return secret.ok ? ok({ name, secret: secret.value, may }) : secret
}

/** Users of a file have the name of a variable in place of a secret. */
export function withSecret(user: ServerUser, environment: Environment): Result<ServerUser> {
  const { secretEnv } = user
  if (user.secret !== '') return ok(user)
  if (secretEnv === undefined) {
    return fail('ERR_SETTINGS_INVALID', `The user ${user.name} has neither secret nor secretEnv. Give one of them.`)
  }
  const secret = readVariable(user.name, secretEnv, environment)
  return secret.ok ? ok({ ...user, secret: secret.value }) : secret
}

function readSecret(userName: string, given: string, environment: Environment): Result<string> {
  const variable = VARIABLE.exec(given)?.[1]
  if (variable !== undefined) return readVariable(userName, variable, environment)
  if (given !== '') return ok(given)
  return fail(
    'ERR_OPTION_INVALID',
    `The user ${userName} has no secret: write --user NAME:SECRET, or --user 'NAME:$VARIABLE'.`,
  )
}

function readVariable(userName: string, variable: string, environment: Environment): Result<string> {
  const secret = environment[variable]
  if (secret !== undefined && secret !== '') return ok(secret)
  const state = secret === undefined ? 'not set' : 'empty'
  return fail(
    'ERR_OPTION_INVALID',
    `The secret of the user ${userName} is read from the environment variable ${variable}, which is ${state}. Set it, then start again.`,
  )
}
