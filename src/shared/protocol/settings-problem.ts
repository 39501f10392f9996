/** Finds the first thing that is wrong with settings, and says it: where it stands, what stands there, what it must be. */
import * as v from 'valibot'
import { nearest } from '../nearest'
import { choice, expectationOf, kindsOf, shapeOf } from './settings-schema'

const SHOWN_VALUE_MAX_LENGTH = 60

/**
 * @param path of the value, from the root of the settings
 * @param nameOf what the reader calls the field at a path
 * @returns a sentence; undefined when all is well and nothing there is unknown
 */
export function findProblem(
  schema: v.GenericSchema,
  value: unknown,
  path: string,
  nameOf: (path: string) => string = (same) => same,
): string | undefined {
  const misfit = findMisfit(schema, value, path)
  if (misfit !== undefined) return misfit
  const parsed = v.safeParse(schema, value)
  if (parsed.success) return undefined
  let at = { schema, value, path, mustBe: expectationOf(schema) }
  for (const { key } of parsed.issues[0].path ?? []) at = step(at, String(key))
  const name = nameOf(at.path)
  return `${at.value === undefined ? `${name} is missing` : `${name} is ${shown(at.value)}`}; it must be ${at.mustBe}.`
}

/** As JSON, cut where it gets long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= SHOWN_VALUE_MAX_LENGTH ? text : `${text.slice(0, SHOWN_VALUE_MAX_LENGTH - 1)}…`
}

interface Place {
  schema: v.GenericSchema
  value: unknown
  path: string
  mustBe: string
}

function step({ schema, value, path }: Place, key: string): Place {
  const child = childOf(schema, value, key) ?? schema
  const kinds = kindsOf(schema)
  return {
    schema: child,
    value: isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined,
    path: `${path}.${key}`,
    mustBe: kinds?.key === key ? choice(kinds.words) : expectationOf(child),
  }
}

function childOf(schema: v.GenericSchema, value: unknown, key: string): v.GenericSchema | undefined {
  const shape = shapeOf(schema, value)
  switch (shape.name) {
    case 'object':
      return Object.hasOwn(shape.entries, key) ? shape.entries[key] : undefined
    case 'list':
    case 'record':
      return shape.item
    default:
      return undefined
  }
}

/**
 * valibot leaves out keys it does not know, and takes a list for an object; a file that has one was meant otherwise than it
 * would be understood.
 */
function findMisfit(schema: v.GenericSchema, value: unknown, path: string): string | undefined {
  if (!isObject(value)) return undefined
  const shape = shapeOf(schema, value)
  if (shape.name === 'leaf') return undefined
  if (Array.isArray(value) && shape.name !== 'list') return `${path} is ${shown(value)}; it must be an object.`
  const kinds = kindsOf(schema)
  // A kind that there is not is the first thing to say; what would belong to it is not known.
  if (kinds !== undefined && !kinds.words.includes(JSON.stringify(value[kinds.key]))) return undefined
  for (const key of Object.keys(value)) {
    const child = key === '__proto__' ? undefined : childOf(schema, value, key)
    if (child === undefined) return unknownSetting(`${path}.${key}`, path, shape.name === 'object' ? shape.entries : {})
    const deeper = findMisfit(child, value[key], `${path}.${key}`)
    if (deeper !== undefined) return deeper
  }
  return undefined
}

export function unknownSetting(name: string, parent: string, known: object): string {
  const meant = nearest(name.slice(name.lastIndexOf('.') + 1), Object.keys(known))
  const offer = meant === undefined ? 'remove it' : `did you mean ${parent === '' ? meant : `${parent}.${meant}`}?`
  return `${name} is no setting that Feedscope knows; ${offer}${offer.endsWith('?') ? '' : '.'}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
