/** The failure of a filter that cannot be read. */
import { fail } from '../failure'
import type { Span } from './term'

/**
 * @param message what is wrong, why, and what to do
 * @param at where in the text of the filter
 */
export function invalidFilter(message: string, at?: Span): ReturnType<typeof fail> {
  return fail('ERR_FILTER_INVALID', message, at === undefined ? {} : { at })
}

export const QUOTE_HINT = 'To search for the text as it is, put it in double quotes.'
const EXCERPT_MAX_LENGTH = 30

export function excerpt(text: string): string {
  return text.length <= EXCERPT_MAX_LENGTH ? text : `${text.slice(0, EXCERPT_MAX_LENGTH)}…`
}
