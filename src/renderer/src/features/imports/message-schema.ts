/**
 * Schemas of a document's messages as one schema that stands alone: what they refer to within the document goes with them
 * (`definitions`, so that circles stay circles), what they refer to outside of it is anything.
 */
import { type DocumentTree, isNode, type Node, pointerParts, textOf } from './document-tree'
import type { Notes } from './imported'

/** What a connection may hold, `validation` in the shared settings. */
const SCHEMA_MAX_LENGTH = 256 * 1024
/** Objects in objects; the engine refuses deeper ones. */
const DEPTH_MAX = 200

/** Their values are schemas by name; or data, in which nothing is a schema. */
const BY_NAME = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies'])
const DATA = new Set(['const', 'enum', 'default', 'example', 'examples'])
/** AsyncAPI's own, about documents and not about messages. */
const DROPPED = new Set(['discriminator', 'externalDocs', '$id', '$schema'])

/** @returns the schema's text; nothing where no message has one, with a note where it has one that cannot be used */
export function schemaText(tree: DocumentTree, messages: readonly Node[], title: string, notes: Notes): string {
  const definitions: Record<string, unknown> = {}
  const names = new Map<string, string>()
  const take = (value: unknown, depth: number): unknown => {
    if (depth > DEPTH_MAX) return true
    if (Array.isArray(value)) return value.map((each) => take(each, depth + 1))
    if (!isNode(value)) return value
    const { $ref: reference } = value
    if (typeof reference === 'string') return refer(reference, depth)
    const entries = Object.entries(value).filter(([key]) => !DROPPED.has(key) && !key.startsWith('x-'))
    return Object.fromEntries(
      entries.map(([key, each]) => {
        if (DATA.has(key)) return [key, each]
        if (BY_NAME.has(key) && isNode(each)) {
          return [key, Object.fromEntries(Object.entries(each).map(([name, part]) => [name, take(part, depth + 2)]))]
        }
        return [key, take(each, depth + 1)]
      }),
    )
  }
  const refer = (reference: string, depth: number): unknown => {
    const known = names.get(reference)
    if (known !== undefined) return { $ref: `#/definitions/${known}` }
    const target = tree.at(reference)
    if (target === undefined) return {}
    const last =
      pointerParts(reference)
        .at(-1)
        ?.replace(/[^\w.-]/g, '_') || 'schema'
    const name = Object.hasOwn(definitions, last) ? `${last}_${names.size}` : last
    names.set(reference, name)
    definitions[name] = true
    definitions[name] = take(target, depth + 1)
    return { $ref: `#/definitions/${name}` }
  }

  const schemas: unknown[] = []
  for (const message of messages) {
    const payload = payloadOf(tree, message, notes)
    // One message of several that may be anything: then anything fits.
    if (payload === undefined) return ''
    const schema = take(payload, 0)
    if (!schemas.some((each) => JSON.stringify(each) === JSON.stringify(schema))) schemas.push(schema)
  }
  if (schemas.length === 0) return ''
  const [only] = schemas
  const whole = schemas.length === 1 && isNode(only) ? only : { anyOf: schemas }
  const hasDefinitions = Object.keys(definitions).length > 0
  const own = isNode(whole.definitions) ? whole.definitions : {}
  const text = JSON.stringify(hasDefinitions ? { ...whole, definitions: { ...own, ...definitions } } : whole, null, 2)
  if (text.length <= SCHEMA_MAX_LENGTH) return text
  notes.add(`The schema of ${title} is larger than 256 KiB: messages are not held to it.`)
  return ''
}

/** A message's schema, or nothing where there is none of JSON. */
function payloadOf(tree: DocumentTree, message: Node, notes: Notes): unknown {
  const name = textOf(message.name) || textOf(message.title) || 'a message'
  const contentType = textOf(message.contentType)
  if (contentType !== '' && !/json/i.test(contentType)) {
    notes.add(`The schema of ${name} is for ${contentType}, not for JSON: messages are not held to it.`)
    return undefined
  }
  const { payload } = message
  const multi = tree.node(payload)
  // 3.0 puts a schema of another kind into an object with its format beside it.
  const isMulti = multi !== undefined && typeof multi.schemaFormat === 'string' && Object.hasOwn(multi, 'schema')
  const format = textOf(isMulti ? multi.schemaFormat : message.schemaFormat)
  if (format !== '' && !/asyncapi|schema\+(json|yaml)/i.test(format)) {
    notes.add(`The schema of ${name} is written in ${format}, which is not read: messages are not held to it.`)
    return undefined
  }
  const schema = isMulti ? multi.schema : payload
  return isNode(schema) ? schema : undefined
}
