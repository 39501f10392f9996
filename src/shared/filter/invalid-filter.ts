/** The failure of a filter that cannot be read. */
import { fail } from '../failure'

/** @param message what is wrong, why, and what to do */
export function invalidFilter(message: string): ReturnType<typeof fail> {
  return fail('ERR_FILTER_INVALID', message)
}
