/** Fills in the `{{names}}` in everything of a connection's settings that goes into its handshake. */
import { type Failure, fail } from '../../../shared/failure'
import type { ConnectionSettings } from '../../../shared/protocol/connection-settings'
import { fill, type Values } from '../../../shared/variables/fill'

/** What holds texts that are filled in; names of files are taken as they are. */
const FILLED = ['url', 'query', 'headers', 'origin', 'subprotocols', 'auth', 'network'] as const

/** The user's variables, as far as a dial needs them. */
export interface DialVariables {
  values(): Values
  /** With `‹hidden›` in place of every value of a secret variable. */
  hidden(text: string): string
}

export interface FilledSettings {
  settings: ConnectionSettings
  /** Names that nothing is known of, each once, in their order. */
  unknown: string[]
}

/** Each text by itself: two that say `{{seq}}` have two numbers. */
export function fillSettings(settings: ConnectionSettings, values: Values): FilledSettings {
  const unknown = new Set<string>()
  const fillIn = (text: string): string => {
    const filled = fill(text, values)
    for (const name of filled.unknown) unknown.add(name)
    return filled.text
  }
  const filled = Object.fromEntries(FILLED.map((part) => [part, fillTexts(settings[part], fillIn)]))
  return { settings: { ...settings, ...filled }, unknown: [...unknown] }
}

/** @returns `ERR_VARIABLE_UNKNOWN`, if there are such */
export function unknownVariables(names: readonly string[]): { ok: false; error: Failure } | undefined {
  if (names.length === 0) return undefined
  const list = names.map((name) => `{{${name}}}`).join(', ')
  return fail(
    'ERR_VARIABLE_UNKNOWN',
    `Nothing is known of ${list}. Give it a value among the variables, or write \\{{ where two braces are meant.`,
  )
}

/** The words that settings are made of (`kind` and such) hold no braces. */
function fillTexts<T>(part: T, fillIn: (text: string) => string): T {
  if (typeof part === 'string') return fillIn(part) as T
  if (Array.isArray(part)) return part.map((each) => fillTexts(each, fillIn)) as T
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, fillTexts(value, fillIn)])) as T
}
