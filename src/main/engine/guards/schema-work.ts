/**
 * Bounds on the work that a message makes a schema do. Two things let a small message take time without end: references
 * that fan out (two ways from each of 40 places are 10^12), and `uniqueItems`, which Ajv answers by comparing each item
 * with each. Here references are counted while a message is checked, and items are compared by what they are written as.
 */
import type { Ajv } from 'ajv'
import { partsOfPattern, SchemaFault, Unanswerable } from './schema-pattern'

/** References followed for one message: a tenth of a second. A message of 64 KiB has fewer places than that. */
export const REFERENCES_MAX = 200_000
/** Characters that items are written as, to be compared; lists in lists count once for each list they are in. */
export const COMPARED_MAX_LENGTH = 8 * 1024 * 1024
/** Of a schema, objects in objects; Ajv, and V8 after it, recurse into them. */
export const SCHEMA_MAX_DEPTH = 200

/**
 * Of a schema, objects and lists in all, and what takes as long to compile. No call is answered meanwhile, and the time grows
 * with the square: the slowest thousand that are known take less than two seconds, three thousand patterns took a minute.
 */
export const SCHEMA_PARTS_MAX = 1_000
/** So many words of an object, or entries of a list, take as long as a part. */
const ENTRIES_IN_A_PART = 5
/** References that are looked up anew with each message take as long as a part beside the one they stand in. */
const DYNAMIC = new Set(['$dynamicRef', '$recursiveRef'])

/** No word of JSON Schema's, and none a schema can hold by chance. */
const COUNTED = 'feedscope:counted'
const REFERENCES = ['$ref', '$dynamicRef', '$recursiveRef']
/** Their values are schemas by name, or data in which nothing is a schema. */
const BY_NAME = new Set(['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas', 'dependencies'])
const DATA = new Set(['const', 'enum', 'default', 'example', 'examples'])

export class Work {
  private references = 0
  private compared = 0

  begin(): void {
    this.references = 0
    this.compared = 0
  }

  /** Teaches an Ajv to count, and to compare items in one pass. */
  addKeywords(ajv: Ajv): void {
    ajv.addKeyword({
      keyword: COUNTED,
      before: '$ref',
      validate: () => {
        this.references++
        if (this.references > REFERENCES_MAX) {
          throw new Unanswerable(
            `leads through more than ${REFERENCES_MAX} references of the schema; it is not looked at further.`,
          )
        }
        return true
      },
    })
    ajv.removeKeyword('uniqueItems')
    ajv.addKeyword({
      keyword: 'uniqueItems',
      type: 'array',
      schemaType: 'boolean',
      error: { message: 'must not have the same item twice' },
      validate: (isWanted: boolean, items: unknown[]) => !isWanted || this.areUnique(items),
    })
  }

  private areUnique(items: unknown[]): boolean {
    const written = new Set<string>()
    for (const item of items) {
      const text = canonical(item)
      this.compared += text.length
      if (this.compared > COMPARED_MAX_LENGTH) {
        throw new Unanswerable('has lists in lists that are too long to be looked through for equal items.')
      }
      written.add(text)
    }
    return written.size === items.length
  }
}

/** @returns a copy in which each reference is counted, and what only OpenAPI understands is left out */
export function prepare(schema: unknown, depth = 0, parts = { count: 0 }): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  count(schema, parts)
  if (depth > SCHEMA_MAX_DEPTH) {
    throw new SchemaFault(`is nested more than ${SCHEMA_MAX_DEPTH} deep. Move parts of it to definitions.`)
  }
  if (Array.isArray(schema)) return schema.map((part) => prepare(part, depth + 1, parts))
  const prepared: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(schema)) {
    // OpenAPI 3.0 gives it no meaning without a type, where Ajv stops at it.
    if (key === 'nullable' && typeof value === 'boolean' && !('type' in schema)) continue
    if (DYNAMIC.has(key)) addTo(parts, 1)
    if (key === 'pattern' && typeof value === 'string') addTo(parts, partsOfPattern(value))
    if (key === 'patternProperties') for (const name of Object.keys(Object(value))) addTo(parts, partsOfPattern(name))
    if (DATA.has(key) && Array.isArray(value)) count(value, parts)
    put(
      prepared,
      key,
      BY_NAME.has(key)
        ? prepareNamed(value, depth + 1, parts)
        : DATA.has(key)
          ? value
          : prepare(value, depth + 1, parts),
    )
  }
  if (REFERENCES.some((word) => typeof prepared[word] === 'string')) prepared[COUNTED] = true
  return prepared
}

/** @param schema prepared once without a fault, so it is not deep. @returns in how many ways a value can fail it, about */
export function demandsOf(schema: unknown): number {
  if (typeof schema !== 'object' || schema === null) return 1
  let count = 1
  for (const [key, value] of Object.entries(schema)) count += DATA.has(key) ? 1 : demandsOf(value)
  return count
}

function prepareNamed(schemas: unknown, depth: number, parts: { count: number }): unknown {
  if (typeof schemas !== 'object' || schemas === null || Array.isArray(schemas)) return schemas
  const prepared: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(schemas)) put(prepared, name, prepare(schema, depth + 1, parts))
  return prepared
}

function count(part: object, parts: { count: number }): void {
  addTo(parts, 1 + Math.floor(Object.keys(part).length / ENTRIES_IN_A_PART))
}

function addTo(parts: { count: number }, more: number): void {
  parts.count += more
  if (parts.count <= SCHEMA_PARTS_MAX) return
  throw new SchemaFault(
    `has more than ${SCHEMA_PARTS_MAX} parts, which would take too long to compile. Make it smaller.`,
  )
}

/** Where the name is `__proto__` an assignment would set the prototype. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
}

/** The same for what JSON Schema calls equal: objects whatever the order of their names. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value === 0 ? 0 : value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`)
  return `{${fields.sort().join(',')}}`
}
