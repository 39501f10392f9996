/** What is wrong with a message, or with a schema, in words: a path as the filter writes it, and what must be there. */
import type { ErrorObject } from 'ajv'

export interface SchemaError {
  /** `$` for the whole, `$.orders[0].price`. */
  path: string
  /** Completes a sentence that begins with the path: “must be number”. */
  message: string
}

/** Who mends his message needs the first few; the rest mostly follows from them. */
export const ERRORS_MAX = 10
const TEXT_MAX_LENGTH = 200

/** @param value what was checked: by it an array's index is told from a name that looks like one */
export function describeErrors(errors: readonly ErrorObject[], value: unknown): SchemaError[] {
  const described: SchemaError[] = []
  for (const error of errors) {
    const one = { path: cut(pathOf(error.instancePath, value)), message: cut(messageOf(error)) }
    if (described.some(({ path, message }) => path === one.path && message === one.message)) continue
    described.push(one)
    if (described.length === ERRORS_MAX) break
  }
  return described
}

function pathOf(pointer: string, value: unknown): string {
  let path = '$'
  let at = value
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) path += `[${name}]`
    else path += /^[A-Za-z_][\w-]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
    at =
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined
  }
  return path
}

function messageOf({ keyword, params, message = `does not fit “${keyword}”` }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return `must not have the property “${params.additionalProperty}”`
    case 'unevaluatedProperties':
      return `must not have the property “${params.unevaluatedProperty}”`
    case 'required':
      return `must have the property “${params.missingProperty}”`
    case 'enum':
      return `must be one of ${params.allowedValues.map((value: unknown) => JSON.stringify(value)).join(', ')}`
    case 'const':
      return `must be ${JSON.stringify(params.allowedValue)}`
    case 'false schema':
      return 'must not be there'
    default:
      return message
  }
}

function cut(text: string): string {
  return text.length > TEXT_MAX_LENGTH ? `${text.slice(0, TEXT_MAX_LENGTH)}…` : text
}
