/** What a schema says of a message before it is sent. The same one is asked about again and again while the message is typed. */
import { ok, type Result } from '../../../shared/failure'
import { compileSchema, type Validate } from './validation'

export class MessageCheck {
  private last: { schema: string; compiled: Result<Validate | undefined> } | undefined

  /** @returns what is wrong with the message, a line each; `ERR_SCHEMA_INVALID` */
  problems(schema: string, text: string): Result<{ problems: string[] }> {
    if (this.last?.schema !== schema) this.last = { schema, compiled: compileSchema(schema, 'the schema') }
    const { compiled } = this.last
    if (!compiled.ok) return compiled
    const invalid = compiled.value?.({ bytes: Buffer.from(text), isBinary: false })
    if (invalid === undefined) return ok({ problems: [] })
    const { errors, message } = invalid
    return ok({ problems: errors.length === 0 ? [message] : errors.map((error) => `${error.path} ${error.message}`) })
  }
}
