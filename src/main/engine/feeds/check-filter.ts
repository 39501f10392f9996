/** Whether a filter can be watched: only the engine knows which regular expressions are valid. */
import { ok, type Result } from '../../../shared/failure'
import { compilePayloadMatch } from '../match/compile'

/** @returns `ERR_FILTER_INVALID` for what cannot be read */
export function checkFilter(text: string): Result<void> {
  const compiled = compilePayloadMatch(text)
  return compiled.ok ? ok(undefined) : compiled
}
