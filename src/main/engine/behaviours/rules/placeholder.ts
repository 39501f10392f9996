/** What may stand between the braces of a template, and the value it has when a message is written. */
import { randomUUID } from 'node:crypto'
import { fail, ok, type Result } from '../../../../shared/failure'
import { parsePath } from '../../../../shared/filter/parse-field'
import { fieldAt } from '../../../../shared/protocol/field'
import { excerpt } from '../excerpt'
import type { MessageText } from './message-text'

/** What a template can speak of. What there is not (no message at an interval, no user without a login) is empty. */
export interface RenderContext {
  readonly message: MessageText | undefined
  /** The connection's id. */
  readonly client: number | undefined
  readonly user: string | undefined
  readonly nowMs: number
  /** Takes the next number: 1, 2, 3 … */
  takeSeq(): number
  /** 0 ≤ n < 1. */
  random(): number
}

export interface Placeholder {
  /** Writes the value as JSON does, strings in quotes and with escapes. Otherwise strings stand bare. */
  readonly asJson: boolean
  readonly readsMessage: boolean
  /** @returns undefined for what is not there */
  value(context: RenderContext): unknown
}

type Source = Omit<Placeholder, 'asJson'>

const source = (value: Source['value']): Source => ({ readsMessage: false, value })

const named: ReadonlyMap<string, Source> = new Map([
  ['message', { readsMessage: true, value: ({ message }: RenderContext) => message?.text }],
  ['now', source(({ nowMs }) => new Date(nowMs).toISOString())],
  ['nowMs', source(({ nowMs }) => Math.floor(nowMs))],
  ['uuid', source(() => randomUUID())],
  ['random', source((context) => context.random())],
  ['client', source(({ client }) => client)],
  ['user', source(({ user }) => user)],
])

const EXCERPT_MAX_LENGTH = 40
const THERE_IS =
  'There is {{message}}, {{$.path}}, {{json $.path}}, {{now}}, {{nowMs}}, {{seq}}, {{uuid}}, {{random}}, ' +
  '{{random 1 100}}, {{client}} and {{user}}; for the braces themselves write \\{{.'

/** @param inside what stands between the braces */
export function parsePlaceholder(inside: string): Result<Placeholder> {
  const typed = inside.trim()
  const [, ofJson] = /^json\s+(\S.*)$/s.exec(typed) ?? []
  const found = parseSource(ofJson ?? typed, inside)
  return found.ok ? ok({ ...found.value, asJson: ofJson !== undefined }) : found
}

function parseSource(typed: string, inside: string): Result<Source> {
  if (typed.startsWith('$')) return parseField(typed, inside)
  const range = /^random\s+(\S+)\s+(\S+)$/.exec(typed)
  if (range !== null) return parseRange(Number(range[1]), Number(range[2]), inside)
  // One number for all that a template says it of: it is the message's.
  const known = typed === 'seq' ? source((context) => context.takeSeq()) : named.get(typed)
  return known === undefined ? invalidRule(`${braced(inside)} is no placeholder. ${THERE_IS}`) : ok(known)
}

function parseField(typed: string, inside: string): Result<Source> {
  const path = parsePath(typed)
  if (!path.ok) return invalidRule(`${braced(inside)} is no placeholder: ${path.error.message}`)
  return ok({ readsMessage: true, value: ({ message }) => fieldAt(message?.json, path.value) })
}

function parseRange(least: number, most: number, inside: string): Result<Source> {
  const count = most - least + 1
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || !Number.isSafeInteger(count) || count < 1) {
    return invalidRule(
      `${braced(inside)} is no placeholder: after random stand two whole numbers, the smaller one first, such as {{random 1 100}}.`,
    )
  }
  return ok(source((context) => least + Math.floor(context.random() * count)))
}

export function unclosed(text: string): Result<never> {
  return invalidRule(
    `The placeholder “${excerpt(text, EXCERPT_MAX_LENGTH)}” does not end: write }} after it. ${THERE_IS}`,
  )
}

function braced(inside: string): string {
  return `{{${excerpt(inside, EXCERPT_MAX_LENGTH)}}}`
}

function invalidRule(message: string): Result<never> {
  return fail('ERR_RULE_INVALID', message)
}
