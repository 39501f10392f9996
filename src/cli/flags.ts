/** The flags of `feedscope serve`, as they were typed: which there are, and what is wrong with one before it means anything. */
import { parseArgs } from 'node:util'
import { fail, ok, type Result } from '../shared/failure'
import { nearest } from '../shared/nearest'

const word = { type: 'string' } as const
const words = { type: 'string', multiple: true } as const
const yes = { type: 'boolean' } as const

export const flagTypes = {
  behaviour: word,
  port: word,
  host: word,
  tls: yes,
  'tls-cert': word,
  'tls-key': word,
  'also-plain': yes,
  auth: word,
  user: words,
  rules: word,
  schema: word,
  'when-invalid': word,
  faults: word,
  seed: word,
  upstream: word,
  option: words,
  'allow-origin': words,
  'allow-host': words,
  'max-connections': word,
  'max-per-address': word,
  'max-message': word,
  'max-rate': word,
  'idle-timeout': word,
  heartbeat: word,
  compression: yes,
  config: word,
  json: yes,
  help: yes,
  version: yes,
} as const

type FlagTypes = typeof flagTypes
export type FlagName = keyof FlagTypes

/** Given once, the last counts; a flag that may be repeated has all. */
export type Flags = {
  [Name in FlagName]?: FlagTypes[Name] extends typeof yes
    ? true
    : FlagTypes[Name] extends typeof words
      ? string[]
      : string
}

/** American spelling, and names of other tools. */
const ALIASES: Readonly<Record<string, FlagName>> = { h: 'help', v: 'version', behavior: 'behaviour', p: 'port' }

export function parseFlags(args: readonly string[]): Result<Flags> {
  const flags: Record<string, true | string | string[]> = {}
  const options: Record<string, { type: 'string' | 'boolean' }> = { ...flagTypes }
  for (const [alias, name] of Object.entries(ALIASES)) if (alias.length > 1) options[alias] = flagTypes[name]
  // Not strict, since our sentences say more.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional')
      return refuse(`${token.value} is not an option. Options begin with two dashes: --help lists them.`)
    const name = Object.hasOwn(ALIASES, token.name) ? (ALIASES[token.name] as string) : token.name
    if (!isFlag(name)) return refuse(unknownFlag(token.rawName))
    const flag = `--${name}`
    const { value } = token
    if (flagTypes[name].type === 'boolean') {
      if (token.inlineValue === true) return refuse(`${flag} takes no value, and got "${value}". Write ${flag} alone.`)
      flags[name] = true
      continue
    }
    if (value === undefined) return refuse(`${flag} needs a value: write ${flag} VALUE.`)
    if (token.inlineValue === false && value.startsWith('-') && value.length > 1) {
      return refuse(
        `${flag} needs a value, and ${value} looks like another option. If it is the value, write ${flag}=${value}.`,
      )
    }
    if ('multiple' in flagTypes[name]) flags[name] = [...((flags[name] as string[] | undefined) ?? []), value]
    else flags[name] = value
  }
  return ok(flags as Flags)
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flagTypes, name)
}

function unknownFlag(rawName: string): string {
  const meant = nearest(rawName.replace(/^-+/, ''), Object.keys(flagTypes))
  return `There is no option ${rawName}. ${meant === undefined ? '--help lists all there are.' : `Did you mean --${meant}?`}`
}

function refuse(message: string) {
  return fail('ERR_OPTION_INVALID', message)
}
