/**
 * Looks into the schema of settings: what stands at a path, what it takes, which keys it knows. So a sentence about a
 * wrong field, and a file with only what was changed, follow the schema by themselves.
 */
import type * as v from 'valibot'

type Schema = v.GenericSchema
type Entries = Record<string, Schema>
/** What valibot's schemas and pipe actions have, as far as it is read here. */
interface Inside {
  type: string
  entries?: Entries
  wrapped?: Schema
  item?: Schema
  value?: Schema
  key?: string
  options?: readonly unknown[]
  literal?: unknown
  pipe?: readonly Inside[]
  requirement?: unknown
  message?: unknown
}

/** What a schema is made of, with the wrapping of defaults taken off. */
export type Shape =
  | { name: 'object'; entries: Entries }
  | { name: 'list'; item: Schema }
  | { name: 'record'; item: Schema }
  | { name: 'leaf' }

/** @param value decides which of several kinds of object it is */
export function shapeOf(schema: Schema, value: unknown): Shape {
  const inside = unwrapped(schema)
  switch (inside.type) {
    case 'object':
      return { name: 'object', entries: inside.entries as Entries }
    case 'variant':
      return { name: 'object', entries: entriesOfKind(inside, value) }
    case 'array':
      return { name: 'list', item: inside.item as Schema }
    case 'record':
      return { name: 'record', item: inside.value as Schema }
    default:
      return { name: 'leaf' }
  }
}

/** What a value there must be, to follow “it must be”. */
export function expectationOf(schema: Schema): string {
  const inside = unwrapped(schema)
  switch (inside.type) {
    case 'number':
      return numberExpectation(inside)
    case 'string':
      return textExpectation(inside)
    case 'boolean':
      return 'true or false'
    case 'literal':
      return JSON.stringify(inside.literal)
    case 'picklist':
      return choice((inside.options ?? []).map((option) => JSON.stringify(option)))
    case 'union':
      return choice((inside.options as Schema[]).map(expectationOf))
    case 'array': {
      const most = requirementOf(inside, 'max_length')
      return most === undefined ? 'a list' : `a list of at most ${most}`
    }
    default:
      return 'an object'
  }
}

/** “"a", "b" or "c"” */
export function choice(words: readonly string[]): string {
  const last = words[words.length - 1] ?? 'nothing'
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}

/** Each word that tells the kinds of an object apart, where it has kinds. */
export function kindsOf(schema: Schema): { key: string; words: string[] } | undefined {
  const inside = unwrapped(schema)
  if (inside.type !== 'variant') return undefined
  const key = inside.key as string
  const words = (inside.options as Schema[]).map((option) => literalOf(option, key))
  return { key, words: words.map((word) => JSON.stringify(word)) }
}

function numberExpectation(inside: Inside): string {
  const own = inside.pipe?.find(({ type }) => type === 'check')
  if (typeof own?.message === 'string') return own.message.replace(/^must be /, '')
  const noun = inside.pipe?.some(({ type }) => type === 'integer') ? 'a whole number' : 'a number'
  const min = requirementOf(inside, 'min_value')
  const max = requirementOf(inside, 'max_value')
  return min === undefined || max === undefined ? noun : `${noun} from ${min} to ${max}`
}

function textExpectation(inside: Inside): string {
  const pattern = requirementOf(inside, 'regex')
  if (pattern !== undefined) return `a text that fits ${pattern}`
  const parts = ['a text']
  const min = requirementOf(inside, 'min_length')
  const max = requirementOf(inside, 'max_length')
  const maxBytes = requirementOf(inside, 'max_bytes')
  const excluded = requirementOf(inside, 'excludes')
  if (max !== undefined)
    parts.push(min === undefined ? `of at most ${max} characters` : `of ${min} to ${max} characters`)
  if (maxBytes !== undefined) parts.push(`of at most ${maxBytes} bytes`)
  if (excluded !== undefined) parts.push(`without ${JSON.stringify(excluded)}`)
  return parts.join(' ')
}

function requirementOf(inside: Inside, type: string): unknown {
  return inside.pipe?.find((action) => action.type === type)?.requirement
}

function unwrapped(schema: Schema): Inside {
  const inside = schema as unknown as Inside
  return inside.type === 'optional' ? unwrapped(inside.wrapped as Schema) : inside
}

function literalOf(option: Schema, key: string): unknown {
  const { entries } = unwrapped(option)
  const entry = entries?.[key]
  return entry === undefined ? undefined : unwrapped(entry).literal
}

/** With no kind of object told, or none that there is, only the word that tells it is known. */
function entriesOfKind(inside: Inside, value: unknown): Entries {
  const key = inside.key as string
  const options = inside.options as Schema[]
  const word = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  const option = options.find((each) => literalOf(each, key) === word)
  if (option !== undefined) return unwrapped(option).entries as Entries
  const first = unwrapped(options[0] as Schema).entries as Entries
  return { [key]: first[key] as Schema }
}
