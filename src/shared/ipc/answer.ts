/** Parses a call's arguments and answers it: the one edge where `unknown` becomes trusted, for engine and shell alike. */
import * as v from 'valibot'
import { fail, type Result } from '../failure'
import { type CallName, calls, type Handlers } from './contract'

/**
 * @param handlers the table to answer from
 * @param name a name of that table
 * @param args whatever came over the wire
 * @returns the handler's answer; `ERR_CALL_INVALID` for arguments that do not fit; `ERR_ENGINE_FAULT` for a bug
 */
export async function answerCall<Names extends CallName>(
  handlers: Handlers<Names>,
  name: Names,
  args: unknown,
): Promise<Result<unknown>> {
  const parsed = v.safeParse(calls[name].args, args)
  if (!parsed.success) {
    const issue = parsed.issues[0]
    return fail(
      'ERR_CALL_INVALID',
      `${name} was called with ${v.getDotPath(issue) ?? 'arguments'} wrong: ${issue.message}.`,
    )
  }
  const handler = handlers[name] as (args: unknown) => Result<unknown> | Promise<Result<unknown>>
  try {
    return await handler(parsed.output)
  } catch (error) {
    console.error(`${name}:`, error)
    return fail('ERR_ENGINE_FAULT', `Feedscope met an unexpected fault in ${name}: ${String(error)}. Please report it.`)
  }
}
