/**
 * Whether messages fit a JSON Schema that the user gave. The other side chooses the messages, so whatever comes is
 * answered in bounded time; the user chooses the schema, often from OpenAPI or AsyncAPI, so words it adds are passed over.
 */
import { isUtf8 } from 'node:buffer'
import { Ajv, type AnySchema, type Options, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fail, ok, type Result } from '../../../shared/failure'
import { describeErrors, type SchemaError } from './schema-errors'
import { formats } from './schema-formats'
import { compilePattern, SchemaFault, Unanswerable } from './schema-pattern'
import { demandsOf, prepare, Work } from './schema-work'

/** Of one message; JSON is read and checked at once, and this much takes some ten milliseconds. */
export const VALIDATED_MAX_BYTES = 1024 * 1024
/** Of larger ones only the first error is looked for: a list with a hundred thousand wrong items has as many. */
export const ALL_ERRORS_MAX_BYTES = 64 * 1024
/**
 * Bytes of the message times demands of the schema: beyond it, too, only the first is looked for. Each item of a list can
 * fail each demand, and Ajv keeps every error: at this product a million of them, which take a second.
 */
const ALL_ERRORS_MAX_PRODUCT = 2_000_000

export interface Invalid {
  /** 1007 for what is no JSON, 1008 for JSON that does not fit. */
  closeCode: 1007 | 1008
  /** A sentence, longer than a close frame's reason may be. */
  message: string
  errors: SchemaError[]
}

export type Validate = (message: { bytes: Buffer; isBinary: boolean }) => Invalid | undefined

const OPTIONS: Options = {
  strict: false,
  logger: false,
  // Else `required: ["toString"]` would be met by every object.
  ownProperties: true,
  // Else a definition stands in the code once for each reference to it.
  inlineRefs: false,
  formats,
  // Ajv's optimizer takes a minute for some thousand branches, and V8 does as well without it.
  code: { optimize: false, regExp: Object.assign(compilePattern, { code: 'compilePattern' }) },
}

/**
 * @param whose the schema, in sentences about messages
 * @returns undefined for an empty text; `ERR_SCHEMA_INVALID` for one that cannot be used, whatever is wrong with it
 */
export function compileSchema(text: string, whose = "the server's schema"): Result<Validate | undefined> {
  if (text.trim() === '') return ok(undefined)
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch (error) {
    return invalid(`is no JSON${placeOf(error, text)}.`)
  }
  try {
    return ok(compile(schema, whose))
  } catch (error) {
    return invalid(describeFault(error))
  }
}

function compile(schema: unknown, whose: string): Validate {
  const isSchema =
    typeof schema === 'boolean' || (typeof schema === 'object' && schema !== null && !Array.isArray(schema))
  if (!isSchema) throw new SchemaFault('must be an object, or true or false.')
  const { draft, usable } = draftOf(prepare(schema) as AnySchema)
  const work = new Work()
  const [all, first] = [true, false].map((allErrors) => compileWith(draft, usable, allErrors, work)) as [
    ValidateFunction,
    ValidateFunction,
  ]
  const allErrorsMaxBytes = Math.min(ALL_ERRORS_MAX_BYTES, ALL_ERRORS_MAX_PRODUCT / demandsOf(schema))
  return ({ bytes }) => check(bytes, bytes.length > allErrorsMaxBytes ? first : all, work, whose)
}

function compileWith(draft: typeof Ajv, schema: AnySchema, allErrors: boolean, work: Work): ValidateFunction {
  const ajv = new draft({ ...OPTIONS, allErrors })
  work.addKeywords(ajv)
  if (ajv.validateSchema(schema) !== true) {
    const [error] = describeErrors(ajv.errors ?? [], schema)
    throw new SchemaFault(`is not valid at ${error?.path ?? '$'}: it ${error?.message ?? 'does not fit its draft'}.`)
  }
  const validate = ajv.compile(schema)
  // It would answer a promise, which is true, and be rejected later.
  if ('$async' in validate) throw new SchemaFault('has “$async”, which is not JSON Schema. Remove it.')
  return validate
}

function check(bytes: Buffer, validate: ValidateFunction, work: Work, whose: string): Invalid | undefined {
  if (bytes.length > VALIDATED_MAX_BYTES) {
    return unfit(`The message has ${bytes.length} bytes; with a schema it may have ${VALIDATED_MAX_BYTES}.`)
  }
  if (!isUtf8(bytes)) return { closeCode: 1007, message: 'The message is not UTF-8, so it is no JSON.', errors: [] }
  const text = bytes.toString()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { closeCode: 1007, message: `The message is no JSON${placeOf(error, text)}.`, errors: [] }
  }
  let errors: SchemaError[]
  try {
    work.begin()
    if (validate(value)) return undefined
    errors = describeErrors(validate.errors ?? [], value)
  } catch (error) {
    return unfit(`The message ${error instanceof Unanswerable ? error.message : describeCrash(error)}`)
  } finally {
    // Ajv keeps them, and with them what they are about, until the next message.
    validate.errors = null
  }
  const [first = { path: '$', message: 'must fit' }] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return unfit(`The message does not fit ${whose}: ${first.path} ${first.message}${more}.`, errors)
}

/** Draft 6 is draft 7 without some words; OpenAPI 3.1 is 2020-12 with some more. */
function draftOf(schema: AnySchema): { draft: typeof Ajv; usable: AnySchema } {
  if (typeof schema === 'boolean' || schema.$schema === undefined) return { draft: Ajv, usable: schema }
  const { $schema, ...usable } = schema
  const name = String($schema)
    .replace(/^https?:\/\//, '')
    .replace(/#$/, '')
  switch (name) {
    case 'json-schema.org/schema':
    case 'json-schema.org/draft-06/schema':
    case 'json-schema.org/draft-07/schema':
      return { draft: Ajv, usable }
    case 'json-schema.org/draft/2019-09/schema':
      return { draft: Ajv2019, usable }
    case 'json-schema.org/draft/2020-12/schema':
    case 'spec.openapis.org/oas/3.1/dialect/base':
      return { draft: Ajv2020, usable }
    default:
      throw new SchemaFault(
        `is written for “${name.slice(0, 100)}”, which is not known. Its $schema may be draft-06, draft-07, 2019-09 or 2020-12.`,
      )
  }
}

function describeFault(error: unknown): string {
  if (error instanceof SchemaFault) return error.message
  if (error instanceof Ajv.MissingRefError) {
    return `refers to “${error.missingRef.slice(0, 200)}”, which is not in it. Only what the schema itself holds is looked up: add it, under definitions or $defs.`
  }
  if (error instanceof RangeError) return 'is too large, or nested too deeply, to be compiled. Make it smaller.'
  return `cannot be compiled: ${error instanceof Error ? error.message.slice(0, 300) : 'it is not known why'}.`
}

/** A message that leads a schema deeper than the stack. */
function describeCrash(error: unknown): string {
  return error instanceof RangeError
    ? 'is nested too deeply to be checked.'
    : `could not be checked: ${error instanceof Error ? error.message.slice(0, 300) : 'it is not known why'}.`
}

/** V8 tells a position where there is one. */
function placeOf(error: unknown, text: string): string {
  const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
  if (position === undefined) return ''
  const lines = text.slice(0, Number(position)).split('\n')
  return `: it cannot be read from line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1} on`
}

function unfit(message: string, errors: SchemaError[] = []): Invalid {
  return { closeCode: 1008, message, errors }
}

function invalid(what: string): Result<never> {
  return fail('ERR_SCHEMA_INVALID', `The schema ${what}`)
}
