/** Whether a filter can be watched: only the engine knows which regular expressions are valid. */
import { ok, type Result } from '../../../shared/failure'
import { compileRowMatch } from '../match/compile'

/** @returns `ERR_FILTER_INVALID` for what cannot be read */
export function checkFilter(text: string): Result<void> {
  const compiled = compileRowMatch(text, () => [])
  return compiled.ok ? ok(undefined) : compiled
}
