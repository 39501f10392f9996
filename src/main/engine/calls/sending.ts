/** What is asked about what is sent: tasks that go on by themselves, variables that are filled in, a schema to hold it to. */
import { ok } from '../../../shared/failure'
import { fill } from '../../../shared/variables/fill'
import { MessageCheck } from '../guards/message-check'
import type { Parts } from '../parts'
import type { CallsOf } from './calls-of'

export function sendingCalls(parts: Parts): CallsOf<'send' | 'variables' | 'schema'> {
  const { variables } = parts
  const messageCheck = new MessageCheck()
  return {
    'schema.check': ({ schema, text }) => messageCheck.problems(schema, text),
    'send.start': (task) => parts.sends.start(task),
    'send.stop': ({ id }) => parts.sends.stop(id),
    'send.forget': ({ id }) => parts.sends.forget(id),
    'variables.set': (args) => {
      variables.set(args.variables)
      return ok(undefined)
    },
    'variables.preview': ({ text }) => {
      const { text: filled, unknown } = fill(text, variables.previewValues())
      return ok({ text: variables.hidden(filled), unknown })
    },
  }
}
