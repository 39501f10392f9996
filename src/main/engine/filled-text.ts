/** A text that is about to be sent, with its variables filled in; what names something unknown is better not sent at all. */
import { fail, ok, type Result } from '../../shared/failure'
import { fill, type Values } from '../../shared/variables/fill'

/** @returns `ERR_VARIABLE_UNKNOWN` where it names what nothing is known of */
export function filledText(text: string, values: Values): Result<string> {
  const { text: filled, unknown } = fill(text, values)
  if (unknown.length === 0) return ok(filled)
  const names = unknown.map((name) => `{{${name}}}`).join(', ')
  return fail(
    'ERR_VARIABLE_UNKNOWN',
    `Nothing is known of ${names}. Define it in the environment, or write \\{{ for two braces.`,
  )
}
