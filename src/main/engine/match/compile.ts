/** Compiles what the user typed into the filter box to a test of payloads. */
import { assertNever } from '../../../shared/assert-never'
import { ok, type Result } from '../../../shared/failure'
import { parseFilter } from '../../../shared/filter/parse'
import { compileFieldMatch } from './field-match'
import type { PayloadMatch } from './payload-match'
import { compileRegexMatch } from './regex-match'
import { compileTextMatch } from './text-match'

/** @returns undefined for an empty text, which wants everything; `ERR_FILTER_INVALID` for what cannot be read */
export function compilePayloadMatch(text: string): Result<PayloadMatch | undefined> {
  const parsed = parseFilter(text)
  if (!parsed.ok) return parsed
  const term = parsed.value
  if (term === undefined) return ok(undefined)
  switch (term.kind) {
    case 'text':
      return ok(compileTextMatch(term.text))
    case 'regex':
      return compileRegexMatch(term)
    case 'field':
      return ok(compileFieldMatch(term))
    default:
      return assertNever(term)
  }
}

/** One message at a time, as rules match. */
export function compileMessageMatch(text: string): Result<((bytes: Buffer) => boolean) | undefined> {
  const compiled = compilePayloadMatch(text)
  if (!compiled.ok) return compiled
  const match = compiled.value
  return ok(match === undefined ? undefined : (bytes) => match.matches(bytes, 0, bytes.byteLength))
}
